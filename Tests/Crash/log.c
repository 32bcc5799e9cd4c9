#define _GNU_SOURCE
#include "log.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "times.h"
#include "tracee.h"

struct log {
  const options_t *options;
  FILE *lines;
  FILE *record;
  uint64_t recorded;  // Bytes so far.
};

static bool open_file(const char *path, FILE **file) {
  *file = NULL;
  if (path == NULL) return true;
  *file = fopen(path, "we");
  if (*file == NULL) fprintf(stderr, "castbook-crash: %s: %s\n", path, strerror(errno));
  return *file != NULL;
}

log_t *log_open(const options_t *options) {
  log_t *log = calloc(1, sizeof *log);
  if (log == NULL) return NULL;
  log->options = options;
  if (open_file(options->log, &log->lines) && open_file(options->record, &log->record)) return log;
  free(log);
  return NULL;
}

static void write_path(FILE *file, const char *path) {
  if (path[0] == '\0') path = "-";
  for (const char *each = path; *each != '\0'; each++) {
    unsigned char byte = (unsigned char)*each;
    if (byte < 0x20 || byte == 0x7F || byte == '\\') {
      fprintf(file, "\\x%02X", byte);
    } else {
      fputc(byte, file);
    }
  }
  fputc('\t', file);
}

static void write_result(FILE *file, const int64_t *result) {
  const char *error = result != NULL && *result < 0 ? strerrorname_np((int)-*result) : NULL;
  if (result == NULL) {
    fputs("?\t", file);
  } else if (error != NULL) {
    fprintf(file, "-%s\t", error);
  } else {
    fprintf(file, "%lld\t", (long long)*result);
  }
}

// Records so many bytes of memory.
static uint64_t record_memory(log_t *log, pid_t thread, uint64_t address, uint64_t count) {
  char bytes[1 << 16];
  uint64_t done = 0;
  while (done < count) {
    size_t wanted = count - done < sizeof bytes ? (size_t)(count - done) : sizeof bytes;
    size_t got = tracee_read(thread, address + done, bytes, wanted);
    if (got == 0) break;
    fwrite(bytes, 1, got, log->record);
    done += got;
  }
  return done;
}

static uint64_t record_pieces(log_t *log, const call_t *call, uint64_t count) {
  uint64_t done = 0;
  for (uint64_t i = 0; i < call->arguments[2] && done < count; i++) {
    struct iovec piece = {0};
    uint64_t address = call->arguments[1] + i * sizeof piece;
    tracee_read(call->thread, address, &piece, sizeof piece);
    uint64_t wanted = piece.iov_len < count - done ? piece.iov_len : count - done;
    done += record_memory(log, call->thread, (uint64_t)(uintptr_t)piece.iov_base, wanted);
  }
  return done;
}

// Records what stands in the file now, for a call that had the bytes from elsewhere.
static uint64_t record_file(log_t *log, const call_t *call, uint64_t count) {
  char name[PATH_MAX];
  int descriptor = (int)call->arguments[call->form->descriptor - 1];
  snprintf(name, sizeof name, "/proc/%d/fd/%d", call->thread, descriptor);
  int file = open(name, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char bytes[1 << 16];
  uint64_t done = 0;
  while (done < count) {
    size_t wanted = count - done < sizeof bytes ? (size_t)(count - done) : sizeof bytes;
    ssize_t got = pread(file, bytes, wanted, (off_t)(call->offset + (int64_t)done));
    if (got <= 0) break;
    fwrite(bytes, 1, (size_t)got, log->record);
    done += (uint64_t)got;
  }
  close(file);
  return done;
}

// Records what a call has written; returns how many bytes that are.
static uint64_t record(log_t *log, const call_t *call, int64_t result) {
  switch (call->form->kind) {
  case KIND_WRITE:
    return record_memory(log, call->thread, call->arguments[1], (uint64_t)result);
  case KIND_GATHER: return record_pieces(log, call, (uint64_t)result);
  case KIND_COPY: return record_file(log, call, (uint64_t)result);
  case KIND_CLONE: return record_file(log, call, call->size);
  case KIND_MAP_SYNC: return record_memory(log, call->thread, call->arguments[0], call->size);
  default: return 0;
  }
}

// Says what a call has made or opened is like: its inode, and the mode of what is new.
static void write_state(FILE *file, const call_t *call, int64_t result) {
  struct stat state = {.st_ino = call->inode};
  bool is_known = call->has_inode;
  bool is_new = false;
  if (call->form->kind == KIND_OPEN && result >= 0) {
    char link[64];
    snprintf(link, sizeof link, "/proc/%d/fd/%lld", call->thread, (long long)result);
    is_known = stat(link, &state) == 0;
    is_new = call->makes;
  } else if (call->form->kind == KIND_FOLDER && result >= 0) {
    is_known = is_new = lstat(call->place, &state) == 0;
  }
  if (is_known && is_new) fprintf(file, "mode=%o ", (unsigned)state.st_mode & 07777);
  if (is_known) fprintf(file, "file=%llu ", (unsigned long long)state.st_ino);
}

static void write_times(log_t *log, const char *what, const char *path) {
  long long modified = 0;
  long long changed = 0;
  if (!times_of_folder(log->options, path, &modified, &changed)) return;
  fprintf(log->lines, "%s=%lld+%lld ", what, modified, changed);
}

static void write_parent_times(log_t *log, const char *what, const char *path) {
  char parent[PATH_MAX];
  const char *slash = strrchr(path, '/');
  if (slash == NULL || slash == path) return;
  snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
  write_times(log, what, parent);
}

// Says when the folders were changed that a call has changed: by a name in them, or themselves.
static void write_folder_times(log_t *log, const call_t *call) {
  switch (call->form->kind) {
  case KIND_OPEN:
    if (call->makes) write_parent_times(log, "parent", call->place);
    break;
  case KIND_FOLDER:
    write_parent_times(log, "parent", call->place);
    write_times(log, "own", call->place);
    break;
  case KIND_SYMLINK:
  case KIND_NODE:
  case KIND_REMOVE: write_parent_times(log, "parent", call->place); break;
  case KIND_LINK: write_parent_times(log, "other", call->second); break;
  case KIND_RENAME:
    write_parent_times(log, "parent", call->place);
    write_parent_times(log, "other", call->second);
    write_times(log, "own", call->second);
    break;
  case KIND_ATTRIBUTE: write_times(log, "own", call->place); break;
  default: break;
  }
}

void log_call(log_t *log, const call_t *call, const int64_t *result) {
  uint64_t start = log->recorded;
  uint64_t count = 0;
  if (log->record != NULL && result != NULL && *result >= 0 && !call->injected) {
    count = record(log, call, *result);
    log->recorded += count;
  }
  if (log->lines == NULL) return;
  fprintf(log->lines, "%ld\t%d\t%d\t%s\t", call->number, call->process, call->thread,
          call->form->name);
  write_result(log->lines, result);
  write_path(log->lines, call->place);
  write_path(log->lines, call->second);
  if (call->details[0] != '\0') fprintf(log->lines, "%s ", call->details);
  if (result != NULL) write_state(log->lines, call, *result);
  if (result != NULL && *result >= 0 && !call->injected) write_folder_times(log, call);
  if (count > 0) {
    fprintf(log->lines, "bytes=%llu+%llu ", (unsigned long long)start, (unsigned long long)count);
  }
  if (call->injected) fputs("injected=1 ", log->lines);
  fputc('\n', log->lines);
}

void log_end(log_t *log, const char *how, long number) {
  if (log->lines != NULL) fprintf(log->lines, "end\t%s\t%ld\n", how, number);
}

static bool close_file(FILE *file) {
  if (file == NULL) return true;
  bool failed = ferror(file) != 0;
  return fclose(file) == 0 && !failed;
}

bool log_close(log_t *log) {
  bool lines_closed = close_file(log->lines);
  bool record_closed = close_file(log->record);
  free(log);
  return lines_closed && record_closed;
}

#endif
