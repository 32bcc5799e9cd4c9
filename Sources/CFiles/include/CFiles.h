// System calls that Swift's own system module lacks.
#ifndef CASTBOOK_FILE_SYSTEM_H
#define CASTBOOK_FILE_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

/// Makes everything durable on the file system of a descriptor. Returns -1 and sets `errno` if that
/// fails.
int castbook_sync_file_system(int descriptor);

/// Makes the disk begin to write a part of a file, so that making the whole file durable is quicker
/// at the end.
void castbook_start_writing(int descriptor, long long offset, long long count);

/// Renames a file or a folder unless the new name exists. Returns -1 and sets `errno` if that
/// fails, to EINVAL if the file system does not support it.
int castbook_rename_exclusively(const char *from, const char *to);

/// Exchanges the names of two files or folders. Returns -1 and sets `errno` as
/// `castbook_rename_exclusively` does.
int castbook_swap(const char *from, const char *to);

/// Returns whether a path is on a file system that several machines may write to.
bool castbook_is_shared_between_machines(const char *path);

/// The files in a folder: their number, and the sum of the hashes of their names, which
/// distinguishes two sets.
typedef struct {
  uint64_t count;
  uint64_t sum;
} castbook_name_set_t;

/// Adds a name to a set.
void castbook_add_name(const char *name, castbook_name_set_t *set);

/// Finds the files in a folder whose names have this length and this ending, at most `limit` of
/// them. Returns -1 and sets `errno` if the folder can't be read; a folder that does not exist has
/// no files. The folder's own entries say which of them are files.
int castbook_read_names(
    const char *folder, unsigned long length, const char *ending, unsigned long limit,
    castbook_name_set_t *set);

/// Writes an identifier of this start of the machine, terminated by a zero. Each start has a
/// different one. Returns false if the system has none.
bool castbook_boot_identifier(char *buffer, int size);

/// Makes sure that the memory of this process is never written to a file if it crashes, and that
/// other programs of the user can't read it.
void castbook_forbid_dumps(void);

/// Makes sure that no thread of this process, and no program that it starts, can connect to
/// anything. Returns false if the system can't do that.
bool castbook_forbid_connections(void);

/// Fills a buffer with bytes that can't be compressed.
void castbook_fill_with_noise(void *buffer, unsigned long count);

/// Returns the first occurrence of some bytes in others; NULL if there is none.
const void *castbook_find_bytes(
    const void *bytes, unsigned long count, const void *wanted, unsigned long wanted_count);

/// The regular files of a folder: their number, their total size, and a sum over the name and the
/// size of each.
typedef struct {
  uint64_t count;
  uint64_t byte_count;
  uint64_t names;
} castbook_folder_sum_t;

/// Sums up a folder, in memory that does not depend on its size. Returns -1 if it can't be read.
int castbook_sum_folder(const char *path, castbook_folder_sum_t *sum);

/// Makes the process keep freed memory, up to a gigabyte, instead of returning it to the system at
/// once.
void castbook_keep_memory(void);

/// Returns the descriptor of a file without a name that contains these bytes. Returns -1 and sets
/// `errno` if that fails.
int castbook_anonymous_file(const uint8_t *bytes, unsigned long count);

#endif
