// Copies of clips: a part of one, in another container, without what else stands in it, or coded anew.
#ifndef CASTBOOK_MAKING_H
#define CASTBOOK_MAKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a copy is to be. Times are in microseconds from the first picture on.
typedef struct {
  bool is_quicktime;             // QuickTime, which takes any coding of sound, instead of MP4.
  bool codes_film, codes_sound;  // As H.264 and AAC; else what is coded is taken over as it is.
  bool drops_sound;
  int width, height;             // Of pictures that are coded anew, as they are shown.
  int every;                     // One of so many pictures is coded: 1 for all of them.
  int64_t most_bits;             // A second, of pictures that are coded anew; 0 for as many as they take.
  int64_t start;                 // Where it is to begin,
  int64_t end;                   // and where it has to end at the latest; 0 for the end of the clip.
  int64_t enough;                // It may end from here on; 0 for as late as can be.
  int64_t longest;               // 0 for any length.
  int64_t earliest, latest;      // What is taken over begins with a picture that needs no other: the last one from
                                 // `earliest` to `start`, or else the first one up to `latest`.
} castbook_copy_wish_t;

typedef enum {
  CASTBOOK_COPY_MADE,
  CASTBOOK_COPY_UNREADABLE,  // The file can't be read, or holds no pictures.
  CASTBOOK_COPY_NO_START,    // No picture that needs no other stands where it could begin.
  CASTBOOK_COPY_NO_CODER,    // The libraries of this machine can't code it.
  CASTBOOK_COPY_REFUSED,     // The container does not take it, or what is there makes no sense to a coder.
  CASTBOOK_COPY_TOO_LARGE,
  CASTBOOK_COPY_NO_MEMORY,
} castbook_copy_outcome_t;

typedef struct {
  int64_t start, end;  // What it became, in microseconds.
  int64_t lost;        // How much is heard before the first picture of the original and not in the copy.
  uint8_t *bytes;      // To be freed by `castbook_copy_free`.
  size_t count;
} castbook_copy_t;

/// Makes a copy of a clip, of so many bytes at most.
castbook_copy_outcome_t castbook_clip_copy(
    int descriptor, const char *containers, const castbook_copy_wish_t *wish, size_t limit,
    castbook_copy_t *copy);

void castbook_copy_free(castbook_copy_t *copy);

#endif
