// Writes pictures as JPEG by libjpeg, which reports what goes wrong by longjmp.
#ifndef CASTBOOK_JPEG_WRITING_H
#define CASTBOOK_JPEG_WRITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A picture of 1 or 3 values of 8 bits a pixel, or some of its rows: so many strips of rows each,
/// from all over it. No strips are the whole picture.
typedef struct {
  const uint8_t *values;
  size_t width, height, channels, strips;
} castbook_jpeg_picture_t;

enum { castbook_jpeg_strip_rows = 16 };

/// The codes of a file, of luma's first and second coefficients, then of colours'.
typedef struct {
  uint8_t counts[4][17];
  uint8_t symbols[4][256];
} castbook_jpeg_codes_t;

typedef struct {
  /// Hundredths: 10000 is the best.
  int quality;
  /// Whether colours have half the picture's width and height.
  bool has_half_colors;
  /// Codes that are given. Without them the best ones are found, for which all coefficients are held.
  const castbook_jpeg_codes_t *codes;
  /// Bytes at which writing is given up.
  size_t limit;
  /// Whether bytes are counted alone.
  bool counts_only;
} castbook_jpeg_settings_t;

typedef enum {
  CASTBOOK_JPEG_WRITTEN,
  CASTBOOK_JPEG_OVER_LIMIT,
  CASTBOOK_JPEG_WRITING_NO_MEMORY,
  CASTBOOK_JPEG_WRITING_FAILED,
} castbook_jpeg_written_t;

typedef struct castbook_jpeg_piece castbook_jpeg_piece_t;

/// A file in pieces, on the heap of C.
typedef struct {
  castbook_jpeg_written_t status;
  size_t count;
  castbook_jpeg_piece_t *first;
  /// The codes it has, which know every symbol, so that another picture can be written with them.
  castbook_jpeg_codes_t codes;
  char message[200];
} castbook_jpeg_file_t;

void castbook_jpeg_write(
    castbook_jpeg_file_t *file, castbook_jpeg_picture_t picture, castbook_jpeg_settings_t settings);

/// Moves the bytes to where there is room for `count` of them, or to nowhere.
void castbook_jpeg_file_end(castbook_jpeg_file_t *file, uint8_t *bytes);

/// How much a written file differs from its picture: squares of differences of luma and colours, luma's six
/// times, as coders of video weigh them. UINT64_MAX where it can't be told.
uint64_t castbook_jpeg_difference(
    const uint8_t *bytes, size_t count, castbook_jpeg_picture_t picture);

/// The steps that coefficients of a quality are rounded to, of luma and of colours, in natural order.
void castbook_jpeg_steps(int quality, uint16_t luma[64], uint16_t colors[64]);

#endif
