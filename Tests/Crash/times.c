#define _GNU_SOURCE
#include "times.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <errno.h>
#include <linux/stat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "tracee.h"

typedef struct {
  unsigned long long inode;
  long long really, modified, changed;
} shown_t;

struct times {
  const options_t *options;
  shown_t *shown;
  size_t count;
};

static const long long second = 1000000000;

static long long nanoseconds(struct timespec time) { return time.tv_sec * second + time.tv_nsec; }

static struct timespec timespec_of(long long nanoseconds) {
  return (struct timespec){.tv_sec = nanoseconds / second, .tv_nsec = nanoseconds % second};
}

static bool refuse(const char *path, const char *reason) {
  fprintf(stderr, "castbook-crash: %s: %s\n", path, reason);
  return false;
}

static bool read_table(const char *path, times_t *times) {
  FILE *file = fopen(path, "re");
  if (file == NULL) return refuse(path, strerror(errno));
  shown_t line;
  int columns;
  while ((columns = fscanf(file, "%llu %lld %lld %lld", &line.inode, &line.really, &line.modified,
                           &line.changed)) == 4) {
    shown_t *more = realloc(times->shown, (times->count + 1) * sizeof *more);
    if (more == NULL) break;
    times->shown = more;
    times->shown[times->count++] = line;
  }
  bool is_whole = columns == EOF && !ferror(file);
  fclose(file);
  return is_whole || refuse(path, "no table of times");
}

times_t *times_open(const options_t *options) {
  times_t *times = calloc(1, sizeof *times);
  if (times == NULL) return NULL;
  times->options = options;
  if (options->times == NULL || read_table(options->times, times)) return times;
  free(times);
  return NULL;
}

bool times_is_asked(long number) {
  switch (number) {
#ifdef SYS_stat
  case SYS_stat:
  case SYS_lstat:
#endif
  case SYS_fstat:
  case SYS_newfstatat:
  case SYS_statx: return true;
  default: return false;
  }
}

// What the command is shown of a folder.
static void show(const times_t *times, uint64_t inode, long long *modified, long long *changed) {
  for (size_t i = 0; i < times->count; i++) {
    const shown_t *each = &times->shown[i];
    if (each->inode != inode || each->really != *changed) continue;
    *modified = each->modified;
    *changed = each->changed;
    return;
  }
  *modified -= times->options->behind;
  *changed -= times->options->behind;
}

static void answer_extended(const times_t *times, pid_t thread, uint64_t address) {
  struct statx state;
  if (tracee_read(thread, address, &state, sizeof state) != sizeof state) return;
  if ((state.stx_mode & S_IFMT) != S_IFDIR) return;
  long long modified = state.stx_mtime.tv_sec * second + state.stx_mtime.tv_nsec;
  long long changed = state.stx_ctime.tv_sec * second + state.stx_ctime.tv_nsec;
  show(times, state.stx_ino, &modified, &changed);
  state.stx_mtime.tv_sec = modified / second;
  state.stx_mtime.tv_nsec = (uint32_t)(modified % second);
  state.stx_ctime.tv_sec = changed / second;
  state.stx_ctime.tv_nsec = (uint32_t)(changed % second);
  tracee_write(thread, address, &state, sizeof state);
}

void times_answer(const times_t *times, pid_t thread, long number, const uint64_t arguments[6]) {
  if (number == SYS_statx) {
    answer_extended(times, thread, arguments[4]);
    return;
  }
  // The system's own structure is the library's on both machines.
  struct stat state;
  uint64_t address = arguments[number == SYS_newfstatat ? 2 : 1];
  if (tracee_read(thread, address, &state, sizeof state) != sizeof state) return;
  if (!S_ISDIR(state.st_mode)) return;
  long long modified = nanoseconds(state.st_mtim);
  long long changed = nanoseconds(state.st_ctim);
  show(times, state.st_ino, &modified, &changed);
  state.st_mtim = timespec_of(modified);
  state.st_ctim = timespec_of(changed);
  tracee_write(thread, address, &state, sizeof state);
}

void times_open_start(
    const options_t *options, pid_t thread, long number, const uint64_t arguments[6]) {
  if (options->start == NULL || number != SYS_openat) return;
  char path[PATH_MAX];
  if (!tracee_path(thread, arguments[1], path)) return;
  if (strcmp(path, "/proc/sys/kernel/random/boot_id") != 0) return;
  // Well below what the thread uses of its stack.
  uint64_t address = tracee_stack(thread) - 3 * PATH_MAX;
  if (tracee_write(thread, address, options->start, strlen(options->start) + 1)) {
    tracee_set_argument(thread, 1, address);
  }
}

bool times_of_folder(
    const options_t *options, const char *path, long long *modified, long long *changed) {
  struct stat state;
  if (lstat(path, &state) != 0 || !S_ISDIR(state.st_mode)) return false;
  *modified = nanoseconds(state.st_mtim) - options->behind;
  *changed = nanoseconds(state.st_ctim) - options->behind;
  return true;
}

#endif
