#define _GNU_SOURCE
#include "places.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Joins a folder and a name; false when that is too long for a path.
static bool join(const char *folder, const char *name, char place[PATH_MAX]) {
  const char *between = strcmp(folder, "/") == 0 ? "" : "/";
  return snprintf(place, PATH_MAX, "%s%s%s", folder, between, name) < PATH_MAX;
}

bool place_resolve(const char *path, bool follows, char place[PATH_MAX]) {
  char given[PATH_MAX];
  if (snprintf(given, sizeof given, "%s", path) >= PATH_MAX) return false;
  for (size_t length = strlen(given); length > 1 && given[length - 1] == '/';) {
    given[--length] = '\0';
  }
  const char *slash = strrchr(given, '/');
  const char *name = slash == NULL ? given : slash + 1;
  bool is_folder = name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
  if ((follows || is_folder) && realpath(given, place) != NULL) return true;
  if (is_folder) return false;
  char start[PATH_MAX];
  char folder[PATH_MAX];
  snprintf(start, sizeof start, "%.*s", (int)(name - given), given);
  if (realpath(slash == NULL ? "." : start, folder) == NULL) return false;
  return join(folder, name, place);
}

// What a link in /proc says.
static bool read_link(const char *link, char place[PATH_MAX]) {
  ssize_t length = readlink(link, place, PATH_MAX - 1);
  if (length < 0) return false;
  place[length] = '\0';
  return true;
}

bool place_of_path(
    pid_t thread, int folder, const char *path, bool follows, char place[PATH_MAX]) {
  char whole[PATH_MAX];
  int length;
  const char own[] = "/proc/self/";
  if (strncmp(path, own, sizeof own - 1) == 0) {
    // `self` is the traced thread here, not this process.
    length = snprintf(whole, sizeof whole, "/proc/%d/%s", thread, path + sizeof own - 1);
  } else if (path[0] == '/') {
    length = snprintf(whole, sizeof whole, "%s", path);
  } else if (folder == AT_FDCWD) {
    length = snprintf(whole, sizeof whole, "/proc/%d/cwd/%s", thread, path);
  } else {
    length = snprintf(whole, sizeof whole, "/proc/%d/fd/%d/%s", thread, folder, path);
  }
  if (length >= PATH_MAX) return false;
  int end = 0;
  sscanf(whole, "/proc/%*d/fd/%*d%n", &end);
  // A file without a name has none that could be resolved, but its link says one.
  if (follows && end > 0 && whole[end] == '\0') return read_link(whole, place);
  return place_resolve(whole, follows, place);
}

bool place_of_descriptor(pid_t thread, int descriptor, char place[PATH_MAX], struct stat *state) {
  char link[64];
  snprintf(link, sizeof link, "/proc/%d/fd/%d", thread, descriptor);
  if (stat(link, state) != 0 || !read_link(link, place)) return false;
  if (!S_ISREG(state->st_mode) && !S_ISDIR(state->st_mode)) return false;
  return place[0] == '/' && strncmp(place, "/memfd:", 7) != 0;
}

bool place_of_address(
    pid_t thread, unsigned long address, char place[PATH_MAX], long long *offset) {
  char name[64];
  snprintf(name, sizeof name, "/proc/%d/maps", thread);
  FILE *file = fopen(name, "re");
  if (file == NULL) return false;
  char *line = NULL;
  size_t room = 0;
  bool found = false;
  while (!found && getline(&line, &room, file) > 0) {
    unsigned long from = 0;
    unsigned long to = 0;
    unsigned long long at = 0;
    char rights[5] = "";
    int path = 0;
    if (sscanf(line, "%lx-%lx %4s %llx %*s %*s %n", &from, &to, rights, &at, &path) < 4) continue;
    if (address < from || address >= to || rights[3] != 's' || line[path] != '/') continue;
    line[strcspn(line, "\n")] = '\0';
    found = snprintf(place, PATH_MAX, "%s", line + path) < PATH_MAX;
    *offset = (long long)(at + (address - from));
  }
  free(line);
  fclose(file);
  return found;
}

bool descriptor_state(pid_t thread, int descriptor, long long *position, unsigned long *flags) {
  char name[64];
  snprintf(name, sizeof name, "/proc/%d/fdinfo/%d", thread, descriptor);
  FILE *file = fopen(name, "re");
  if (file == NULL) return false;
  bool read = fscanf(file, "pos: %lld flags: %lo", position, flags) == 2;
  fclose(file);
  return read;
}

bool place_is_under(const char *place, const char *folder) {
  size_t length = strlen(folder);
  if (strcmp(folder, "/") == 0) return place[0] == '/';
  return strncmp(place, folder, length) == 0 && (place[length] == '/' || place[length] == '\0');
}

#endif
