#define _GNU_SOURCE
#include "tracee.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <unistd.h>

bool tracee_entering(pid_t thread, long *number, uint64_t arguments[6]) {
  struct __ptrace_syscall_info info = {0};
  if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0) return false;
  if (info.op != PTRACE_SYSCALL_INFO_SECCOMP) return false;
  *number = (long)info.seccomp.nr;
  for (int i = 0; i < 6; i++) arguments[i] = info.seccomp.args[i];
  return true;
}

bool tracee_leaving(pid_t thread, int64_t *result) {
  struct __ptrace_syscall_info info = {0};
  if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0) return false;
  if (info.op != PTRACE_SYSCALL_INFO_EXIT) return false;
  *result = info.exit.rval;
  return true;
}

uint64_t tracee_stack(pid_t thread) {
  struct __ptrace_syscall_info info = {0};
  return ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof info, &info) <= 0 ? 0 : info.stack_pointer;
}

#ifdef __x86_64__

static bool set_register(pid_t thread, size_t offset, uint64_t value) {
  return ptrace(PTRACE_POKEUSER, thread, offset, value) == 0;
}

bool tracee_skip(pid_t thread) {
  return set_register(thread, offsetof(struct user, regs.orig_rax), UINT64_MAX);
}

bool tracee_answer(pid_t thread, int64_t result) {
  return set_register(thread, offsetof(struct user, regs.rax), (uint64_t)result);
}

bool tracee_set_argument(pid_t thread, int argument, uint64_t value) {
  static const size_t offsets[] = {
      offsetof(struct user, regs.rdi), offsetof(struct user, regs.rsi),
      offsetof(struct user, regs.rdx), offsetof(struct user, regs.r10),
      offsetof(struct user, regs.r8),  offsetof(struct user, regs.r9)};
  return set_register(thread, offsets[argument], value);
}

#else

static bool set_register(pid_t thread, int number, uint64_t value) {
  struct user_regs_struct registers;
  struct iovec all = {.iov_base = &registers, .iov_len = sizeof registers};
  if (ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &all) != 0) return false;
  registers.regs[number] = value;
  return ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &all) == 0;
}

bool tracee_skip(pid_t thread) {
  int none = -1;
  struct iovec number = {.iov_base = &none, .iov_len = sizeof none};
  return ptrace(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &number) == 0;
}

bool tracee_answer(pid_t thread, int64_t result) {
  return set_register(thread, 0, (uint64_t)result);
}

bool tracee_set_argument(pid_t thread, int argument, uint64_t value) {
  return set_register(thread, argument, value);
}

#endif

size_t tracee_read(pid_t thread, uint64_t address, void *into, size_t count) {
  struct iovec here = {.iov_base = into, .iov_len = count};
  struct iovec there = {.iov_base = (void *)(uintptr_t)address, .iov_len = count};
  ssize_t got = process_vm_readv(thread, &here, 1, &there, 1, 0);
  return got < 0 ? 0 : (size_t)got;
}

bool tracee_write(pid_t thread, uint64_t address, const void *from, size_t count) {
  struct iovec here = {.iov_base = (void *)(uintptr_t)from, .iov_len = count};
  struct iovec there = {.iov_base = (void *)(uintptr_t)address, .iov_len = count};
  return process_vm_writev(thread, &here, 1, &there, 1, 0) == (ssize_t)count;
}

bool tracee_path(pid_t thread, uint64_t address, char path[PATH_MAX]) {
  const uint64_t page = 4096;
  size_t count = 0;
  // Page by page: what follows the path's last page may not be there.
  while (count < PATH_MAX - 1) {
    size_t wanted = (size_t)(page - (address + count) % page);
    if (wanted > PATH_MAX - 1 - count) wanted = PATH_MAX - 1 - count;
    size_t got = tracee_read(thread, address + count, path + count, wanted);
    if (got == 0) return false;
    if (memchr(path + count, '\0', got) != NULL) return true;
    count += got;
  }
  return false;
}

#endif
