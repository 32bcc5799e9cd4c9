#include "files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

file_list_t list_files(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    perror(path);
    exit(2);
  }
  file_list_t list = {0};
  int capacity = 0;
  char *line = NULL;
  size_t line_capacity = 0;
  for (ssize_t length; (length = getline(&line, &line_capacity, file)) > 0;) {
    if (line[length - 1] == '\n') line[length - 1] = 0;
    if (list.count == capacity) {
      capacity = capacity == 0 ? 1024 : 2 * capacity;
      list.paths = realloc(list.paths, (size_t)capacity * sizeof *list.paths);
    }
    list.paths[list.count++] = strdup(line);
  }
  free(line);
  fclose(file);
  return list;
}

void make_room(buffer_t *buffer, size_t count) {
  if (buffer->capacity >= count) return;
  free(buffer->bytes);
  buffer->bytes = malloc(count);
  buffer->capacity = count;
  if (buffer->bytes == NULL) {
    fprintf(stderr, "out of memory\n");
    exit(3);
  }
}

bool read_file(const char *path, buffer_t *buffer, size_t *count) {
  *count = 0;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct stat status;
  fstat(file, &status);
  const size_t size = (size_t)status.st_size;
  make_room(buffer, size);
  while (*count < size) {
    const ssize_t part = read(file, buffer->bytes + *count, size - *count);
    if (part <= 0) break;
    *count += (size_t)part;
  }
  close(file);
  return true;
}
