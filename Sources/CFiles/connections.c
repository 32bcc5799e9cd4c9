// Takes the right to connect from a process, for programs that only work on files.
#define _GNU_SOURCE
#include "CFiles.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __x86_64__
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define LOAD(field) \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define SKIP_UNLESS(value, lines) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, lines)
#define GIVE(verdict) BPF_STMT(BPF_RET | BPF_K, verdict)
#define DENY(call) SKIP_UNLESS(call, 1), GIVE(SECCOMP_RET_ERRNO | (EACCES & SECCOMP_RET_DATA))

bool castbook_forbid_connections(void) {
  struct sock_filter lines[] = {
      LOAD(arch),
      // The numbers of another architecture would mean other calls.
      SKIP_UNLESS(CASTBOOK_ARCHITECTURE, 1),
      BPF_JUMP(BPF_JMP | BPF_JA, 1, 0, 0),
      GIVE(SECCOMP_RET_KILL_PROCESS),
      LOAD(nr),
#ifdef __x86_64__
      // The numbers of a second interface, which nothing here uses.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
      GIVE(SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA)),
#endif
      // A pair of sockets for a program that this one starts is still possible.
      DENY(SYS_socket),
      DENY(SYS_connect),
      DENY(SYS_bind),
      DENY(SYS_listen),
      DENY(SYS_io_uring_setup),
      GIVE(SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {.len = sizeof lines / sizeof lines[0], .filter = lines};
  // All threads get the filter.
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

#else

bool castbook_forbid_connections(void) { return false; }

#endif
