#define _GNU_SOURCE
#include "child_output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "decoder_server.h"

#ifndef POLLRDHUP
#define POLLRDHUP 0
#endif
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

int64_t castbook_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool castbook_send_all(int socket, const void *from, size_t count) {
  const uint8_t *next = from;
  while (count > 0) {
    ssize_t sent = send(socket, next, count, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    next += sent;
    count -= (size_t)sent;
  }
  return true;
}

// Which of a child's pipes can be read.
typedef struct { bool answer, pixels; } ready_t;

// Waits until a pipe can be read, the deadline passes, or the client closes its socket.
static castbook_reading_t wait_for(const castbook_child_output_t *output, ready_t *ready) {
  // `poll` ignores negative descriptors.
  struct pollfd sources[3] = {
      {.fd = output->answer, .events = POLLIN},
      {.fd = output->pixels, .events = POLLIN},
      {.fd = output->socket, .events = POLLRDHUP},
  };
  for (;;) {
    int64_t left = output->deadline - castbook_now();
    if (left <= 0) return TOO_LATE;
    if (poll(sources, 3, left < 1 << 30 ? (int)left : 1 << 30) < 0) {
      if (errno == EINTR) continue;
      return NO_MEMORY;
    }
    if (sources[2].revents & (POLLHUP | POLLERR | POLLRDHUP)) return NO_CLIENT;
    *ready = (ready_t){.answer = sources[0].revents != 0, .pixels = sources[1].revents != 0};
    if (ready->answer || ready->pixels) return COMPLETE;
  }
}

static void close_end(int *end) {
  if (*end >= 0) close(*end);
  *end = -1;
}

// Reads a piece of the answer.
static castbook_reading_t read_answer(castbook_child_output_t *output, size_t *capacity) {
  if (output->count == *capacity) {
    size_t more = *capacity == 0 ? (size_t)64 << 10 : *capacity * 2;
    if (more > CASTBOOK_DECODER_ANSWER_LIMIT) more = CASTBOOK_DECODER_ANSWER_LIMIT;
    uint8_t *larger = realloc(output->text, more);
    if (larger == NULL) return NO_MEMORY;
    output->text = larger;
    *capacity = more;
  }
  ssize_t got = read(output->answer, output->text + output->count, *capacity - output->count);
  if (got > 0) {
    output->count += (size_t)got;
    if (output->count >= CASTBOOK_DECODER_ANSWER_LIMIT) return TOO_LONG;
  } else if (got == 0 || errno != EINTR) {
    close_end(&output->answer);
  }
  return COMPLETE;
}

// Passes a piece of the pixels on. While the client is busy, the child waits as well.
static castbook_reading_t pass_pixels(castbook_child_output_t *output) {
  struct {
    castbook_decoder_answer_t head;
    uint8_t bytes[CASTBOOK_DECODER_FRAME_LIMIT];
  } frame;
  ssize_t got = read(output->pixels, frame.bytes, sizeof frame.bytes);
  if (got <= 0) {
    if (got == 0 || errno != EINTR) close_end(&output->pixels);
    return COMPLETE;
  }
  frame.head = (castbook_decoder_answer_t){
      .status = CASTBOOK_DECODER_PIXELS, .byte_count = (uint64_t)got};
  const int64_t before = castbook_now();
  if (!castbook_send_all(output->socket, &frame, sizeof frame.head + (size_t)got)) {
    return NO_CLIENT;
  }
  output->deadline += castbook_now() - before;
  return COMPLETE;
}

castbook_reading_t castbook_read_child(castbook_child_output_t *output) {
  size_t capacity = 0;
  castbook_reading_t outcome = COMPLETE;
  while (outcome == COMPLETE && (output->answer >= 0 || output->pixels >= 0)) {
    ready_t ready = {false, false};
    outcome = wait_for(output, &ready);
    if (outcome == COMPLETE && ready.pixels) outcome = pass_pixels(output);
    if (outcome == COMPLETE && ready.answer) outcome = read_answer(output, &capacity);
  }
  close_end(&output->answer);
  close_end(&output->pixels);
  return outcome;
}
