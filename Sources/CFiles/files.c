#define _GNU_SOURCE
#include "CFiles.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

const void *castbook_find_bytes(
    const void *bytes, unsigned long count, const void *wanted, unsigned long wanted_count) {
  return memmem(bytes, count, wanted, wanted_count);
}

// Swift's own handlers print what the registers point to.
static void end_at_faults(void) {
  const int faults[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
  for (unsigned long index = 0; index < sizeof faults / sizeof faults[0]; index++) {
    (void)signal(faults[index], SIG_DFL);
  }
}

static uint64_t mixed(uint64_t number) {
  number = (number ^ (number >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  number = (number ^ (number >> 27)) * UINT64_C(0x94D049BB133111EB);
  return number ^ (number >> 31);
}

int castbook_sum_folder(const char *path, castbook_folder_sum_t *sum) {
  *sum = (castbook_folder_sum_t){0};
  DIR *folder = opendir(path);
  if (!folder) return -1;
  struct dirent *entry;
  struct stat status;
  errno = 0;
  while ((entry = readdir(folder))) {
    if (fstatat(dirfd(folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!S_ISREG(status.st_mode)) continue;
    uint64_t name = mixed((uint64_t)status.st_size + 1);
    for (const char *letter = entry->d_name; *letter; letter++) {
      name = mixed(name ^ (unsigned char)*letter);
    }
    sum->count += 1;
    sum->byte_count += (uint64_t)status.st_size;
    sum->names += name;
    errno = 0;
  }
  int failed = errno;
  closedir(folder);
  return failed ? -1 : 0;
}

#ifdef __linux__
#include <linux/magic.h>
#include <sys/prctl.h>
#include <sys/vfs.h>

bool castbook_boot_identifier(char *buffer, int size) {
  FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
  if (!file) return false;
  bool is_read = fgets(buffer, size, file) != NULL;
  fclose(file);
  return is_read;
}

void castbook_forbid_dumps(void) {
  (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  end_at_faults();
}

int castbook_sync_file_system(int descriptor) { return syncfs(descriptor); }

void castbook_start_writing(int descriptor, long long offset, long long count) {
  (void)sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

int castbook_rename_exclusively(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int castbook_swap(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
}

bool castbook_is_shared_between_machines(const char *path) {
  // Not all of them have a name in the header.
  static const unsigned long kinds[] = {
      NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, 0xFF534D42 /* CIFS */, 0xFE534D42 /* SMB 2 */,
      CODA_SUPER_MAGIC, AFS_SUPER_MAGIC, V9FS_MAGIC, 0x00C36400 /* Ceph */, FUSE_SUPER_MAGIC,
  };
  struct statfs system;
  if (statfs(path, &system) != 0) return false;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (((unsigned long)system.f_type & 0xFFFFFFFF) == kinds[i]) return true;
  }
  return false;
}
#else
#include <sys/mount.h>
#include <sys/param.h>
#include <sys/resource.h>
#include <sys/sysctl.h>

bool castbook_boot_identifier(char *buffer, int size) {
  size_t room = (size_t)size;
  return sysctlbyname("kern.bootsessionuuid", buffer, &room, NULL, 0) == 0;
}

void castbook_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  (void)setrlimit(RLIMIT_CORE, &none);
  end_at_faults();
}

// This call names one file, but makes the disk write everything in its cache.
int castbook_sync_file_system(int descriptor) { return fcntl(descriptor, F_FULLFSYNC); }

void castbook_start_writing(int descriptor, long long offset, long long count) {
  (void)descriptor, (void)offset, (void)count;
}

int castbook_rename_exclusively(const char *from, const char *to) {
  return renamex_np(from, to, RENAME_EXCL);
}

int castbook_swap(const char *from, const char *to) { return renamex_np(from, to, RENAME_SWAP); }

bool castbook_is_shared_between_machines(const char *path) {
  struct statfs system;
  return statfs(path, &system) == 0 && !(system.f_flags & MNT_LOCAL);
}
#endif

void castbook_add_name(const char *name, castbook_name_set_t *set) {
  // FNV-1a.
  uint64_t hash = 14695981039346656037u;
  for (; *name; name++) hash = (hash ^ (unsigned char)*name) * 1099511628211u;
  set->count++;
  set->sum += hash;
}

int castbook_read_names(
    const char *folder, unsigned long length, const char *ending, unsigned long limit,
    castbook_name_set_t *set) {
  *set = (castbook_name_set_t){0, 0};
  DIR *stream = opendir(folder);
  if (!stream) return errno == ENOENT ? 0 : -1;
  size_t tail = strlen(ending);
  struct dirent *entry;
  // readdir returns NULL at the end and on failure; only errno distinguishes the two.
  while (errno = 0, set->count < limit && (entry = readdir(stream))) {
    if (entry->d_type != DT_REG && entry->d_type != DT_UNKNOWN) continue;
    if (strlen(entry->d_name) != length || length < tail) continue;
    if (memcmp(entry->d_name + length - tail, ending, tail) != 0) continue;
    castbook_add_name(entry->d_name, set);
  }
  int failure = errno;
  closedir(stream);
  errno = failure;
  return failure ? -1 : 0;
}

void castbook_fill_with_noise(void *buffer, unsigned long count) { arc4random_buf(buffer, count); }

#if defined(__GLIBC__)
#include <malloc.h>

void castbook_keep_memory(void) {
  // This is the maximum that glibc accepts. Larger buffers are always mapped separately.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}
#else
void castbook_keep_memory(void) {}
#endif

static int open_nameless(void) {
#ifdef __linux__
  return memfd_create("castbook", MFD_CLOEXEC);
#else
  char name[] = "/tmp/castbook-XXXXXX";
  const int descriptor = mkstemp(name);
  if (descriptor >= 0) unlink(name);
  return descriptor;
#endif
}

int castbook_anonymous_file(const uint8_t *bytes, unsigned long count) {
  const int descriptor = open_nameless();
  if (descriptor < 0) return -1;
  while (count > 0) {
    const ssize_t put = write(descriptor, bytes, count);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) {
      const int reason = put < 0 ? errno : ENOSPC;
      close(descriptor);
      errno = reason;
      return -1;
    }
    bytes += put;
    count -= (unsigned long)put;
  }
  return descriptor;
}
