// Reads what a decoding child writes: its answer, and its pixels, which are passed on as they
// arrive.
#ifndef CASTBOOK_CHILD_OUTPUT_H
#define CASTBOOK_CHILD_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How reading a child's output ended: it was complete, it was too long, the deadline passed,
/// memory was short, or the client closed its socket.
typedef enum { COMPLETE, TOO_LONG, TOO_LATE, NO_MEMORY, NO_CLIENT } castbook_reading_t;

/// The output of a child.
typedef struct {
  int answer;        // The pipe of its answer; -1 once it is closed.
  int pixels;        // The pipe of its pixels; -1 if none were requested, or once it is closed.
  int socket;        // The client's socket, which pixels are passed on to.
  int64_t deadline;  // In milliseconds of `castbook_now`. It moves while the server waits for the client.
  uint8_t *text;     // The answer, which the caller frees.
  size_t count;
} castbook_child_output_t;

/// Milliseconds of a clock that is never set.
int64_t castbook_now(void);

/// Sends all bytes. Returns false if the other side closed its socket.
bool castbook_send_all(int socket, const void *from, size_t count);

/// Reads a child's output until it has closed its ends of the pipes: keeps its answer, and passes
/// its pixels on as they arrive. Closes both pipes.
castbook_reading_t castbook_read_child(castbook_child_output_t *output);

#endif
