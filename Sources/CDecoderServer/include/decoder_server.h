// Decodes one file after another, each in a process of its own that is born for it.
//
// The server itself never looks into a file. For each request it forks a child with limits of
// memory, processor time and system calls; the child decodes, answers through a pipe and ends.
// Whatever becomes of the child, the server tells its client and goes on with the next request.
//
// Where pixels are asked for, what the child writes of them goes to the client as it comes, in frames:
// answers of `CASTBOOK_DECODER_PIXELS`, as many as there are, before the answer that says what came of the
// file. The server does not look into those either, and holds no more than one.
#ifndef CASTBOOK_DECODER_SERVER_H
#define CASTBOOK_DECODER_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A request stands in front of the file, an answer in front of what the child said of it; numbers are in the machine's
// own order, since both ends run on it.
typedef struct {
  uint32_t magic;
  uint32_t format;
  uint32_t processor_seconds;  // Time that decoding may take of a processor,
  uint32_t clock_seconds;      // and on the clock, for a child that waits for ever; time in which the
                               // client does not take pixels that are there is not counted.
  uint64_t memory_limit;       // Bytes that decoding may take beside the file itself.
  uint64_t byte_count;         // Of the file that follows; 0 when a descriptor of it comes along instead.
  uint64_t wishes;             // What is asked for beside the usual: CASTBOOK_DECODER_WISH_…
  uint64_t first, last;        // Of the parts of the file that are meant, where some are.
  uint64_t channel;            // Of sound, whose samples are meant.
  // Of a copy of a clip; times in milliseconds, and `last` is where it ends at the latest.
  uint64_t earliest, latest, enough, longest;
  uint64_t most_bytes, most_bits;
  uint32_t width, height, every, unused;
} castbook_decoder_request_t;

typedef struct {
  uint32_t status;
  uint32_t signal;        // What ended the child, for `CASTBOOK_DECODER_CRASHED`.
  uint64_t byte_count;    // Of what follows.
} castbook_decoder_answer_t;

enum {
  CASTBOOK_DECODER_MAGIC = 0x36424443,     // "CDB6"
  // Said once, when everything is loaded and the first request may come. It changes with the request,
  // so that two of different versions don't begin to talk.
  CASTBOOK_DECODER_GREETING = 0x4C424443,  // "CDBL"

  CASTBOOK_DECODER_WISH_LUMA = 1,     // The picture made small, as luma.
  CASTBOOK_DECODER_WISH_PICTURE = 2,  // The picture as it is measured, in colours.
  CASTBOOK_DECODER_WISH_PIXELS = 4,   // The picture itself: a header and all its rows. Of a clip, its frame `first`.
  CASTBOOK_DECODER_WISH_VOICE = 8,    // What is measured of a sound.
  CASTBOOK_DECODER_WISH_FILM = 16,    // What is seen of a clip.
  CASTBOOK_DECODER_WISH_CUTS = 32,    // The best parts of a sound, from `first` to `last` milliseconds long.
  CASTBOOK_DECODER_WISH_SAMPLES = 64, // With PIXELS: the samples of a sound from `first` to before `last`.
  CASTBOOK_DECODER_WISH_COPY = 128,   // With PIXELS: a copy of a clip; the wishes up to 2048 say what it is to be.

  CASTBOOK_DECODER_ANSWERED = 0,
  CASTBOOK_DECODER_CRASHED = 1,      // The child died, or ended without an answer.
  CASTBOOK_DECODER_OUT_OF_TIME = 2,  // It took all processor time that it was given,
  CASTBOOK_DECODER_OUT_OF_CLOCK = 3,  // or all time on the clock.
  CASTBOOK_DECODER_OUT_OF_MEMORY = 4,
  CASTBOOK_DECODER_STOPPED = 5,      // Somebody else ended it: most often the system, for memory.
  CASTBOOK_DECODER_TOO_LONG = 6,     // Its answer was longer than any may be.
  CASTBOOK_DECODER_UNABLE = 7,       // No child could be made.
  CASTBOOK_DECODER_PIXELS = 8,       // Pixels follow, and then more answers.

  // The most that follows an answer of pixels.
  CASTBOOK_DECODER_FRAME_LIMIT = 64 << 10,
};

// The most that is read of a file, and of an answer: 8 MiB of text, and four bytes for each of the 1024 ×
// 1024 pixels of a picture.
#define CASTBOOK_DECODER_FILE_LIMIT ((uint64_t)256 << 20)
#define CASTBOOK_DECODER_ANSWER_LIMIT ((uint64_t)12 << 20)

// What a child may take beside its `memory_limit`: stacks of a decoder's threads, which count as
// address space without being used, though nothing hinders a file from using them.
#define CASTBOOK_DECODER_OVERHEAD ((uint64_t)16 << 20)

/// A file as its bytes, or as a descriptor that it can be read from; the other one is NULL, or -1.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  int descriptor;
} castbook_decoder_file_t;

/// Decodes a file and writes its answer to a descriptor, and its pixels, where they are wished, to another;
/// that one is -1 else. Runs in the child.
typedef void (*castbook_decoder_t)(
    castbook_decoder_file_t file, const castbook_decoder_request_t *request, int answer, int pixels);

/// Greets on a socket and serves requests that arrive on it until it is closed; returns false when the
/// other side broke off inside a request, or sent what is none. Closes whatever else is open but the
/// first three descriptors: no child shall find what its ancestors were working on.
bool castbook_decoder_serve(int socket, castbook_decoder_t decode);

/// Sends a request with the descriptor of its file; the client's side.
bool castbook_decoder_send(int socket, const castbook_decoder_request_t *request, int descriptor);

#endif
