// The least that storing files durably costs. Each is read, hashed and written to DEST, into one of
// 256 folders, under its SHA-256, as castbook's library does; or all are written into one zip, as
// `castbook pack` does.
//   durable MODE DEST LIST
// LIST has a path on each line. The modes are:
//   none     no sync, one thread
//   fsync    each file by itself: written, fsync, renamed, fsync of its folder; one thread
//   batch2   two threads write all files and start their write-back; one syncfs, all renames, one
//            syncfs
//   late2    two threads write all files and start their write-back; fsync of each file, all
//            renames, fsync of each
//            folder: it waits for no other program's data, as syncfs does
//   zip      one zip of files as they are, with their CRC-32; no hash, no sync
//   zipsync  a zip, with one fsync at its end
#define _GNU_SOURCE
#include "durable.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum { no_sync, sync_each, sync_system, sync_late } way_t;

typedef struct {
  const char *name;
  way_t way;
  int thread_count;
} storing_t;

enum { path_bytes = 4096, folders = 256 };

static file_list_t list;
static int next_file;
static const char *destination;
static way_t way;
// What each file is renamed to, and its descriptor, of the ways that do so at the end.
static char **final_paths;
static int *descriptors;

// MARK: One file

void write_all(int file, const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  while (count > 0) {
    const ssize_t part = write(file, next, count);
    if (part <= 0) {
      perror("write");
      exit(3);
    }
    next += part;
    count -= (size_t)part;
  }
}

static void write_hexadecimal(const uint8_t digest[32], char text[65]) {
  static const char digits[] = "0123456789abcdef";
  for (int i = 0; i < 32; i++) {
    text[2 * i] = digits[digest[i] >> 4];
    text[2 * i + 1] = digits[digest[i] & 15];
  }
  text[64] = 0;
}

static void sync_folder(const char *path) {
  const int folder = open(path, O_RDONLY | O_DIRECTORY);
  fsync(folder);
  close(folder);
}

static void temporary_path(char *path, int number) {
  snprintf(path, path_bytes, "%s/tmp.%d", destination, number);
}

static void store(const uint8_t *bytes, size_t count, int number) {
  uint8_t digest[32];
  char name[65], temporary[path_bytes], folder[path_bytes], final[path_bytes + 65];
  unsigned digest_bytes;
  EVP_Digest(bytes, count, digest, &digest_bytes, EVP_sha256(), NULL);
  write_hexadecimal(digest, name);
  temporary_path(temporary, number);
  snprintf(folder, sizeof folder, "%s/%.2s", destination, name);
  snprintf(final, sizeof final, "%s/%s", folder, name + 2);

  const int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  write_all(file, bytes, count);
  switch (way) {
    case no_sync:
      close(file);
      rename(temporary, final);
      break;
    case sync_each:
      fsync(file);
      close(file);
      rename(temporary, final);
      sync_folder(folder);
      break;
    case sync_system:
    case sync_late:
      sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
      final_paths[number] = strdup(final);
      if (way == sync_late) {
        descriptors[number] = file;
      } else {
        close(file);
      }
      break;
  }
}

static void *store_files(void *argument) {
  (void)argument;
  buffer_t buffer = {0};
  for (int i; (i = __atomic_fetch_add(&next_file, 1, __ATOMIC_RELAXED)) < list.count;) {
    size_t count;
    if (read_file(list.paths[i], &buffer, &count)) store(buffer.bytes, count, i);
  }
  return NULL;
}

// MARK: All files

static void rename_all(void) {
  for (int i = 0; i < list.count; i++) {
    char temporary[path_bytes];
    temporary_path(temporary, i);
    if (final_paths[i] != NULL) rename(temporary, final_paths[i]);
  }
}

static void finish_system(void) {
  const int folder = open(destination, O_RDONLY | O_DIRECTORY);
  syncfs(folder);
  rename_all();
  syncfs(folder);
  close(folder);
}

static void finish_late(void) {
  bool is_used[folders] = {false};
  for (int i = 0; i < list.count; i++) {
    if (final_paths[i] == NULL) continue;
    fsync(descriptors[i]);
    close(descriptors[i]);
    unsigned folder;
    if (sscanf(final_paths[i] + strlen(destination) + 1, "%2x", &folder) == 1) is_used[folder] = true;
  }
  rename_all();
  for (int i = 0; i < folders; i++) {
    char folder[path_bytes];
    snprintf(folder, sizeof folder, "%s/%02x", destination, i);
    if (is_used[i]) sync_folder(folder);
  }
}

static void make_folders(void) {
  for (int i = 0; i < folders; i++) {
    char folder[path_bytes];
    snprintf(folder, sizeof folder, "%s/%02x", destination, i);
    mkdir(folder, 0755);
  }
}

static void store_all(int thread_count) {
  pthread_t threads[2];
  for (int i = 0; i < thread_count; i++) pthread_create(&threads[i], NULL, store_files, NULL);
  for (int i = 0; i < thread_count; i++) pthread_join(threads[i], NULL);
  if (way == sync_system) finish_system();
  if (way == sync_late) finish_late();
}

static double megabytes(void) {
  double bytes = 0;
  for (int i = 0; i < list.count; i++) {
    struct stat status;
    if (stat(list.paths[i], &status) == 0) bytes += (double)status.st_size;
  }
  return bytes / 1e6;
}

int main(int count, char **arguments) {
  static const storing_t modes[] = {
      {"none", no_sync, 1}, {"fsync", sync_each, 1}, {"batch2", sync_system, 2}, {"late2", sync_late, 2}};
  const char *name = count == 4 ? arguments[1] : "";
  const bool is_synced_zip = strcmp(name, "zipsync") == 0, is_zip = is_synced_zip || strcmp(name, "zip") == 0;
  const storing_t *mode = NULL;
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
    if (strcmp(modes[i].name, name) == 0) mode = &modes[i];
  }
  if (mode == NULL && !is_zip) {
    fprintf(stderr, "usage: durable none|fsync|batch2|late2|zip|zipsync DEST LIST\n");
    return 2;
  }
  destination = arguments[2];
  list = list_files(arguments[3]);
  final_paths = calloc((size_t)list.count, sizeof *final_paths);
  descriptors = calloc((size_t)list.count, sizeof *descriptors);
  mkdir(destination, 0755);
  const double total = megabytes();
  if (!is_zip) make_folders();

  const double start = now();
  if (is_zip) {
    zip_files(list, destination, is_synced_zip);
  } else {
    way = mode->way;
    store_all(mode->thread_count);
  }
  const double seconds = now() - start;
  printf(
      "%s\t%d files\t%.1f MB\t%.3f s\t%.0f files/s\t%.0f MB/s\n", name, list.count, total, seconds,
      list.count / seconds, total / seconds);
  return 0;
}
