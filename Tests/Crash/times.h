// What a command is shown of the machine: when folders were changed, and since when it runs.
//
// A table of times has a line for each folder: its inode, when it last changed on this disk, and
// the times that are shown instead, of its names and of the last change; all in nanoseconds since
// 1970. They are shown as long as the folder really is as it was: once the command has changed it,
// its true times are.
#ifndef CASTBOOK_CRASH_TIMES_H
#define CASTBOOK_CRASH_TIMES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "options.h"

typedef struct times times_t;

// Reads the table; says what is wrong with it and returns NULL.
times_t *times_open(const options_t *options);

// Whether a call asks what a file is like.
bool times_is_asked(long number);

// Changes what such a call has answered, which has just returned without an error.
void times_answer(const times_t *times, pid_t thread, long number, const uint64_t arguments[6]);

// Lets a call that opens a file to read it open another, if that file says since when the machine
// runs.
void times_open_start(
    const options_t *options, pid_t thread, long number, const uint64_t arguments[6]);

// The times of a folder as the command sees them, in nanoseconds since 1970; false if it is no
// folder.
bool times_of_folder(
    const options_t *options, const char *path, long long *modified, long long *changed);

#endif
