// Calls of the system that Swift's own module for it leaves out.
#ifndef CASTBOOK_FILE_SYSTEM_H
#define CASTBOOK_FILE_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

/// Makes everything durable on the file system that a descriptor lies on; -1 and errno when that fails.
int castbook_sync_file_system(int descriptor);

/// Has the disk begin with a part of a file, so that making all of it durable takes less long in the end.
void castbook_start_writing(int descriptor, long long offset, long long count);

/// Gives a file or a folder a name that nothing has; -1 and errno when that fails, EINVAL where it can't be had.
int castbook_rename_new(const char *from, const char *to);

/// Lets two files or folders change their places; the same.
int castbook_exchange(const char *from, const char *to);

/// Whether a path lies on a file system that several machines may write to.
bool castbook_is_shared_between_machines(const char *path);

/// Which files a folder has: how many, and the sum of the hashes of their names, which tells one set from another.
typedef struct {
  uint64_t count;
  uint64_t sum;
} castbook_name_set_t;

/// Adds a name to a set.
void castbook_add_name(const char *name, castbook_name_set_t *set);

/// The files in a folder that have a name of this length with this ending, `limit` of them at most; -1 and errno when
/// the folder can't be read, none when it is not there. What is a file is what the folder's own records say.
int castbook_read_names(
    const char *folder, unsigned long length, const char *ending, unsigned long limit,
    castbook_name_set_t *set);

/// Writes an identifier of this start of the machine, which ends with a zero: each start has another. False where
/// the system has none.
bool castbook_machine_start(char *buffer, int size);

/// Fills a buffer with bytes that can't be compressed.
void castbook_fill_with_noise(void *buffer, unsigned long count);
/// Where some bytes first stand in others; NULL when they don't.
const void *castbook_find_bytes(
    const void *bytes, unsigned long count, const void *wanted, unsigned long wanted_count);

/// The plain files of a folder: how many, how long together, and a sum over the name and the length of each.
typedef struct {
  uint64_t count;
  uint64_t byte_count;
  uint64_t names;
} castbook_folder_sum_t;

/// Sums up a folder, in memory that does not depend on how much is in it; -1 when it can't be read.
int castbook_sum_folder(const char *path, castbook_folder_sum_t *sum);

/// Has the process keep memory that was freed, up to a gigabyte, instead of handing it back at once.
void castbook_keep_memory(void);

/// A descriptor from which these bytes can be read, of a file without a name; -1 and errno if the system refuses.
int castbook_hold_bytes(const uint8_t *bytes, unsigned long count);

#endif
