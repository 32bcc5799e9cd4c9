#define _GNU_SOURCE
#include "filter.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "calls.h"

#ifdef __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// A filter as it is written down.
typedef struct {
  struct sock_filter lines[512];
  unsigned short count;
} filter_t;

static void add(filter_t *filter, unsigned short code, unsigned value, int yes, int no) {
  filter->lines[filter->count++] =
      (struct sock_filter){code, (unsigned char)yes, (unsigned char)no, value};
}

static void load(filter_t *filter, size_t offset) {
  add(filter, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void give(filter_t *filter, unsigned verdict) {
  add(filter, BPF_RET | BPF_K, verdict, 0, 0);
}

// Passes over so many lines unless what was loaded is this.
static void unless(filter_t *filter, unsigned value, int lines) {
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, lines);
}

// Loads the half of an argument that counts for flags. Both architectures keep it first.
static void load_argument(filter_t *filter, int argument) {
  load(filter, offsetof(struct seccomp_data, args) + (size_t)argument * sizeof(uint64_t));
}

// Watches a call if each of two arguments has any of these bits.
static void watch_bits(
    filter_t *filter, unsigned call, int argument, unsigned bits, int other, unsigned other_bits) {
  unless(filter, call, 6);
  load_argument(filter, argument);
  add(filter, BPF_JMP | BPF_JSET | BPF_K, bits, 0, 3);
  load_argument(filter, other);
  add(filter, BPF_JMP | BPF_JSET | BPF_K, other_bits, 0, 1);
  give(filter, SECCOMP_RET_TRACE);
  give(filter, SECCOMP_RET_ALLOW);
}

// Watches a call if an argument is one of two.
static void watch_values(
    filter_t *filter, unsigned call, int argument, unsigned first, unsigned second) {
  unless(filter, call, 5);
  load_argument(filter, argument);
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, first, 1, 0);
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, second, 0, 1);
  give(filter, SECCOMP_RET_TRACE);
  give(filter, SECCOMP_RET_ALLOW);
}

static void watch(filter_t *filter, const form_t *form) {
  const unsigned writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  unsigned call = (unsigned)form->number;
  if (form->kind == KIND_OPEN && form->flags != 0 && form->number != SYS_openat2) {
    watch_bits(filter, call, form->flags - 1, writing, form->flags - 1, writing);
  } else if (form->kind == KIND_MAP) {
    watch_bits(filter, call, 2, PROT_WRITE, 3, MAP_SHARED);
  } else if (form->kind == KIND_CLONE) {
    watch_values(filter, call, form->flags - 1, (unsigned)FICLONE, (unsigned)FICLONERANGE);
  } else {
    unless(filter, call, 1);
    give(filter, SECCOMP_RET_TRACE);
  }
}

static void watch_always(filter_t *filter, int call) {
  unless(filter, (unsigned)call, 1);
  give(filter, SECCOMP_RET_TRACE);
}

// What a command is shown otherwise than it is.
static void watch_questions(filter_t *filter, const options_t *options) {
  if (options->start != NULL) watch_always(filter, SYS_openat);
  if (options->times == NULL && options->behind == 0) return;
#ifdef SYS_stat
  watch_always(filter, SYS_stat);
  watch_always(filter, SYS_lstat);
#endif
  watch_always(filter, SYS_fstat);
  watch_always(filter, SYS_newfstatat);
  watch_always(filter, SYS_statx);
}

bool filter_install(const options_t *options) {
  filter_t filter = {.count = 0};
  // Another architecture's numbers would mean other calls.
  load(&filter, offsetof(struct seccomp_data, arch));
  add(&filter, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  give(&filter, SECCOMP_RET_ALLOW);
  load(&filter, offsetof(struct seccomp_data, nr));
  watch_questions(&filter, options);
  for (int i = 0; i < form_count; i++) watch(&filter, &forms[i]);
  unless(&filter, SYS_io_uring_setup, 1);
  give(&filter, SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA));
  unless(&filter, SYS_io_setup, 1);
  give(&filter, SECCOMP_RET_ERRNO | (ENOSYS & SECCOMP_RET_DATA));
  give(&filter, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {.len = filter.count, .filter = filter.lines};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

#endif
