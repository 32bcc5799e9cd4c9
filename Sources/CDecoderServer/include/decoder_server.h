// Decodes one file after another, each in a process of its own.
//
// The server itself never looks into a file. For each request it forks a child with limits on
// memory, processor time and system calls; the child decodes, answers through a pipe and ends.
// Whatever happens to the child, the server reports it to its client and serves the next request.
//
// A session is different: its child keeps the client's socket, looks at the data of the request,
// and then answers messages about those. The server serves no other request, and kills the child
// when the client closes the socket.
//
// If pixels are requested, the child's pixels go to the client as they arrive, in frames: any
// number of answers with the status `CASTBOOK_DECODER_PIXELS`, before the answer with the result.
// The server does not look into those either, and keeps only one of them in memory.
#ifndef CASTBOOK_DECODER_SERVER_H
#define CASTBOOK_DECODER_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A request precedes the bytes of the file, and an answer precedes the child's output. Numbers are
// in the byte order of the machine, since both ends run on it.
typedef struct {
  uint32_t magic;
  uint32_t format;
  uint32_t processor_seconds;  // The processor time that decoding may use,
  uint32_t clock_seconds;      // and the time on the clock, against a child that waits forever. Time in
                               // which the client does not read pixels that are ready is not
                               // counted.
  uint64_t memory_limit;       // The bytes that decoding may allocate besides the file itself.
  uint64_t byte_count;         // The size of the file that follows; 0 if a descriptor is attached instead.
  uint64_t options;            // What is requested besides the facts: CASTBOOK_DECODER_OPTION_…
  uint64_t first, last;        // The range of the file that is requested, for options that have one.
  uint64_t channel;            // The channel of a sound whose samples are requested.
  // For a copy of a clip. Times are in milliseconds, and `last` is its latest end.
  uint64_t earliest, latest, earliest_end, maximum_length;
  uint64_t maximum_bytes, maximum_bits;
  uint32_t width, height, every, unused;
} castbook_decoder_request_t;

typedef struct {
  uint32_t status;
  uint32_t signal;        // The signal that ended the child, for `CASTBOOK_DECODER_CRASHED`.
  uint64_t byte_count;    // The number of bytes that follow.
} castbook_decoder_answer_t;

enum {
  CASTBOOK_DECODER_MAGIC = 0x37424443,     // "CDB7"
  // Sent once, when everything is loaded and the first request may be sent. It changes whenever the
  // request changes, so that a client and a server of different versions don't talk to each other.
  CASTBOOK_DECODER_GREETING = 0x4D424443,  // "CDBM"

  CASTBOOK_DECODER_OPTION_LUMA = 1,     // The picture scaled down, as luma.
  CASTBOOK_DECODER_OPTION_PICTURE = 2,  // The picture scaled down as it is measured, in color.
  CASTBOOK_DECODER_OPTION_PIXELS = 4,   // The picture at its full size: a header and all rows. Of a clip: frame `first`.
  CASTBOOK_DECODER_OPTION_VOICE = 8,    // The measures of a sound.
  CASTBOOK_DECODER_OPTION_FILM = 16,    // The measures of a clip's frames.
  CASTBOOK_DECODER_OPTION_CUTS = 32,    // The best parts of a sound, from `first` to `last` milliseconds long.
  CASTBOOK_DECODER_OPTION_SAMPLES = 64, // With PIXELS: the samples of a sound from `first` to before `last`.
  CASTBOOK_DECODER_OPTION_COPY = 128,   // With PIXELS: a copy of a clip; the bits up to 2048 are its options.
  CASTBOOK_DECODER_OPTION_SESSION = 4096,  // A session, for which the server is used from then on.

  CASTBOOK_DECODER_ANSWERED = 0,
  CASTBOOK_DECODER_CRASHED = 1,      // The child died, or ended without an answer.
  CASTBOOK_DECODER_OUT_OF_TIME = 2,  // The child used all its processor time,
  CASTBOOK_DECODER_OUT_OF_CLOCK = 3,  // or all its time on the clock.
  CASTBOOK_DECODER_OUT_OF_MEMORY = 4,
  CASTBOOK_DECODER_STOPPED = 5,      // Another process killed it: mostly the system, when memory is short.
  CASTBOOK_DECODER_TOO_LONG = 6,     // Its answer was longer than CASTBOOK_DECODER_ANSWER_LIMIT.
  CASTBOOK_DECODER_UNABLE = 7,       // No child could be started.
  CASTBOOK_DECODER_PIXELS = 8,       // Pixels follow, and then more answers.

  // The maximum number of bytes that follow an answer of pixels.
  CASTBOOK_DECODER_FRAME_LIMIT = 64 << 10,
};

// The maximum size of a file, and of an answer: 8 MiB of text, and four bytes for each of the 1024
// × 1024 pixels of a picture.
#define CASTBOOK_DECODER_FILE_LIMIT ((uint64_t)256 << 20)
#define CASTBOOK_DECODER_ANSWER_LIMIT ((uint64_t)12 << 20)

// What a child may allocate besides its `memory_limit`: the stacks of a decoder's threads, which
// count as address space without being used, although a file could make a decoder use them.
#define CASTBOOK_DECODER_OVERHEAD ((uint64_t)16 << 20)

/// A file, as its bytes or as an open descriptor. The other one is NULL or -1.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  int descriptor;
} castbook_decoder_file_t;

/// Decodes a file, in the child. Writes its answer to the descriptor `answer`, and its pixels to
/// `pixels`, which is -1 unless they are requested.
typedef void (*castbook_decoder_t)(
    castbook_decoder_file_t file, const castbook_decoder_request_t *request, int answer, int pixels);

/// Serves a session, in the child: reads and writes messages on the socket until it is closed. The
/// file is always in memory, even if the client sent a descriptor.
typedef void (*castbook_decoder_session_t)(castbook_decoder_file_t file, int socket);

/// Sends the greeting and serves the requests that arrive on a socket until it is closed. Returns
/// false if the client stopped within a request, or sent something that is not a request. Closes
/// all other descriptors but the first three, so that no child can use files of the processes that
/// started it.
///
/// A request for a session is the last one: this returns when the session ends. `session` is NULL
/// if there are none.
bool castbook_decoder_serve(
    int socket, castbook_decoder_t decode, castbook_decoder_session_t session);

// The protection of a process that decodes: what is in force, and what it therefore can't do.
enum {
  CASTBOOK_PROTECTION_SECCOMP = 1,      // A filter of system calls.
  CASTBOOK_PROTECTION_LANDLOCK = 2,     // Landlock's rules about files and connections.
  CASTBOOK_PROTECTION_FILES = 4,        // It can't open files,
  CASTBOOK_PROTECTION_CONNECTIONS = 8,  // connect,
  CASTBOOK_PROTECTION_PROCESSES = 16,   // start processes,
  CASTBOOK_PROTECTION_CODE = 32,        // or get memory that can be executed.
};

/// Returns how a process that decodes is protected on this system, by CASTBOOK_PROTECTION_…: a
/// child enters the sandbox and tries what it must not be able to do.
unsigned castbook_decoder_protection(void);

/// Sends a request with the descriptor of its file; the client's side.
bool castbook_decoder_send(int socket, const castbook_decoder_request_t *request, int descriptor);

#endif
