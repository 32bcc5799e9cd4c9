// The server of castbook-media and castbook-streams: forks a child for each request, limits and
// watches it, and passes its output on to the client.
//
// Whatever a child does, the server answers and serves the next request: limits are set before the
// child looks at the file, and the server kills a child that answers too much, needs too long or
// loses its client. The child of a session has the client's socket, so the server only ends it.
//
// Decisions: docs/decisions/0009-castbook-media.md, 0022-castbook-streams.md, 0039-boxes.md. Tests:
// MediaTests (Misbehaviours, MisbehavingColors, MisshownPixels, PixelMemory, SharedLimits), with a
// server whose decoder misbehaves (Tests/Misbehaving), under the address and thread sanitizers in
// `Scripts/test --long`. The fuzz targets `decoder-answer` and `decoder-pixels` fuzz the readers of
// its answers; the server does not look into files.
#define _GNU_SOURCE
#include "decoder_server.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "child_output.h"
#include "out_of_memory.h"
#include "passing.h"
#include "sandbox.h"

#ifndef POLLRDHUP
#define POLLRDHUP 0
#endif

// Reads exactly `count` bytes. Returns false if the input ends early.
static bool read_all(int descriptor, void *into, size_t count) {
  uint8_t *next = into;
  while (count > 0) {
    ssize_t got = read(descriptor, next, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    next += got;
    count -= (size_t)got;
  }
  return true;
}

// The address space of this process now: libraries, the file, and the memory that the allocator
// keeps. It is 0 if it is unknown.
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

// The address space that is assumed if the system does not report it: far more than the libraries
// need.
static const uint64_t default_space = (uint64_t)512 << 20;

// Limits the memory, the processor time and the files of this process.
static void limit_process(const castbook_decoder_request_t *request) {
  uint64_t present = address_space();
  if (present == 0) present = default_space + request->byte_count;
  uint64_t maximum = present + request->memory_limit + CASTBOOK_DECODER_OVERHEAD;
  limit(RLIMIT_AS, maximum, maximum);
  limit(RLIMIT_CPU, request->processor_seconds, (uint64_t)request->processor_seconds + 1);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_FSIZE, 0, 0);
}

// Has the system end this process, which is a child, when the server ends.
static void end_with_parent(void) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
}

// Limits this process, which is a child.
static void limit_child(const castbook_decoder_request_t *request) {
  limit_process(request);
  // A child that waits for the client to read its pixels is not at fault, so it gets no alarm: the
  // server keeps its time.
  if (!(request->options & CASTBOOK_DECODER_OPTION_PIXELS)) alarm(request->clock_seconds);
  end_with_parent();
}

// The two ends of a pipe that a child writes into; -1 if there is none.
typedef struct { int ours, theirs; } ends_t;

static void run_child(
    const castbook_decoder_request_t *request, castbook_decoder_file_t file, int socket, ends_t answer,
    ends_t pixels, castbook_decoder_t decode) {
  close(socket);
  close(answer.ours);
  if (pixels.ours >= 0) close(pixels.ours);
  limit_child(request);
  castbook_enter_sandbox();
  decode(file, request, answer.theirs, pixels.theirs);
  _exit(0);
}

// Waits a while for a child to end, and not beyond the deadline.
static void wait_for_end(pid_t child, int64_t deadline, long pause) {
#if defined(__linux__) && defined(SYS_pidfd_open)
  int handle = (int)syscall(SYS_pidfd_open, child, 0);
  if (handle >= 0) {
    int64_t left = deadline - castbook_now();
    struct pollfd source = {.fd = handle, .events = POLLIN};
    poll(&source, 1, left < 0 ? 0 : left < 1 << 30 ? (int)left : 1 << 30);
    close(handle);
    return;
  }
#else
  (void)child;
  (void)deadline;
#endif
  nanosleep(&(struct timespec){.tv_nsec = pause}, NULL);
}

// Waits for a child that has closed its pipes and should end. A child that does not end by the
// deadline is killed; then this returns false.
static bool reap(pid_t child, int64_t deadline, int *status, struct rusage *used) {
  bool ended_itself = true;
  for (long pause = 20000;; pause = pause < 10000000 ? pause * 2 : pause) {
    pid_t ended = wait4(child, status, ended_itself ? WNOHANG : 0, used);
    if (ended == child) return ended_itself;
    if (ended < 0 && errno != EINTR) {
      *status = 0;
      return false;
    }
    if (!ended_itself) continue;
    if (castbook_now() < deadline) {
      wait_for_end(child, deadline, pause);
    } else {
      kill(child, SIGKILL);
      ended_itself = false;
    }
  }
}

// The answer for a child that ended by itself, by its exit status.
static castbook_decoder_answer_t ending(
    const castbook_decoder_request_t *request, int status, const struct rusage *used,
    size_t count) {
  castbook_decoder_answer_t answer = {.status = CASTBOOK_DECODER_CRASHED};
  if (WIFEXITED(status)) {
    if (WEXITSTATUS(status) == 0 && count > 0) {
      answer.status = CASTBOOK_DECODER_ANSWERED;
      answer.byte_count = count;
    } else if (WEXITSTATUS(status) == CASTBOOK_OUT_OF_MEMORY) {
      answer.status = CASTBOOK_DECODER_OUT_OF_MEMORY;
    }
  } else if (WIFSIGNALED(status)) {
    const uint64_t seconds = (uint64_t)(used->ru_utime.tv_sec + used->ru_stime.tv_sec);
    switch (WTERMSIG(status)) {
    case SIGXCPU: answer.status = CASTBOOK_DECODER_OUT_OF_TIME; break;
    case SIGALRM: answer.status = CASTBOOK_DECODER_OUT_OF_CLOCK; break;
    // Another process killed it, unless it blocked SIGXCPU and used all its time.
    case SIGKILL:
      answer.status = seconds >= request->processor_seconds ? CASTBOOK_DECODER_OUT_OF_TIME
                                                             : CASTBOOK_DECODER_STOPPED;
      break;
    default: answer.signal = (uint32_t)WTERMSIG(status);
    }
  }
  return answer;
}

// Milliseconds that the server waits beyond a child's own alarm, which the child could have turned
// off.
enum { GRACE = 2000 };

// Reads a child's output, makes sure that it ends, and returns the answer to the request.
static castbook_decoder_answer_t watch(
    const castbook_decoder_request_t *request, pid_t child, castbook_child_output_t *output) {
  output->deadline = castbook_now() + (int64_t)request->clock_seconds * 1000 + GRACE;
  castbook_reading_t outcome = castbook_read_child(output);
  // Kill a child that answers too much, needs too long or has lost its client.
  if (outcome != COMPLETE) kill(child, SIGKILL);
  int status = 0;
  struct rusage used = {0};
  bool ended_itself = reap(child, output->deadline, &status, &used);
  switch (outcome) {
  case TOO_LONG: return (castbook_decoder_answer_t){.status = CASTBOOK_DECODER_TOO_LONG};
  case TOO_LATE: return (castbook_decoder_answer_t){.status = CASTBOOK_DECODER_OUT_OF_CLOCK};
  case NO_MEMORY:
  case NO_CLIENT: return (castbook_decoder_answer_t){.status = CASTBOOK_DECODER_UNABLE};
  case COMPLETE: break;
  }
  if (!ended_itself) return (castbook_decoder_answer_t){.status = CASTBOOK_DECODER_OUT_OF_CLOCK};
  return ending(request, status, &used, output->count);
}

static bool open_ends(ends_t *ends) {
  int both[2];
  if (pipe(both) != 0) return false;
  *ends = (ends_t){.ours = both[0], .theirs = both[1]};
  return true;
}

static void close_end(int end) {
  if (end >= 0) close(end);
}

// Decodes a file in a child process. Returns false if no child could be started.
static bool decode_apart(
    const castbook_decoder_request_t *request, castbook_decoder_file_t file, int socket,
    castbook_decoder_t decode, castbook_decoder_answer_t *answer, castbook_child_output_t *output) {
  ends_t answers = {-1, -1}, pixels = {-1, -1};
  const bool wants_pixels = request->options & CASTBOOK_DECODER_OPTION_PIXELS;
  bool is_open = open_ends(&answers) && (!wants_pixels || open_ends(&pixels));
  pid_t child = is_open ? fork() : -1;
  if (child == 0) run_child(request, file, socket, answers, pixels, decode);
  close_end(answers.theirs);
  close_end(pixels.theirs);
  if (child < 0) {
    close_end(answers.ours);
    close_end(pixels.ours);
    return false;
  }
  *output = (castbook_child_output_t){.answer = answers.ours, .pixels = pixels.ours, .socket = socket};
  *answer = watch(request, child, output);
  return true;
}

static bool answer_request(
    const castbook_decoder_request_t *request, castbook_decoder_file_t file, int socket,
    castbook_decoder_t decode) {
  castbook_decoder_answer_t answer = {.status = CASTBOOK_DECODER_UNABLE};
  castbook_child_output_t output = {0};
  decode_apart(request, file, socket, decode, &answer, &output);
  bool sent = castbook_send_all(socket, &answer, sizeof answer) &&
              castbook_send_all(socket, output.text, (size_t)answer.byte_count);
  free(output.text);
  return sent;
}

// Reads the bytes that follow a request; NULL if they don't all arrive.
static uint8_t *receive_bytes(int socket, size_t count) {
  uint8_t *bytes = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (bytes == MAP_FAILED) return NULL;
  if (read_all(socket, bytes, count)) return bytes;
  munmap(bytes, count);
  return NULL;
}

static bool answer_for_bytes(
    const castbook_decoder_request_t *request, int socket, castbook_decoder_t decode) {
  const size_t count = (size_t)request->byte_count;
  uint8_t *bytes = receive_bytes(socket, count);
  if (bytes == NULL) return false;
  const castbook_decoder_file_t file = {.bytes = bytes, .count = count, .descriptor = -1};
  const bool is_sent = answer_request(request, file, socket, decode);
  munmap(bytes, count);
  return is_sent;
}

// Ends a child that serves a session as soon as its client closes the socket, and waits until it
// has ended.
static void watch_session(pid_t child, int socket) {
  int handle = -1;
#if defined(__linux__) && defined(SYS_pidfd_open)
  handle = (int)syscall(SYS_pidfd_open, child, 0);
#endif
  // Without a handle of the child, its end is noticed a little later.
  const int pause = handle < 0 ? 50 : -1;
  for (;;) {
    struct pollfd sources[2] = {{.fd = socket, .events = POLLRDHUP}, {.fd = handle, .events = POLLIN}};
    const int ready = poll(sources, 2, pause);
    if (ready < 0 && errno != EINTR) break;
    if (ready > 0 && sources[0].revents != 0) break;
    const pid_t ended = waitpid(child, NULL, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) {
      child = -1;
      break;
    }
  }
  if (child > 0) {
    kill(child, SIGKILL);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  }
  close_end(handle);
}

// Maps a client's file, which only the child reads: it alone dies if the file becomes shorter.
// Returns NULL for anything but a regular file of a possible size.
static uint8_t *map_file(int descriptor, size_t *count) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0 ||
      (uint64_t)status.st_size > CASTBOOK_DECODER_FILE_LIMIT)
    return NULL;
  *count = (size_t)status.st_size;
  uint8_t *bytes = mmap(NULL, *count, PROT_READ, MAP_PRIVATE, descriptor, 0);
  return bytes == MAP_FAILED ? NULL : bytes;
}

// Serves a session in a child, which alone looks at the data; the client keeps its time on the
// clock.
static bool serve_session(
    const castbook_decoder_request_t *request, int descriptor, int socket,
    castbook_decoder_session_t session) {
  size_t count = (size_t)request->byte_count;
  uint8_t *bytes = descriptor >= 0 ? map_file(descriptor, &count) : receive_bytes(socket, count);
  close_end(descriptor);
  if (bytes == NULL) return false;
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) {
    limit_process(request);
    end_with_parent();
    castbook_enter_sandbox();
    session((castbook_decoder_file_t){.bytes = bytes, .count = count, .descriptor = -1}, socket);
    _exit(0);
  }
  munmap(bytes, count);
  watch_session(child, socket);
  return true;
}

static bool answer_for_descriptor(
    const castbook_decoder_request_t *request, int descriptor, int socket,
    castbook_decoder_t decode) {
  const castbook_decoder_file_t file = {.descriptor = descriptor};
  return answer_request(request, file, socket, decode);
}

// Closes all descriptors from `from` to `to`.
static void close_all(unsigned from, unsigned to) {
#if defined(__linux__) && defined(SYS_close_range)
  if (syscall(SYS_close_range, from, to, 0) == 0) return;
#endif
  // For older kernels. More than 65536 descriptors are seldom open, even if more are allowed.
  long maximum = sysconf(_SC_OPEN_MAX);
  if (maximum < 0 || maximum > 65536) maximum = 65536;
  for (unsigned each = from; each < (unsigned)maximum && each <= to; each++) close((int)each);
}

// Gives the threads of decoders small stacks, which all fit into CASTBOOK_DECODER_OVERHEAD.
static void shrink_stacks(void) {
#ifdef __GLIBC__
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return;
  if (pthread_attr_setstacksize(&attributes, (size_t)2 << 20) == 0) {
    pthread_setattr_default_np(&attributes);
  }
  pthread_attr_destroy(&attributes);
#endif
}

bool castbook_decoder_serve(
    int socket, castbook_decoder_t decode, castbook_decoder_session_t session) {
#ifdef __linux__
  // Each further arena would occupy 64 MiB of address space from a limit that counts it.
  mallopt(M_ARENA_MAX, 1);
#endif
  if (socket > STDERR_FILENO) {
    close_all(STDERR_FILENO + 1, (unsigned)socket - 1);
    close_all((unsigned)socket + 1, ~0U);
  } else {
    close_all(STDERR_FILENO + 1, ~0U);
  }
  shrink_stacks();
  castbook_report_out_of_memory();
  const uint32_t greeting = CASTBOOK_DECODER_GREETING;
  if (!castbook_send_all(socket, &greeting, sizeof greeting)) return false;
  for (;;) {
    castbook_decoder_request_t request;
    ssize_t first = recv(socket, &request, sizeof request, MSG_PEEK);
    if (first < 0 && errno == EINTR) continue;
    if (first == 0) return true;
    int descriptor = -1;
    const bool is_whole = castbook_receive_with_descriptor(socket, &request, sizeof request, &descriptor);
    const bool makes_sense = is_whole && request.magic == CASTBOOK_DECODER_MAGIC &&
                             request.byte_count <= CASTBOOK_DECODER_FILE_LIMIT &&
                             (request.byte_count == 0) == (descriptor >= 0);
    if (makes_sense && request.options & CASTBOOK_DECODER_OPTION_SESSION) {
      return session != NULL && serve_session(&request, descriptor, socket, session);
    }
    const bool is_sent =
        makes_sense && (descriptor >= 0 ? answer_for_descriptor(&request, descriptor, socket, decode)
                                        : answer_for_bytes(&request, socket, decode));
    close_end(descriptor);
    if (!is_sent) return false;
  }
}
