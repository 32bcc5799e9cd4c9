// The system calls that change what is on disk, and what one of them is about to do.
#ifndef CASTBOOK_CRASH_CALLS_H
#define CASTBOOK_CRASH_CALLS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "options.h"

typedef enum {
  KIND_OPEN,      // Opens to write, or makes a file.
  KIND_WRITE,     // Writes from one piece of memory,
  KIND_GATHER,    // or from several.
  KIND_COPY,      // Writes from another file.
  KIND_CLONE,     // Shares another file's bytes.
  KIND_LINK,      // Makes a name, by whatever call that takes two, or a target:
  KIND_SYMLINK,
  KIND_RENAME,
  KIND_FOLDER,
  KIND_NODE,
  KIND_REMOVE,
  KIND_SIZE,
  KIND_ALLOCATE,
  KIND_SYNC,      // Makes a file or a folder durable,
  KIND_SYNC_ALL,  // or everything.
  KIND_ATTRIBUTE,
  KIND_MAP,       // Maps a file to write to it.
  KIND_MAP_SYNC,
} kind_t;

// A call that counts, and which of its arguments is what: their places from 1, 0 where it has none.
typedef struct {
  int number;
  const char *name;
  kind_t kind;
  bool follows;  // A symbolic link at the end of its path.
  uint8_t folder, path, second_folder, second, descriptor, source;
  uint8_t memory, size, offset, source_offset, flags, mode;
} form_t;

// All of them.
extern const form_t forms[];
extern const int form_count;

// A call that a thread is about to enter.
typedef struct {
  const form_t *form;
  long number;                // Among those that count, from 1.
  pid_t process, thread;
  uint64_t arguments[6];
  char place[PATH_MAX];       // What it changes: an absolute path, or empty for everything.
  char second[PATH_MAX];      // The other one that it is about, or empty.
  bool has_inode;             // Whether it is about an open file,
  uint64_t inode;             // and the number of that.
  bool makes;                 // Whether it makes the file that it opens.
  bool injected;              // Whether it is kept from doing what it would.
  int64_t offset;             // Where it writes,
  uint64_t size;              // and how much at most.
  char details[256];          // The rest of what there is to say, as key=value.
} call_t;

// Finds out what a call is about to do; false when it doesn't count, as it changes nothing below
// the folders. `thread`, `process`, `form` and `arguments` are set.
bool call_examine(call_t *call, const options_t *options);

// Whether it opens a file that it neither makes nor writes.
bool call_only_reads(const call_t *call);

// Whether it is one that a full disk has no room for.
bool call_takes_space(const call_t *call);

// Whether it writes bytes that can be cut in half.
bool call_is_write(const call_t *call);

// Cuts its bytes in half.
bool call_tear(const call_t *call);

// The call with a number of the system, or NULL if that one never counts.
const form_t *form_of(long number);

#endif
