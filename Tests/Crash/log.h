// What a run leaves behind: a line for each call that counts, and the bytes of all writes.
//
// A line has columns between tabs: number, process, thread, call, result, path, second path,
// details, each of these key=value and a space.
// The result is a number, an error (-ENOSPC), or ? for a call that its thread did not return from.
// A path that there is none of is -; control characters and backslashes in one are written \xNN.
// The last line begins with "end" and says how all of it ended.
#ifndef CASTBOOK_CRASH_LOG_H
#define CASTBOOK_CRASH_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "calls.h"

typedef struct log log_t;

// Opens the files of a run; says what is wrong and returns NULL.
log_t *log_open(const options_t *options);

// A call that has returned, with its result; or, without one, a call that hasn't.
void log_call(log_t *log, const call_t *call, const int64_t *result);

// How all of it ended: a word and a number.
void log_end(log_t *log, const char *how, long number);

// Closes the files; false when not everything could be written.
bool log_close(log_t *log);

#endif
