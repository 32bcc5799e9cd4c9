// What the command line asks for.
#ifndef CASTBOOK_CRASH_OPTIONS_H
#define CASTBOOK_CRASH_OPTIONS_H

#include <limits.h>
#include <stdbool.h>

// What happens at the call with the number.
typedef enum { DEED_TRACE, DEED_KILL, DEED_KILL_AFTER, DEED_FAIL, DEED_FAIL_FROM, DEED_TEAR } deed_t;

enum { MOST_FOLDERS = 16 };

typedef struct {
  deed_t deed;
  long number;            // Of the call, from 1; none for a trace.
  int error;              // What the call fails with.
  const char *log;        // Where the lines go, or NULL.
  const char *record;     // Where the bytes of all writes go, or NULL.
  double timeout;         // Seconds for all of it.
  const char *times;      // Where the times of folders stand that are shown, or NULL.
  const char *start;      // What is read instead of since when the machine runs, or NULL.
  long long behind;       // By how many nanoseconds folders seem to be older than they are.
  char *folders[MOST_FOLDERS];  // Calls below these count; none: all do. Without symbolic links.
  int folder_count;
  char **command;
} options_t;

// Reads the command line; says what is wrong with it and returns false.
bool options_read(int count, char **words, options_t *options);

#endif
