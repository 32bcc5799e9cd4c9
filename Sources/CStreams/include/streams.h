// Sounds and clips, read by libavformat and decoded by libavcodec, from a descriptor that is open already.
//
// Nothing but that descriptor is ever read: no address, no playlist, no other file.
#ifndef CASTBOOK_STREAMS_H
#define CASTBOOK_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A file that is being read.
typedef struct castbook_stream castbook_stream_t;

typedef enum {
  CASTBOOK_STREAM_OPEN,
  CASTBOOK_STREAM_UNREADABLE,  // The descriptor can't be read.
  CASTBOOK_STREAM_UNKNOWN,     // It is none of the containers that were asked for.
  CASTBOOK_STREAM_EMPTY,       // It holds neither sound nor pictures.
  CASTBOOK_STREAM_NO_MEMORY,
} castbook_stream_opening_t;

enum {
  CASTBOOK_PRIVATE_LOCATION = 1,
  CASTBOOK_PRIVATE_OWNER = 2,
  CASTBOOK_PRIVATE_SERIAL = 4,
  CASTBOOK_PRIVATE_PROMPT = 8,
  CASTBOOK_PRIVATE_CAMERA = 16,
  CASTBOOK_PRIVATE_DATE = 32,
};

/// What the container tells.
typedef struct {
  char container[32];
  int sounds, films;       // Tracks of each.
  int64_t sound_claim, film_claim;  // Microseconds that it states for the first of each; -1 where it states none.
  bool is_cut;             // What it lists reaches beyond the end of the file.
  unsigned private_kinds;  // CASTBOOK_PRIVATE_…: what it tells of people and places.
} castbook_stream_contents_t;

/// Opens a file. `containers` are libavformat's names, with commas between them; one alone is taken without
/// asking the file. What comes back is to be closed whatever the outcome; NULL where there is no memory at all.
castbook_stream_t *castbook_stream_open(
    int descriptor, const char *containers, castbook_stream_opening_t *outcome,
    castbook_stream_contents_t *contents);

void castbook_stream_close(castbook_stream_t *stream);

/// The first track of sound.
typedef struct {
  char codec[32];
  bool is_lossy;             // Its coder fills up the beginning and the end.
  int rate, channels, bits;  // Bits are 0 where they mean nothing.
} castbook_sound_t;

/// Prepares to decode the first track of sound; false where there is none or nothing decodes it: then `codec` is
/// all that is filled in.
bool castbook_stream_hear(castbook_stream_t *stream, castbook_sound_t *sound);

/// Which rows of a frame were taken first, where not all of them were taken at once.
typedef enum {
  CASTBOOK_PROGRESSIVE,
  CASTBOOK_TOP_FIRST,
  CASTBOOK_BOTTOM_FIRST,
} castbook_fields_t;

/// The first track of pictures.
typedef struct {
  char codec[32], pixels[32];
  int depth;
  int width, height;             // As it is coded.
  int shown_width, shown_height; // With square pixels, and turned.
  int rotation;                  // Clockwise, in quarters of a turn.
  char transfer[32];             // Of its light, where it is that of a high dynamic range; else empty.
  double stated_rate;            // Frames a second; 0 where none are stated.
  castbook_fields_t fields;      // As the container or the first frames state it.
} castbook_film_t;

/// The same for the first track of pictures that is not a cover.
bool castbook_stream_watch(castbook_stream_t *stream, castbook_film_t *film);

typedef enum {
  CASTBOOK_STREAM_END,
  CASTBOOK_STREAM_SOUND,
  CASTBOOK_STREAM_FRAME,
  CASTBOOK_STREAM_PACKET,  // Of pictures that are not decoded any more: only its time counts.
  CASTBOOK_STREAM_FAILED,  // There is no memory, or the descriptor can't be read.
} castbook_stream_piece_t;

/// What was decoded next.
typedef struct {
  const float *const *planes;  // Of sound: one for each channel,
  size_t count;                // and so many samples in each.
  int64_t time, length;        // Of a frame, in microseconds; a length of 0 is not known.
  int64_t heard;               // When a sound begins, in microseconds; INT64_MIN where that is not known.
  castbook_fields_t fields;    // Of a frame.
} castbook_piece_t;

/// Decodes on.
castbook_stream_piece_t castbook_stream_next(castbook_stream_t *stream, castbook_piece_t *piece);

/// From now on pictures are counted, and not decoded.
void castbook_stream_count_only(castbook_stream_t *stream);

/// The last frame as red, green and blue of this size, turned as it is shown; an interlaced one is deinterlaced. False
/// where that can't be done.
bool castbook_stream_rgb(castbook_stream_t *stream, uint8_t *rgb, int width, int height);

/// The last frame as luma of this size, turned as it is shown.
bool castbook_stream_luma(castbook_stream_t *stream, uint8_t *luma, int width, int height);

/// Parts of the file that could not be decoded, so far, and what was said of the first one.
int castbook_stream_errors(const castbook_stream_t *stream);
const char *castbook_stream_first_error(const castbook_stream_t *stream);

#endif
