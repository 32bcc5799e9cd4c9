#define _GNU_SOURCE
#include "decoder_server.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <malloc.h>
#include <sys/prctl.h>
#endif

#include "sandbox.h"

#ifndef POLLRDHUP
#define POLLRDHUP 0
#endif
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

// Reads all of it, or says that it ended early.
static bool read_all(int descriptor, void *into, size_t count) {
  uint8_t *place = into;
  while (count > 0) {
    ssize_t got = read(descriptor, place, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    place += got;
    count -= (size_t)got;
  }
  return true;
}

static bool send_all(int socket, const void *from, size_t count) {
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

// Address space that this process has now: libraries, the file, and what the allocator keeps.
static uint64_t address_space(void) {
#ifdef __linux__
  FILE *file = fopen("/proc/self/statm", "r");
  unsigned long pages = 0;
  if (file != NULL) {
    if (fscanf(file, "%lu", &pages) != 1) pages = 0;
    fclose(file);
  }
  return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
#else
  return 0;
#endif
}

static void limit(int resource, uint64_t soft, uint64_t hard) {
  struct rlimit value = {.rlim_cur = (rlim_t)soft, .rlim_max = (rlim_t)hard};
  setrlimit(resource, &value);
}

// What a child may use. Stacks of a decoder's threads count as address space without being used:
// they have room beside the limit.
static void limit_child(const castbook_decoder_request_t *request) {
  const uint64_t stacks = (uint64_t)96 << 20;
  uint64_t present = address_space();
  if (present > 0) {
    uint64_t most = present + request->memory_limit + stacks;
    limit(RLIMIT_AS, most, most);
  }
  limit(RLIMIT_CPU, request->processor_seconds, (uint64_t)request->processor_seconds + 1);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_FSIZE, 0, 0);
  alarm(request->clock_seconds);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}

static void run_child(
    const castbook_decoder_request_t *request, const uint8_t *bytes, int socket, int answer,
    castbook_decoder_t decode) {
  close(socket);
  limit_child(request);
  castbook_enter_sandbox();
  decode(bytes, (size_t)request->byte_count, request->format, answer);
  _exit(0);
}

// Waits until there is something to read; false when nobody waits for the answer any longer.
static bool wait_for(int descriptor, int socket) {
  struct pollfd sources[2] = {
      {.fd = descriptor, .events = POLLIN},
      {.fd = socket, .events = POLLRDHUP},
  };
  for (;;) {
    if (poll(sources, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    if (sources[1].revents & (POLLHUP | POLLERR | POLLRDHUP)) return false;
    if (sources[0].revents != 0) return true;
  }
}

// Reads the child's answer until it closes its end; nothing when it is longer than any may be, or
// when there is nobody to tell.
static uint8_t *collect(int descriptor, int socket, size_t *count) {
  size_t capacity = 64 << 10;
  size_t filled = 0;
  uint8_t *text = malloc(capacity);
  while (text != NULL) {
    if (!wait_for(descriptor, socket)) {
      free(text);
      return NULL;
    }
    ssize_t got = read(descriptor, text + filled, capacity - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    filled += (size_t)got;
    if (filled < capacity) continue;
    uint8_t *larger = capacity < CASTBOOK_DECODER_ANSWER_LIMIT ? realloc(text, capacity * 2) : NULL;
    if (larger == NULL) {
      free(text);
      return NULL;
    }
    text = larger;
    capacity *= 2;
  }
  *count = filled;
  return text;
}

static castbook_decoder_answer_t ending(int status, bool has_text) {
  castbook_decoder_answer_t answer = {.status = CASTBOOK_DECODER_CRASHED};
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && has_text) {
    answer.status = CASTBOOK_DECODER_ANSWERED;
  } else if (WIFSIGNALED(status)) {
    answer.signal = (uint32_t)WTERMSIG(status);
    if (answer.signal == SIGXCPU || answer.signal == SIGALRM) {
      answer.status = CASTBOOK_DECODER_OUT_OF_TIME;
    }
  }
  return answer;
}

static bool answer_request(
    const castbook_decoder_request_t *request, const uint8_t *bytes, int socket,
    castbook_decoder_t decode) {
  castbook_decoder_answer_t answer = {.status = CASTBOOK_DECODER_UNABLE};
  int ends[2];
  if (pipe(ends) != 0) return send_all(socket, &answer, sizeof answer);
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    run_child(request, bytes, socket, ends[1], decode);
  }
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return send_all(socket, &answer, sizeof answer);
  }
  size_t count = 0;
  uint8_t *text = collect(ends[0], socket, &count);
  // One that says too much, or has nobody to listen, need not go on.
  if (text == NULL) kill(child, SIGKILL);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  answer = ending(status, text != NULL && count > 0);
  if (answer.status == CASTBOOK_DECODER_ANSWERED) answer.byte_count = count;
  bool sent = send_all(socket, &answer, sizeof answer) &&
              send_all(socket, text, (size_t)answer.byte_count);
  free(text);
  return sent;
}

bool castbook_decoder_serve(int socket, castbook_decoder_t decode) {
#ifdef __linux__
  // Each further arena would take 64 MiB of address space from a limit that counts it.
  mallopt(M_ARENA_MAX, 1);
#endif
  for (;;) {
    castbook_decoder_request_t request;
    ssize_t first = recv(socket, &request, sizeof request, MSG_PEEK);
    if (first < 0 && errno == EINTR) continue;
    if (first == 0) return true;
    if (!read_all(socket, &request, sizeof request)) return false;
    if (request.magic != CASTBOOK_DECODER_MAGIC || request.byte_count == 0 ||
        request.byte_count > CASTBOOK_DECODER_FILE_LIMIT) {
      return false;
    }
    size_t count = (size_t)request.byte_count;
    uint8_t *bytes =
        mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED) return false;
    bool goes_on =
        read_all(socket, bytes, count) && answer_request(&request, bytes, socket, decode);
    munmap(bytes, count);
    if (!goes_on) return false;
  }
}
