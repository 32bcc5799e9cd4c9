// Writes pictures as JPEG by libjpeg, which reports errors by longjmp.
#ifndef CASTBOOK_JPEG_WRITING_H
#define CASTBOOK_JPEG_WRITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A picture of 1 or 3 values of 8 bits per pixel, or a sample of it: `strips` strips of 16 rows,
/// spread evenly. 0 strips mean the whole picture.
typedef struct {
  const uint8_t *values;
  size_t width, height, channels, strips;
} castbook_jpeg_picture_t;

enum { castbook_jpeg_strip_rows = 16 };

/// The Huffman codes of a file: DC and AC of luma, then DC and AC of chroma.
typedef struct {
  uint8_t counts[4][17];
  uint8_t symbols[4][256];
} castbook_jpeg_codes_t;

typedef struct {
  /// The quality in hundredths: 10000 is the best.
  int quality;
  /// Whether chroma has half of the picture's width and height.
  bool has_half_colors;
  /// The codes to use. If this is NULL, optimal codes are found, for which all coefficients are
  /// kept in memory.
  const castbook_jpeg_codes_t *codes;
  /// The number of bytes beyond which writing is given up.
  size_t limit;
  /// Whether bytes are only counted, and not kept.
  bool counts_only;
} castbook_jpeg_settings_t;

typedef enum {
  CASTBOOK_JPEG_WRITTEN,
  CASTBOOK_JPEG_OVER_LIMIT,
  CASTBOOK_JPEG_WRITING_NO_MEMORY,
  CASTBOOK_JPEG_WRITING_FAILED,
} castbook_jpeg_written_t;

typedef struct castbook_jpeg_piece castbook_jpeg_piece_t;

/// A written file, in pieces on C's heap. `castbook_jpeg_file_end` frees them.
typedef struct {
  castbook_jpeg_written_t status;
  size_t count;
  castbook_jpeg_piece_t *first;
  /// The codes of the file, completed with every symbol, so that another picture can be written
  /// with them.
  castbook_jpeg_codes_t codes;
  char message[200];
} castbook_jpeg_file_t;

void castbook_jpeg_write(
    castbook_jpeg_file_t *file, castbook_jpeg_picture_t picture, castbook_jpeg_settings_t settings);

/// Copies the file's `count` bytes, unless `bytes` is NULL, and frees it.
void castbook_jpeg_file_end(castbook_jpeg_file_t *file, uint8_t *bytes);

/// Returns how much a written file differs from its picture: the sum of the squared differences of
/// luma and chroma, with luma counted six times, as video encoders weight them. Returns UINT64_MAX
/// if it can't be decoded.
uint64_t castbook_jpeg_difference(
    const uint8_t *bytes, size_t count, castbook_jpeg_picture_t picture);

/// Writes the quantization steps of a quality, of luma and of chroma, in natural order.
void castbook_jpeg_steps(int quality, uint16_t luma[64], uint16_t colors[64]);

#endif
