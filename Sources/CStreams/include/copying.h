// Copies of clips: a part of one, in another container, without its other metadata, or encoded
// again.
#ifndef CASTBOOK_COPYING_H
#define CASTBOOK_COPYING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The requested form of a copy. Times are in microseconds from the clip's first picture.
typedef struct {
  bool is_quicktime;             // QuickTime, which accepts any audio codec, instead of MP4.
  bool encodes_film, encodes_sound;  // Encode as H.264 and AAC; otherwise the coded data are copied.
  bool drops_sound;
  int width, height;             // The size of encoded pictures as they are shown.
  int every;                     // Encode only one picture of this many; 1 encodes all.
  int64_t maximum_bits;             // The maximum bits per second of encoded pictures; 0 for no maximum.
  int64_t start;                 // Where the copy is to begin.
  int64_t end;                   // The latest end; 0 for the end of the clip.
  int64_t earliest_end;                // The earliest end, at which the copy stops; 0 to end as late as possible.
  int64_t maximum_length;               // The maximum length; 0 for any length.
  int64_t earliest, latest;      // A copy of coded pictures begins with a key frame: the last one from
                                 // `earliest` to `start`, or else the first one up to `latest`.
} castbook_copy_options_t;

typedef enum {
  CASTBOOK_COPY_MADE,
  CASTBOOK_COPY_UNREADABLE,  // The file can't be read, or has no pictures.
  CASTBOOK_COPY_NO_START,    // There is no key frame where the copy could begin.
  CASTBOOK_COPY_NO_ENCODER,    // The libraries of this machine have no encoder for it.
  CASTBOOK_COPY_REFUSED,     // The muxer or an encoder refuses the data.
  CASTBOOK_COPY_TOO_LARGE,
  CASTBOOK_COPY_NO_MEMORY,
} castbook_copy_outcome_t;

typedef struct {
  int64_t start, end;  // Where the copy begins and ends in the clip, in microseconds.
  int64_t lost;        // How much sound before the clip's first picture the copy lacks, in microseconds.
  uint8_t *bytes;      // Freed by `castbook_copy_free`.
  size_t count;
} castbook_copy_t;

/// Makes a copy of a clip, of at most `limit` bytes.
castbook_copy_outcome_t castbook_clip_copy(
    int descriptor, const char *containers, const castbook_copy_options_t *options, size_t limit,
    castbook_copy_t *copy);

void castbook_copy_free(castbook_copy_t *copy);

#endif
