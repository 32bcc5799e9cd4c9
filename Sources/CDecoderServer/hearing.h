#ifndef CASTBOOK_HEARING_H
#define CASTBOOK_HEARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How hearing a child out came to an end.
typedef enum { HEARD, TOO_LONG, TOO_LATE, NO_MEMORY, NO_LISTENER } castbook_hearing_t;

/// What is heard of a child.
typedef struct {
  int answer;        // Where it says what came of the file,
  int pixels;        // and where its pixels come; -1 when none were asked for, or no more come.
  int socket;        // Where they go at once.
  int64_t deadline;  // It moves on while it is not the child that is waited for.
  uint8_t *text;     // The answer. Whoever hears frees it.
  size_t count;
} castbook_heard_t;

/// Milliseconds of a clock that nobody sets.
int64_t castbook_now(void);

/// Sends all of it, or says that nobody listens any longer.
bool castbook_send_all(int socket, const void *from, size_t count);

/// Hears a child until it has closed its ends, which are closed here too: keeps its answer, and passes its
/// pixels on as they come.
castbook_hearing_t castbook_hear(castbook_heard_t *heard);

#endif
