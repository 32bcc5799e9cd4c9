// Sounds and clips, read by libavformat and decoded by libavcodec, from an open descriptor.
//
// Only that descriptor is ever read: URLs, playlists and references to other files are not
// followed.
#ifndef CASTBOOK_STREAMS_H
#define CASTBOOK_STREAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An open file, with its decoders.
typedef struct castbook_stream castbook_stream_t;

typedef enum {
  CASTBOOK_STREAM_OPEN,
  CASTBOOK_STREAM_UNREADABLE,  // The descriptor can't be read.
  CASTBOOK_STREAM_UNKNOWN,     // The file is in none of the containers that were asked for.
  CASTBOOK_STREAM_EMPTY,       // The file has neither sound nor pictures.
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

/// What the container states.
typedef struct {
  char container[32];
  int sounds, films;       // The number of tracks of each kind.
  int64_t sound_claim, film_claim;  // The stated length of the first track of each kind, in microseconds, or -1.
  bool is_cut;             // The index lists data beyond the end of the file.
  unsigned private_kinds;  // CASTBOOK_PRIVATE_…: the kinds of metadata about people and places.
} castbook_stream_contents_t;

/// Opens a file. `containers` are libavformat's names, separated by commas; a single one is used
/// without probing the file. Close the result whatever the outcome is. It is NULL if memory is
/// short.
castbook_stream_t *castbook_stream_open(
    int descriptor, const char *containers, castbook_stream_opening_t *outcome,
    castbook_stream_contents_t *contents);

void castbook_stream_close(castbook_stream_t *stream);

/// The first track of sound.
typedef struct {
  char codec[32];
  bool is_lossy;             // Its encoder pads the beginning and the end.
  int rate, channels, bits;  // `bits` is 0 if the codec has no number of bits per sample.
} castbook_sound_t;

/// Prepares to decode the first track of sound. Returns false if there is none, or if no decoder
/// reads it; then only `codec` is certain to be set.
bool castbook_stream_open_sound(castbook_stream_t *stream, castbook_sound_t *sound);

/// Which rows of a frame were recorded first, if it is interlaced.
typedef enum {
  CASTBOOK_PROGRESSIVE,
  CASTBOOK_TOP_FIRST,
  CASTBOOK_BOTTOM_FIRST,
} castbook_fields_t;

/// The first track of pictures.
typedef struct {
  char codec[32], pixels[32];
  int depth;
  int width, height;             // As coded.
  int shown_width, shown_height; // With square pixels, and rotated as it is shown.
  int rotation;                  // In clockwise quarter turns.
  char transfer[32];             // The transfer function of a high dynamic range; otherwise empty.
  double stated_rate;            // Frames per second; 0 if the container states none.
  castbook_fields_t fields;      // As the container or its first frames state it.
} castbook_film_t;

/// Prepares to decode the first track of pictures that is not a cover. Returns false if there is
/// none, or if no decoder reads it.
bool castbook_stream_open_film(castbook_stream_t *stream, castbook_film_t *film);

typedef enum {
  CASTBOOK_STREAM_END,
  CASTBOOK_STREAM_SOUND,
  CASTBOOK_STREAM_FRAME,
  CASTBOOK_STREAM_PACKET,  // A packet of pictures that is counted and not decoded: it has only a time.
  CASTBOOK_STREAM_FAILED,  // Memory is short, or the descriptor can't be read.
} castbook_stream_piece_t;

/// The next piece of sound or the next frame.
typedef struct {
  const float *const *planes;  // Sound: one plane for each channel,
  size_t count;                // with this many samples in each.
  int64_t time, length;        // A frame's, in microseconds; a length of 0 means that it is unknown.
  int64_t sound_start;         // When the sound begins, in microseconds; INT64_MIN if that is unknown.
  castbook_fields_t fields;    // A frame's.
} castbook_piece_t;

/// Decodes the next piece.
castbook_stream_piece_t castbook_stream_next(castbook_stream_t *stream, castbook_piece_t *piece);

/// From now on, counts pictures without decoding them.
void castbook_stream_count_only(castbook_stream_t *stream);

/// Writes the last frame as red, green and blue, scaled to this size, rotated as it is shown and
/// deinterlaced. Returns false if that fails.
bool castbook_stream_rgb(castbook_stream_t *stream, uint8_t *rgb, int width, int height);

/// Writes the last frame as luma, in the way of `castbook_stream_rgb`.
bool castbook_stream_luma(castbook_stream_t *stream, uint8_t *luma, int width, int height);

/// The number of parts of the file that could not be decoded so far, and libav's message about the
/// first one.
int castbook_stream_errors(const castbook_stream_t *stream);
const char *castbook_stream_first_error(const castbook_stream_t *stream);

#endif
