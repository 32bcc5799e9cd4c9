#define _GNU_SOURCE
#include "calls.h"
#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <stddef.h>
#include <sys/syscall.h>

#define CALL(call) .number = SYS_##call, .name = #call

const form_t forms[] = {
    {CALL(openat), KIND_OPEN, true, .folder = 1, .path = 2, .flags = 3},
    {CALL(openat2), KIND_OPEN, true, .folder = 1, .path = 2, .flags = 3},
    {CALL(write), KIND_WRITE, .descriptor = 1, .memory = 2, .size = 3},
    {CALL(pwrite64), KIND_WRITE, .descriptor = 1, .memory = 2, .size = 3, .offset = 4},
    {CALL(writev), KIND_GATHER, .descriptor = 1, .memory = 2, .size = 3},
    {CALL(pwritev), KIND_GATHER, .descriptor = 1, .memory = 2, .size = 3, .offset = 4},
    {CALL(pwritev2), KIND_GATHER, .descriptor = 1, .memory = 2, .size = 3, .offset = 4, .flags = 6},
    {CALL(copy_file_range), KIND_COPY, .descriptor = 3, .source = 1, .size = 5, .offset = 4,
     .source_offset = 2},
    {CALL(sendfile), KIND_COPY, .descriptor = 1, .source = 2, .size = 4, .source_offset = 3},
    {CALL(ioctl), KIND_CLONE, .descriptor = 1, .flags = 2},
    {CALL(renameat), KIND_RENAME, .folder = 1, .path = 2, .second_folder = 3, .second = 4},
    {CALL(renameat2), KIND_RENAME, .folder = 1, .path = 2, .second_folder = 3, .second = 4,
     .flags = 5},
    {CALL(linkat), KIND_LINK, .folder = 1, .path = 2, .second_folder = 3, .second = 4, .flags = 5},
    {CALL(symlinkat), KIND_SYMLINK, .folder = 2, .path = 3, .second = 1},
    {CALL(unlinkat), KIND_REMOVE, .folder = 1, .path = 2, .flags = 3},
    {CALL(mkdirat), KIND_FOLDER, .folder = 1, .path = 2},
    {CALL(mknodat), KIND_NODE, .folder = 1, .path = 2},
    {CALL(truncate), KIND_SIZE, true, .path = 1, .size = 2},
    {CALL(ftruncate), KIND_SIZE, .descriptor = 1, .size = 2},
    {CALL(fallocate), KIND_ALLOCATE, .descriptor = 1, .mode = 2, .offset = 3, .size = 4},
    {CALL(fsync), KIND_SYNC, .descriptor = 1},
    {CALL(fdatasync), KIND_SYNC, .descriptor = 1},
    {CALL(sync_file_range), KIND_SYNC, .descriptor = 1, .offset = 2, .size = 3},
    {CALL(syncfs), KIND_SYNC_ALL, .descriptor = 1},
    {CALL(sync), KIND_SYNC_ALL},
    {CALL(fchmod), KIND_ATTRIBUTE, .descriptor = 1, .mode = 2},
    {CALL(fchmodat), KIND_ATTRIBUTE, true, .folder = 1, .path = 2, .mode = 3},
#ifdef SYS_fchmodat2
    {CALL(fchmodat2), KIND_ATTRIBUTE, true, .folder = 1, .path = 2, .mode = 3, .flags = 4},
#endif
    {CALL(fchown), KIND_ATTRIBUTE, .descriptor = 1},
    {CALL(fchownat), KIND_ATTRIBUTE, true, .folder = 1, .path = 2, .flags = 5},
    {CALL(utimensat), KIND_ATTRIBUTE, true, .folder = 1, .path = 2, .flags = 4},
    {CALL(setxattr), KIND_ATTRIBUTE, true, .path = 1},
    {CALL(lsetxattr), KIND_ATTRIBUTE, .path = 1},
    {CALL(fsetxattr), KIND_ATTRIBUTE, .descriptor = 1},
    {CALL(removexattr), KIND_ATTRIBUTE, true, .path = 1},
    {CALL(lremovexattr), KIND_ATTRIBUTE, .path = 1},
    {CALL(fremovexattr), KIND_ATTRIBUTE, .descriptor = 1},
    {CALL(mmap), KIND_MAP, .descriptor = 5, .size = 2, .offset = 6},
    {CALL(msync), KIND_MAP_SYNC, .memory = 1, .size = 2, .flags = 3},
#ifdef __x86_64__
    // Those that newer processors do without.
    {CALL(open), KIND_OPEN, true, .path = 1, .flags = 2},
    {CALL(creat), KIND_OPEN, true, .path = 1},
    {CALL(rename), KIND_RENAME, .path = 1, .second = 2},
    {CALL(link), KIND_LINK, .path = 1, .second = 2},
    {CALL(symlink), KIND_SYMLINK, .path = 2, .second = 1},
    {CALL(unlink), KIND_REMOVE, .path = 1},
    {CALL(rmdir), KIND_REMOVE, .path = 1},
    {CALL(mkdir), KIND_FOLDER, .path = 1},
    {CALL(mknod), KIND_NODE, .path = 1},
    {CALL(chmod), KIND_ATTRIBUTE, true, .path = 1, .mode = 2},
    {CALL(chown), KIND_ATTRIBUTE, true, .path = 1},
    {CALL(lchown), KIND_ATTRIBUTE, .path = 1},
    {CALL(utime), KIND_ATTRIBUTE, true, .path = 1},
    {CALL(utimes), KIND_ATTRIBUTE, true, .path = 1},
    {CALL(futimesat), KIND_ATTRIBUTE, true, .folder = 1, .path = 2},
#endif
};

const int form_count = sizeof forms / sizeof forms[0];

const form_t *form_of(long number) {
  for (int i = 0; i < form_count; i++) {
    if (forms[i].number == number) return &forms[i];
  }
  return NULL;
}

#endif
