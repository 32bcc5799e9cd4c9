#define _GNU_SOURCE
#include "sandbox.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#ifdef __x86_64__
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// What decoders and the C library call while they compute: memory, threads, locks, clocks, and
// reading and writing what is open already.
static const int allowed[] = {
    SYS_read,           SYS_write,          SYS_readv,         SYS_writev,
    SYS_close,          SYS_fstat,          SYS_lseek,         SYS_mmap,
    SYS_mremap,         SYS_munmap,         SYS_mprotect,      SYS_madvise,
    SYS_brk,            SYS_futex,          SYS_set_robust_list,
    SYS_set_tid_address, SYS_sched_yield,   SYS_sched_getaffinity,
    SYS_sched_setaffinity, SYS_getpid,      SYS_gettid,        SYS_tgkill,
    SYS_exit,           SYS_exit_group,     SYS_rt_sigaction,  SYS_rt_sigprocmask,
    SYS_rt_sigreturn,   SYS_sigaltstack,    SYS_clock_gettime, SYS_clock_nanosleep,
    SYS_nanosleep,      SYS_gettimeofday,   SYS_getrandom,     SYS_getrusage,
    SYS_sysinfo,        SYS_uname,          SYS_prlimit64,     SYS_membarrier,
#ifdef SYS_rseq
    SYS_rseq,
#endif
};

enum { allowed_count = sizeof allowed / sizeof allowed[0] };

void castbook_enter_sandbox(void) {
  struct sock_filter filter[allowed_count + 12];
  size_t n = 0;
  // Another architecture's numbers would mean other calls.
  filter[n++] = (struct sock_filter)BPF_STMT(
      BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  filter[n++] =
      (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CASTBOOK_ARCHITECTURE, 1, 0);
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  filter[n++] = (struct sock_filter)BPF_STMT(
      BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (int i = 0; i < allowed_count; i++) {
    filter[n++] = (struct sock_filter)BPF_JUMP(
        BPF_JMP | BPF_JEQ | BPF_K, (unsigned)allowed[i], (unsigned char)(allowed_count - i + 6), 0);
  }
  // The newer way of starting a thread says that it is missing: the C library then takes `clone`,
  // whose flags stand in a register, so that a thread is told from a process.
  filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1);
  filter[n++] = (struct sock_filter)BPF_STMT(
      BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA));
  filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 1, 0);
  filter[n++] = (struct sock_filter)BPF_STMT(
      BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
  filter[n++] = (struct sock_filter)BPF_STMT(
      BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0]));
  filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
  filter[n++] = (struct sock_filter)BPF_STMT(
      BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
  filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {.len = (unsigned short)n, .filter = filter};
  // A kernel without this leaves the limits of memory and time, which hold anyway.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
  }
}

#else

void castbook_enter_sandbox(void) {}

#endif
