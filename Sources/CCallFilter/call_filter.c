#define _GNU_SOURCE
#include "call_filter.h"

#ifdef CASTBOOK_CALL_FILTERS

#include <errno.h>
#include <linux/audit.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __x86_64__
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define CASTBOOK_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

static void add(castbook_call_filter_t *filter, struct sock_filter line) {
  if (filter->count == CASTBOOK_CALL_FILTER_LINES) {
    filter->is_too_long = true;
  } else {
    filter->lines[filter->count++] = line;
  }
}

static void load(castbook_call_filter_t *filter, size_t offset) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

static void give(castbook_call_filter_t *filter, unsigned verdict) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

static void compare(
    castbook_call_filter_t *filter, unsigned short how, unsigned value, unsigned char lines) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | how | BPF_K, value, 0, lines));
}

void castbook_filter_begin(castbook_call_filter_t *filter) {
  filter->count = 0;
  filter->is_too_long = false;
  load(filter, offsetof(struct seccomp_data, arch));
  // The numbers of another architecture would mean other calls.
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, CASTBOOK_ARCHITECTURE, 1, 0));
  give(filter, SECCOMP_RET_KILL_PROCESS);
  load(filter, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
  // The numbers of a second interface, which nothing here uses.
  castbook_filter_unless_at_least(filter, 0x40000000, 1);
  castbook_filter_fail(filter, ENOSYS);
#endif
}

// Both architectures store the low half of an argument first.
void castbook_filter_load_low(castbook_call_filter_t *filter, int argument) {
  load(filter, offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t));
}

void castbook_filter_load_high(castbook_call_filter_t *filter, int argument) {
  load(
      filter, offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t) +
                  sizeof(uint32_t));
}

void castbook_filter_unless(castbook_call_filter_t *filter, unsigned value, unsigned char lines) {
  compare(filter, BPF_JEQ, value, lines);
}

void castbook_filter_unless_at_least(
    castbook_call_filter_t *filter, unsigned minimum, unsigned char lines) {
  compare(filter, BPF_JGE, minimum, lines);
}

void castbook_filter_unless_any(castbook_call_filter_t *filter, unsigned bits, unsigned char lines) {
  compare(filter, BPF_JSET, bits, lines);
}

void castbook_filter_allow(castbook_call_filter_t *filter) { give(filter, SECCOMP_RET_ALLOW); }

void castbook_filter_fail(castbook_call_filter_t *filter, int error) {
  give(filter, SECCOMP_RET_ERRNO | ((unsigned)error & SECCOMP_RET_DATA));
}

bool castbook_filter_install(const castbook_call_filter_t *filter, bool for_all_threads) {
  if (filter->is_too_long) return false;
  struct sock_fprog program = {
      .len = filter->count, .filter = (struct sock_filter *)filter->lines};
  const unsigned flags = for_all_threads ? SECCOMP_FILTER_FLAG_TSYNC : 0;
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program) == 0;
}

#endif
