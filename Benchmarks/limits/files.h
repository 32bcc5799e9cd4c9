// What all limits need: the clock, the list of files, and a file's bytes.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The paths of a list, which has one on each line.
typedef struct {
  char **paths;
  int count;
} file_list_t;

// Memory that is kept from file to file and only grows. Growing loses its contents.
typedef struct {
  uint8_t *bytes;
  size_t capacity;
} buffer_t;

// Seconds of a clock that never goes back.
double now(void);

// Ends the program if the list can't be read.
file_list_t list_files(const char *path);

void make_room(buffer_t *buffer, size_t count);

// Reads a whole file. Returns false if it can't be opened.
bool read_file(const char *path, buffer_t *buffer, size_t *count);
