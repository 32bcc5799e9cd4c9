#define _GNU_SOURCE
#include "hearing.h"

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
  const uint8_t *place = from;
  while (count > 0) {
    ssize_t sent = send(socket, place, count, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    place += sent;
    count -= (size_t)sent;
  }
  return true;
}

// Which of a child's ends can be read.
typedef struct { bool answer, pixels; } ready_t;

// Waits until there is something to read, until the time has come, or until nobody waits for the
// answer any longer.
static castbook_hearing_t wait_for(const castbook_heard_t *heard, ready_t *ready) {
  // Those of a negative number are passed over.
  struct pollfd sources[3] = {
      {.fd = heard->answer, .events = POLLIN},
      {.fd = heard->pixels, .events = POLLIN},
      {.fd = heard->socket, .events = POLLRDHUP},
  };
  for (;;) {
    int64_t left = heard->deadline - castbook_now();
    if (left <= 0) return TOO_LATE;
    if (poll(sources, 3, left < 1 << 30 ? (int)left : 1 << 30) < 0) {
      if (errno == EINTR) continue;
      return NO_MEMORY;
    }
    if (sources[2].revents & (POLLHUP | POLLERR | POLLRDHUP)) return NO_LISTENER;
    *ready = (ready_t){.answer = sources[0].revents != 0, .pixels = sources[1].revents != 0};
    if (ready->answer || ready->pixels) return HEARD;
  }
}

static void close_end(int *end) {
  if (*end >= 0) close(*end);
  *end = -1;
}

// Reads a piece of the answer.
static castbook_hearing_t take_answer(castbook_heard_t *heard, size_t *capacity) {
  if (heard->count == *capacity) {
    size_t more = *capacity == 0 ? (size_t)64 << 10 : *capacity * 2;
    if (more > CASTBOOK_DECODER_ANSWER_LIMIT) more = CASTBOOK_DECODER_ANSWER_LIMIT;
    uint8_t *larger = realloc(heard->text, more);
    if (larger == NULL) return NO_MEMORY;
    heard->text = larger;
    *capacity = more;
  }
  ssize_t got = read(heard->answer, heard->text + heard->count, *capacity - heard->count);
  if (got > 0) {
    heard->count += (size_t)got;
    if (heard->count >= CASTBOOK_DECODER_ANSWER_LIMIT) return TOO_LONG;
  } else if (got == 0 || errno != EINTR) {
    close_end(&heard->answer);
  }
  return HEARD;
}

// Passes a piece of the pixels on. The child waits too while whoever takes them is busy.
static castbook_hearing_t pass_pixels(castbook_heard_t *heard) {
  struct {
    castbook_decoder_answer_t head;
    uint8_t bytes[CASTBOOK_DECODER_FRAME_LIMIT];
  } frame;
  ssize_t got = read(heard->pixels, frame.bytes, sizeof frame.bytes);
  if (got <= 0) {
    if (got == 0 || errno != EINTR) close_end(&heard->pixels);
    return HEARD;
  }
  frame.head = (castbook_decoder_answer_t){
      .status = CASTBOOK_DECODER_PIXELS, .byte_count = (uint64_t)got};
  const int64_t before = castbook_now();
  if (!castbook_send_all(heard->socket, &frame, sizeof frame.head + (size_t)got)) {
    return NO_LISTENER;
  }
  heard->deadline += castbook_now() - before;
  return HEARD;
}

castbook_hearing_t castbook_hear(castbook_heard_t *heard) {
  size_t capacity = 0;
  castbook_hearing_t outcome = HEARD;
  while (outcome == HEARD && (heard->answer >= 0 || heard->pixels >= 0)) {
    ready_t ready = {false, false};
    outcome = wait_for(heard, &ready);
    if (outcome == HEARD && ready.pixels) outcome = pass_pixels(heard);
    if (outcome == HEARD && ready.answer) outcome = take_answer(heard, &capacity);
  }
  close_end(&heard->answer);
  close_end(&heard->pixels);
  return outcome;
}
