// castbook-crash-writer: threads that all write at once, each some files: makes, fills, syncs and
// renames them. And `--map FILE`: changes a file through memory that is shared with it.
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { THREADS = 8, FILES = 12 };

static void *write_files(void *number) {
  for (int i = 0; i < FILES; i++) {
    char temporary[64];
    char name[64];
    snprintf(temporary, sizeof temporary, ".%d-%d", (int)(intptr_t)number, i);
    snprintf(name, sizeof name, "%d-%d", (int)(intptr_t)number, i);
    int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct iovec pieces[] = {{name, strlen(name)}, {" is whole\n", 10}};
    if (file < 0 || writev(file, pieces, 2) < 0 || fsync(file) != 0) return "";
    close(file);
    if (rename(temporary, name) != 0) return "";
  }
  return NULL;
}

static int write_through_memory(const char *path) {
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, 4096) != 0) return EXIT_FAILURE;
  char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) return EXIT_FAILURE;
  memcpy(memory, "through memory", 14);
  if (msync(memory, 4096, MS_SYNC) != 0) return EXIT_FAILURE;
  close(file);
  return EXIT_SUCCESS;
}

int main(int count, char **words) {
  if (count == 3 && strcmp(words[1], "--map") == 0) return write_through_memory(words[2]);
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    if (pthread_create(&threads[i], NULL, write_files, (void *)(intptr_t)i) != 0) return 2;
  }
  int status = EXIT_SUCCESS;
  for (int i = 0; i < THREADS; i++) {
    void *trouble = NULL;
    pthread_join(threads[i], &trouble);
    if (trouble != NULL) status = EXIT_FAILURE;
  }
  return status;
}
