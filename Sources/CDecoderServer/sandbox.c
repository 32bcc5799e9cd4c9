#define _GNU_SOURCE
#include "sandbox.h"

#include "decoder_server.h"

#include "call_filter.h"

#ifdef CASTBOOK_CALL_FILTERS

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The system calls that decoders and the C library make while they compute: memory, threads, locks,
// clocks, and reading and writing open descriptors. `mmap` and `mprotect` have rules of their own.
static const unsigned allowed[] = {
    SYS_read,          SYS_write,         SYS_readv,          SYS_writev,
    SYS_close,         SYS_fstat,         SYS_lseek,          SYS_mremap,
    SYS_munmap,        SYS_madvise,
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

typedef castbook_call_filter_t filter_t;

// Allows a call if its first argument, of which the kernel uses 32 bits, is `process`.
static void allow_for(filter_t *filter, unsigned call, unsigned process) {
  castbook_filter_unless(filter, call, 4);
  castbook_filter_load_low(filter, 0);
  castbook_filter_unless(filter, process, 1);
  castbook_filter_allow(filter);
  castbook_filter_fail(filter, EPERM);
}

// Allows a call about memory unless it asks for memory that can be executed.
static void allow_without_code(filter_t *filter, unsigned call) {
  castbook_filter_unless(filter, call, 4);
  castbook_filter_load_low(filter, 2);
  castbook_filter_unless_any(filter, PROT_EXEC, 1);
  castbook_filter_fail(filter, EPERM);
  castbook_filter_allow(filter);
}

// Allows reading the limits of this process, but not setting them, nor reading those of other
// processes.
static void allow_reading_limits(filter_t *filter) {
  castbook_filter_unless(filter, SYS_prlimit64, 8);
  castbook_filter_load_low(filter, 0);
  castbook_filter_unless(filter, 0, 5);
  castbook_filter_load_low(filter, 2);
  castbook_filter_unless(filter, 0, 3);
  castbook_filter_load_high(filter, 2);
  castbook_filter_unless(filter, 0, 1);
  castbook_filter_allow(filter);
  castbook_filter_fail(filter, EPERM);
}

// Allows starting threads, but not processes.
static void allow_threads(filter_t *filter) {
  // `clone3` pretends to be missing, so the C library uses `clone`. The flags of that are in a
  // register, where the filter can distinguish a thread from a process.
  castbook_filter_unless(filter, SYS_clone3, 1);
  castbook_filter_fail(filter, ENOSYS);
  castbook_filter_unless(filter, SYS_clone, 3);
  castbook_filter_load_low(filter, 0);
  castbook_filter_unless_any(filter, CLONE_THREAD, 1);
  castbook_filter_allow(filter);
}

// Landlock's system calls have the same numbers on all architectures; older headers lack them.
enum { LANDLOCK_CREATE = 444, LANDLOCK_RESTRICT = 446, LANDLOCK_ASK_VERSION = 1 };

// What a Landlock ruleset forbids. The kernel accepts a longer structure than it knows if the rest
// is zero.
typedef struct { uint64_t files, connections, scopes; } ruleset_t;

// Forbids files and connections by Landlock as well, a second lock behind the filter of system
// calls.
static bool restrict_by_landlock(void) {
  const long version = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_ASK_VERSION);
  if (version < 1) return false;
  // Each version of the kernel's interface added rights to files: 13, 14, 15, and 16 from version 5
  // on.
  const int rights = version < 4 ? 12 + (int)version : version == 4 ? 15 : 16;
  const ruleset_t ruleset = {
      .files = ((uint64_t)1 << rights) - 1,
      .connections = version >= 4 ? 3 : 0,
      .scopes = version >= 6 ? 3 : 0,
  };
  const int handle = (int)syscall(LANDLOCK_CREATE, &ruleset, sizeof ruleset, 0);
  if (handle < 0) return false;
  const bool is_restricted = syscall(LANDLOCK_RESTRICT, handle, 0) == 0;
  close(handle);
  return is_restricted;
}

static bool filter_system_calls(void) {
  filter_t filter;
  castbook_filter_begin(&filter);
  for (int i = 0; i < allowed_count; i++) {
    castbook_filter_unless(&filter, allowed[i], 1);
    castbook_filter_allow(&filter);
  }
  allow_without_code(&filter, SYS_mmap);
  allow_without_code(&filter, SYS_mprotect);
  // The C library aborts by sending a signal to a thread of this process.
  allow_for(&filter, SYS_tgkill, (unsigned)getpid());
  // A thread may choose its own processors.
  allow_for(&filter, SYS_sched_setaffinity, 0);
  allow_reading_limits(&filter);
  allow_threads(&filter);
  castbook_filter_fail(&filter, EPERM);
  return castbook_filter_install(&filter, false);
}

unsigned castbook_enter_sandbox(void) {
  // On a kernel without either of them, the limits of memory and time still hold.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 0;
  unsigned locks = restrict_by_landlock() ? CASTBOOK_PROTECTION_LANDLOCK : 0;
  if (filter_system_calls()) locks |= CASTBOOK_PROTECTION_SECCOMP;
  return locks;
}

// What a process in the sandbox fails to do, as it should.
static unsigned failing_attempts(void) {
  unsigned failing = 0;
  if (open("/", O_RDONLY | O_DIRECTORY) < 0) failing |= CASTBOOK_PROTECTION_FILES;
  if (socket(AF_INET, SOCK_STREAM, 0) < 0 && socket(AF_UNIX, SOCK_STREAM, 0) < 0) {
    failing |= CASTBOOK_PROTECTION_CONNECTIONS;
  }
  const size_t size = (size_t)sysconf(_SC_PAGESIZE);
  void *memory = mmap(
      NULL, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  void *plain = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED && plain != MAP_FAILED &&
      mprotect(plain, size, PROT_READ | PROT_EXEC) != 0) {
    failing |= CASTBOOK_PROTECTION_CODE;
  }
  const long child = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
  if (child == 0) _exit(0);
  if (child < 0) failing |= CASTBOOK_PROTECTION_PROCESSES;
  return failing;
}

unsigned castbook_decoder_protection(void) {
  const pid_t child = fork();
  if (child == 0) {
    const unsigned locks = castbook_enter_sandbox();
    _exit((int)(locks | failing_attempts()));
  }
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 0;
  }
  return child > 0 && WIFEXITED(status) ? (unsigned)WEXITSTATUS(status) : 0;
}

#else

unsigned castbook_enter_sandbox(void) { return 0; }

unsigned castbook_decoder_protection(void) { return 0; }

#endif
