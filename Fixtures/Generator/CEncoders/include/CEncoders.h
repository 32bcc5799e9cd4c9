// What Swift can't call safely: libjpeg reports errors with setjmp, libwebp is set up by macros,
// libheif hands its file to a callback.
//
// Every function returns true and fills `out`, or returns false and leaves it empty. The caller
// frees what it got with castbook_bytes_free.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes on the C heap.
typedef struct castbook_bytes {
  uint8_t *start;
  size_t count;
} castbook_bytes;

void castbook_bytes_free(castbook_bytes *bytes);

/// An APPn or COM segment, written after the JFIF and Adobe segments in the order given.
typedef struct castbook_segment {
  int marker;  // 0xE0…0xEF or 0xFE
  const uint8_t *start;
  size_t count;
} castbook_segment;

/// Which numbers the samples are and how libjpeg stores them.
enum {
  castbook_jpeg_rgb = 0,   // RGBA in, stored as YCbCr
  castbook_jpeg_grey = 1,  // one byte a pixel
  castbook_jpeg_cmyk = 2,  // four bytes a pixel, as they shall be stored (Adobe: inverted)
  castbook_jpeg_ycck = 3,  // the same in, stored as YCCK
  castbook_jpeg_plain_rgb = 4,  // RGBA in, stored as RGB without conversion
};

typedef struct castbook_jpeg_options {
  int width, height;
  int kind;
  int quality;
  int luma_across, luma_down;  // sampling factors of the first component; the others have 1
  bool progressive, optimised, arithmetic;
  bool adobe, jfif;
  int restart_interval;  // in MCUs; 0 for none
  int scans;             // of a progressive grey file: at least 2; 0 for libjpeg's own script
  const castbook_segment *segments;
  size_t segment_count;
} castbook_jpeg_options;

bool castbook_jpeg_encode(
    const uint8_t *samples, const castbook_jpeg_options *options, castbook_bytes *out);

/// What libjpeg finds when it reads every coefficient: the number of warnings, the first one's
/// code, or -1 as the count when it gives up.
typedef struct castbook_jpeg_verdict {
  long warnings;
  int first;
} castbook_jpeg_verdict;

castbook_jpeg_verdict castbook_jpeg_read_through(const uint8_t *start, size_t count);

/// Decodes a JPEG of colours to RGBA, for tests that change a picture and encode it again.
bool castbook_jpeg_decode(
    const uint8_t *start, size_t count, int *width, int *height, castbook_bytes *out);

/// The codes of castbook_jpeg_verdict that fixtures are made for.
int castbook_jpeg_hit_marker(void);
int castbook_jpeg_bad_huffman(void);

typedef struct castbook_webp_options {
  int width, height;
  bool lossless;
  int quality;
  bool alpha;  // false: the fourth byte is ignored
} castbook_webp_options;

bool castbook_webp_encode(
    const uint8_t *rgba, const castbook_webp_options *options, castbook_bytes *out);

/// `count` pictures of equal size, one after the other in `rgba`, shown for `milliseconds` each.
bool castbook_webp_animate(
    const uint8_t *rgba, size_t count, int milliseconds, const castbook_webp_options *options,
    castbook_bytes *out);

/// Adds a chunk named by four characters (`EXIF`, `ICCP`, `XMP `) to a WebP file.
bool castbook_webp_add_chunk(
    const uint8_t *webp, size_t webp_count, const char *name, const uint8_t *chunk,
    size_t chunk_count, castbook_bytes *out);

typedef struct castbook_heif_options {
  int width, height;
  bool av1;    // AV1 instead of HEVC
  bool grey;   // one sample a pixel, else red, green and blue
  int depth;   // 8, or up to 12 with samples of two bytes, the low one first
  int chroma;  // 420, 422 or 444
  bool lossless;
  int quality;    // 0…100
  int primaries;  // which red, green and blue the coded data name, as ITU-T H.273 counts them
} castbook_heif_options;

/// One picture in a whole HEIF file as libheif writes it.
bool castbook_heif_encode(
    const uint8_t *samples, const castbook_heif_options *options, castbook_bytes *out);
