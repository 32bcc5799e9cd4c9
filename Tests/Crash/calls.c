#define _GNU_SOURCE
#include "calls.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/openat2.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "places.h"
#include "tracee.h"

// An argument by its place in a form.
static uint64_t argument(const call_t *call, uint8_t place) {
  return place == 0 ? 0 : call->arguments[place - 1];
}

__attribute__((format(printf, 2, 3))) static void
say(call_t *call, const char *format, ...) {
  size_t used = strlen(call->details);
  va_list values;
  va_start(values, format);
  vsnprintf(call->details + used, sizeof call->details - used, format, values);
  va_end(values);
}

static int folder_argument(const call_t *call, uint8_t place) {
  return place == 0 ? AT_FDCWD : (int)argument(call, place);
}

static bool examine_descriptor(call_t *call, int descriptor) {
  struct stat state;
  if (!place_of_descriptor(call->thread, descriptor, call->place, &state)) return false;
  call->has_inode = true;
  call->inode = state.st_ino;
  return true;
}

// The inode of what is at a place, before the call.
static bool inode_at(const char *place, uint64_t *inode) {
  struct stat state;
  if (lstat(place, &state) != 0) return false;
  *inode = state.st_ino;
  return true;
}

// A path of a call, or what its descriptor is open on where the path is none.
static bool examine_path(call_t *call, bool follows) {
  char path[PATH_MAX];
  int folder = folder_argument(call, call->form->folder);
  uint64_t address = argument(call, call->form->path);
  if (address != 0 && !tracee_path(call->thread, address, path)) return false;
  if (address == 0 || path[0] == '\0') return examine_descriptor(call, folder);
  return place_of_path(call->thread, folder, path, follows, call->place);
}

static bool examine_second(call_t *call) {
  char path[PATH_MAX];
  if (!tracee_path(call->thread, argument(call, call->form->second), path)) return false;
  if (call->form->kind == KIND_SYMLINK) {
    // The target of a link is kept as it is.
    memcpy(call->second, path, PATH_MAX);
    return true;
  }
  int folder = folder_argument(call, call->form->second_folder);
  return place_of_path(call->thread, folder, path, false, call->second);
}

static bool examine_open(call_t *call) {
  uint64_t flags = argument(call, call->form->flags);
  if (call->form->flags == 0) flags = O_WRONLY | O_CREAT | O_TRUNC;
  if (call->form->number == SYS_openat2) {
    struct open_how how = {0};
    uint64_t address = call->arguments[2];
    if (tracee_read(call->thread, address, &how, sizeof how) != sizeof how) return false;
    flags = how.flags;
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) == 0) return false;
  }
  bool follows = (flags & O_NOFOLLOW) == 0 && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
  if (!examine_path(call, follows)) return false;
  struct stat state;
  bool is_there = stat(call->place, &state) == 0;
  // A pipe or a device isn't changed, and may keep who opens it waiting.
  if (is_there && !S_ISREG(state.st_mode) && !S_ISDIR(state.st_mode)) return false;
  bool is_nameless = (flags & O_TMPFILE) == O_TMPFILE;
  call->makes = is_nameless || (!is_there && (flags & O_CREAT) != 0);
  static const struct {
    uint64_t flag;
    const char *name;
  } names[] = {{O_CREAT, "create"}, {O_EXCL, "exclusive"}, {O_TRUNC, "truncate"},
               {O_APPEND, "append"}, {O_DSYNC, "sync"}};
  say(call, "access=%s", (flags & O_ACCMODE) == O_RDONLY   ? "read"
                         : (flags & O_ACCMODE) == O_WRONLY ? "write"
                                                           : "both");
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if ((flags & names[i].flag) != 0) say(call, " %s=1", names[i].name);
  }
  if (is_nameless) say(call, " nameless=1");
  if (call->makes) say(call, " makes=1");
  return true;
}

// How many bytes several pieces of memory have.
static uint64_t gathered_size(const call_t *call) {
  uint64_t size = 0;
  for (uint64_t i = 0; i < call->arguments[2] && i < IOV_MAX; i++) {
    struct iovec piece = {0};
    tracee_read(call->thread, call->arguments[1] + i * sizeof piece, &piece, sizeof piece);
    size += piece.iov_len;
  }
  return size;
}

// Where a descriptor writes next: at its position, or at an end.
static int64_t next_offset(const call_t *call, bool *is_synchronous, bool *appends) {
  long long position = 0;
  unsigned long flags = 0;
  int descriptor = (int)argument(call, call->form->descriptor);
  descriptor_state(call->thread, descriptor, &position, &flags);
  *is_synchronous = (flags & O_DSYNC) != 0;
  *appends = (flags & O_APPEND) != 0;
  if (!*appends) return position;
  char link[64];
  struct stat state = {0};
  snprintf(link, sizeof link, "/proc/%d/fd/%d", call->thread, descriptor);
  return stat(link, &state) == 0 ? (int64_t)state.st_size : position;
}

// What a copy comes from, and how much there is of it: more is asked for often.
static void examine_source(call_t *call) {
  int source = (int)argument(call, call->form->source);
  struct stat state;
  if (!place_of_descriptor(call->thread, source, call->second, &state)) {
    call->second[0] = '\0';
    return;
  }
  long long position = 0;
  unsigned long flags = 0;
  descriptor_state(call->thread, source, &position, &flags);
  uint64_t address = argument(call, call->form->source_offset);
  if (address != 0) tracee_read(call->thread, address, &position, sizeof position);
  uint64_t left = position < state.st_size ? (uint64_t)(state.st_size - position) : 0;
  if (left < call->size) call->size = left;
}

static bool examine_write(call_t *call) {
  const form_t *form = call->form;
  if (!examine_descriptor(call, (int)argument(call, form->descriptor))) return false;
  bool is_synchronous = false;
  bool appends = false;
  int64_t next = next_offset(call, &is_synchronous, &appends);
  call->offset = next;
  call->size = form->kind == KIND_GATHER ? gathered_size(call) : argument(call, form->size);
  if (form->kind == KIND_COPY) {
    uint64_t address = argument(call, form->offset);
    if (address != 0) tracee_read(call->thread, address, &call->offset, sizeof call->offset);
    examine_source(call);
  } else if (form->offset != 0 && !appends && (int64_t)argument(call, form->offset) != -1) {
    call->offset = (int64_t)argument(call, form->offset);
  }
  if (form->flags != 0 && (argument(call, form->flags) & (RWF_DSYNC | RWF_SYNC)) != 0) {
    is_synchronous = true;
  }
  say(call, "offset=%lld size=%llu%s", (long long)call->offset, (unsigned long long)call->size,
      is_synchronous ? " sync=1" : "");
  return true;
}

static bool examine_clone(call_t *call) {
  struct file_clone_range {
    int64_t source;
    uint64_t source_offset, size, offset;
  } range = {0};
  if (!examine_descriptor(call, (int)call->arguments[0])) return false;
  int source = (int)call->arguments[2];
  if ((call->arguments[1] >> 16 & 0x3FFF) == sizeof range) {
    tracee_read(call->thread, call->arguments[2], &range, sizeof range);
    source = (int)range.source;
  }
  struct stat state = {0};
  if (!place_of_descriptor(call->thread, source, call->second, &state)) return false;
  call->offset = (int64_t)range.offset;
  call->size = range.size;
  if (call->size == 0) call->size = (uint64_t)state.st_size - range.source_offset;
  say(call, "offset=%lld size=%llu", (long long)call->offset, (unsigned long long)call->size);
  return true;
}

static bool examine_names(call_t *call) {
  uint64_t flags = argument(call, call->form->flags);
  bool follows = call->form->kind == KIND_LINK && (flags & AT_SYMLINK_FOLLOW) != 0;
  if (!examine_path(call, follows) || !examine_second(call)) return false;
  if (call->form->kind == KIND_LINK) call->has_inode = inode_at(call->place, &call->inode);
  if (call->form->kind == KIND_RENAME && (flags & RENAME_EXCHANGE) != 0) say(call, "exchange=1");
  return true;
}

static bool examine_size(call_t *call) {
  const form_t *form = call->form;
  bool found = form->descriptor != 0 ? examine_descriptor(call, (int)call->arguments[0])
                                     : examine_path(call, form->follows);
  if (!found) return false;
  call->size = argument(call, form->size);
  if (form->kind == KIND_ALLOCATE) {
    uint64_t mode = argument(call, form->mode);
    call->offset = (int64_t)argument(call, form->offset);
    bool clears = (mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) != 0;
    say(call, "offset=%lld ", (long long)call->offset);
    if ((mode & FALLOC_FL_KEEP_SIZE) != 0) say(call, "keep=1 ");
    if (clears) say(call, "clear=1 ");
    if ((mode & (FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_INSERT_RANGE)) != 0) say(call, "move=1 ");
  }
  say(call, "size=%llu", (unsigned long long)call->size);
  return true;
}

static bool examine_map(call_t *call) {
  const form_t *form = call->form;
  call->size = argument(call, form->size);
  if (form->kind == KIND_MAP) {
    if ((call->arguments[3] & MAP_ANONYMOUS) != 0) return false;
    if (!examine_descriptor(call, (int)call->arguments[4])) return false;
    call->offset = (int64_t)argument(call, form->offset);
  } else {
    long long offset = 0;
    if (!place_of_address(call->thread, call->arguments[0], call->place, &offset)) return false;
    call->offset = offset;
    if ((argument(call, form->flags) & MS_SYNC) != 0) say(call, "sync=1 ");
  }
  say(call, "offset=%lld size=%llu", (long long)call->offset, (unsigned long long)call->size);
  return true;
}

static bool examine_other(call_t *call) {
  const form_t *form = call->form;
  bool found = form->descriptor != 0
                   ? examine_descriptor(call, (int)argument(call, form->descriptor))
                   : examine_path(call, form->follows);
  if (!found) return false;
  if (form->kind == KIND_ATTRIBUTE && form->mode != 0) {
    say(call, "mode=%o", (unsigned)argument(call, form->mode) & 07777);
  }
  return true;
}

static bool examine(call_t *call) {
  switch (call->form->kind) {
  case KIND_OPEN: return examine_open(call);
  case KIND_WRITE:
  case KIND_GATHER:
  case KIND_COPY: return examine_write(call);
  case KIND_CLONE: return examine_clone(call);
  case KIND_RENAME:
  case KIND_LINK:
  case KIND_SYMLINK: return examine_names(call);
  case KIND_SIZE:
  case KIND_ALLOCATE: return examine_size(call);
  case KIND_MAP:
  case KIND_MAP_SYNC: return examine_map(call);
  case KIND_SYNC_ALL: return call->form->descriptor == 0 || examine_other(call);
  case KIND_FOLDER:
  case KIND_NODE:
  case KIND_REMOVE:
  case KIND_SYNC:
  case KIND_ATTRIBUTE: return examine_other(call);
  }
  return false;
}

static bool counts(const char *place, const options_t *options) {
  if (options->folder_count == 0) {
    return !place_is_under(place, "/proc") && !place_is_under(place, "/sys");
  }
  for (int i = 0; i < options->folder_count; i++) {
    if (place_is_under(place, options->folders[i])) return true;
  }
  return false;
}

bool call_examine(call_t *call, const options_t *options) {
  call->place[0] = call->second[0] = call->details[0] = '\0';
  if (!examine(call)) return false;
  // What makes everything durable does so for the folders, too.
  if (call->form->kind == KIND_SYNC_ALL) return true;
  bool is_pair = call->form->kind == KIND_RENAME || call->form->kind == KIND_LINK;
  return counts(call->place, options) || (is_pair && counts(call->second, options));
}

bool call_only_reads(const call_t *call) {
  const form_t *form = call->form;
  // How openat2 opens stands in memory: it is looked at later.
  if (form->kind != KIND_OPEN || form->flags == 0 || form->number == SYS_openat2) return false;
  return (argument(call, form->flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) == 0;
}

bool call_takes_space(const call_t *call) {
  switch (call->form->kind) {
  case KIND_OPEN: return call->makes;
  case KIND_WRITE:
  case KIND_GATHER:
  case KIND_COPY:
  case KIND_LINK:
  case KIND_SYMLINK:
  case KIND_FOLDER:
  case KIND_NODE:
  case KIND_ALLOCATE: return true;
  default: return false;
  }
}

bool call_is_write(const call_t *call) {
  kind_t kind = call->form->kind;
  return kind == KIND_WRITE || kind == KIND_GATHER || kind == KIND_COPY;
}

// Shortens the pieces of memory, too: those behind the half are left out.
static bool tear_pieces(const call_t *call, uint64_t half) {
  for (uint64_t i = 0; i < call->arguments[2]; i++) {
    uint64_t address = call->arguments[1] + i * sizeof(struct iovec);
    struct iovec piece = {0};
    if (tracee_read(call->thread, address, &piece, sizeof piece) != sizeof piece) return false;
    if (piece.iov_len >= half) {
      piece.iov_len = half;
      return tracee_write(call->thread, address, &piece, sizeof piece) &&
             tracee_set_argument(call->thread, 2, i + 1);
    }
    half -= piece.iov_len;
  }
  return false;
}

bool call_tear(const call_t *call) {
  if (call->form->kind == KIND_GATHER) return tear_pieces(call, call->size / 2);
  return tracee_set_argument(call->thread, call->form->size - 1, call->size / 2);
}

#endif
