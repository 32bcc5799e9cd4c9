#define _GNU_SOURCE
#include "sandbox.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __x86_64__
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// The system calls that decoders and the C library make while they compute: memory, threads, locks,
// clocks, and reading and writing open descriptors.
static const unsigned allowed[] = {
    SYS_read,          SYS_write,         SYS_readv,          SYS_writev,
    SYS_close,         SYS_fstat,         SYS_lseek,          SYS_mmap,
    SYS_mremap,        SYS_munmap,        SYS_mprotect,       SYS_madvise,
    SYS_brk,           SYS_futex,         SYS_set_robust_list, SYS_set_tid_address,
    SYS_sched_yield,   SYS_sched_getaffinity, SYS_getpid,     SYS_gettid,
    SYS_exit,          SYS_exit_group,    SYS_rt_sigaction,   SYS_rt_sigprocmask,
    SYS_rt_sigreturn,  SYS_sigaltstack,   SYS_clock_gettime,  SYS_clock_nanosleep,
    SYS_nanosleep,     SYS_gettimeofday,  SYS_getrandom,      SYS_getrusage,
    SYS_sysinfo,       SYS_uname,         SYS_membarrier,
#ifdef SYS_rseq
    SYS_rseq,
#endif
};

enum { allowed_count = sizeof allowed / sizeof allowed[0] };

// A BPF filter while it is built.
typedef struct {
  struct sock_filter lines[2 * allowed_count + 64];
  unsigned short count;
} filter_t;

static void add(filter_t *filter, struct sock_filter line) {
  filter->lines[filter->count++] = line;
}

static void load(filter_t *filter, size_t offset) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

static void give(filter_t *filter, unsigned verdict) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

// Skips `lines` lines unless the loaded value is `value`.
static void unless(filter_t *filter, unsigned value, unsigned char lines) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, lines));
}

// The offsets of the low and of the high half of an argument. Both architectures store the low half first.
static size_t low(int argument) {
  return offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t);
}

static size_t high(int argument) { return low(argument) + sizeof(uint32_t); }

#define DENIED (SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA))

// Allows a call if its first argument, of which the kernel uses 32 bits, is `process`.
static void allow_for(filter_t *filter, unsigned call, unsigned process) {
  unless(filter, call, 4);
  load(filter, low(0));
  unless(filter, process, 1);
  give(filter, SECCOMP_RET_ALLOW);
  give(filter, DENIED);
}

// Allows reading the limits of this process, but not setting them, nor reading those of other processes.
static void allow_reading_limits(filter_t *filter) {
  unless(filter, SYS_prlimit64, 8);
  load(filter, low(0));
  unless(filter, 0, 5);
  load(filter, low(2));
  unless(filter, 0, 3);
  load(filter, high(2));
  unless(filter, 0, 1);
  give(filter, SECCOMP_RET_ALLOW);
  give(filter, DENIED);
}

// Allows starting threads, but not processes.
static void allow_threads(filter_t *filter) {
  // `clone3` pretends to be missing, so the C library uses `clone`. The flags of that are in a register,
  // where the filter can distinguish a thread from a process.
  unless(filter, SYS_clone3, 1);
  give(filter, SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA));
  unless(filter, SYS_clone, 3);
  load(filter, low(0));
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1));
  give(filter, SECCOMP_RET_ALLOW);
}

void castbook_enter_sandbox(void) {
  filter_t filter = {.count = 0};
  // The numbers of another architecture would mean other calls.
  load(&filter, offsetof(struct seccomp_data, arch));
  add(&filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CASTBOOK_ARCHITECTURE, 1, 0));
  give(&filter, SECCOMP_RET_KILL_PROCESS);
  load(&filter, offsetof(struct seccomp_data, nr));
  for (int i = 0; i < allowed_count; i++) {
    unless(&filter, allowed[i], 1);
    give(&filter, SECCOMP_RET_ALLOW);
  }
  // The C library aborts by sending a signal to a thread of this process.
  allow_for(&filter, SYS_tgkill, (unsigned)getpid());
  // A thread may choose its own processors.
  allow_for(&filter, SYS_sched_setaffinity, 0);
  allow_reading_limits(&filter);
  allow_threads(&filter);
  give(&filter, DENIED);
  struct sock_fprog program = {.len = filter.count, .filter = filter.lines};
  // On a kernel without seccomp, the limits of memory and time still hold.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
  }
}

#else

void castbook_enter_sandbox(void) {}

#endif
