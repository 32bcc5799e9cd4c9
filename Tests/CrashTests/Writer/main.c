// castbook-crash-writer: threads that all write at once, each some files: makes, fills, syncs and
// renames them. Or, with an option, what only some programs do:
//   --map FILE   changes a file through memory that is shared with it
//   --spawn      starts another program, whose parent waits until it has begun
//   --replace    becomes another program, from one thread while the others write
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 8, FILES = 12 };

static char *const other[] = {"sh", "-c", ": >other", NULL};

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

static void *replace(void *unused) {
  usleep(20000);
  execv("/bin/sh", other);
  return unused;
}

static void *write_for_ever(void *unused) {
  int file = open("for-ever", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  while (pwrite(file, "x", 1, 0) == 1) continue;
  return unused;
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

static int start_other(void) {
  pid_t child;
  char *const nothing[] = {NULL};
  int status = 0;
  if (posix_spawn(&child, "/bin/sh", NULL, NULL, other, nothing) != 0) return EXIT_FAILURE;
  return waitpid(child, &status, 0) == child && status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int run_threads(void *(*work)(void *), void *(*last)(void *)) {
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    void *number = (void *)(intptr_t)i;
    if (pthread_create(&threads[i], NULL, i + 1 < THREADS ? work : last, number) != 0) return 2;
  }
  int status = EXIT_SUCCESS;
  for (int i = 0; i < THREADS; i++) {
    void *trouble = NULL;
    pthread_join(threads[i], &trouble);
    if (trouble != NULL) status = EXIT_FAILURE;
  }
  return status;
}

int main(int count, char **words) {
  const char *option = count > 1 ? words[1] : "";
  if (strcmp(option, "--map") == 0 && count == 3) return write_through_memory(words[2]);
  if (strcmp(option, "--spawn") == 0) return start_other();
  if (strcmp(option, "--replace") == 0) return run_threads(write_for_ever, replace);
  return run_threads(write_files, write_files);
}
