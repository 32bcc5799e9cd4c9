// Reads a PNG with libpng, row by row. libpng reports errors by longjmp, which Swift can't use.
#ifndef CASTBOOK_PNG_READER_H
#define CASTBOOK_PNG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A picture that is being read.
typedef struct castbook_png castbook_png_t;

/// A part of a file's bytes.
typedef struct {
  size_t start;
  size_t count;
} castbook_png_range_t;

typedef struct {
  /// What is read: these parts of the bytes one after the other, then an end marker if one is
  /// added.
  const uint8_t *bytes;
  castbook_png_range_t ranges[4];
  size_t range_count;
  bool adds_end;
  /// Whether values of 16 bits stay so, in this machine's order; otherwise their low bytes are
  /// dropped.
  bool keeps_16_bits;
  /// Whether compressed data may refer further back than they say they do.
  bool ignores_window;
  /// Longer sides are refused.
  uint32_t maximum_width, maximum_height;
  /// The bytes that libpng and zlib may allocate together.
  size_t memory_limit;
} castbook_png_options_t;

/// The layout of a row: 1 to 4 interleaved channels of 8 or 16 bits.
typedef struct {
  uint32_t width, height;
  unsigned channels, depth;
  size_t row_bytes;
} castbook_png_layout_t;

/// Where the pixels of a row belong: `count` of them in row `row`, `step` apart from column `first`
/// on.
typedef struct {
  uint32_t row, first, step, count;
} castbook_png_position_t;

typedef enum {
  CASTBOOK_PNG_FINE,
  /// After the last row: the rest of the file was read as well.
  CASTBOOK_PNG_ENDED,
  /// libpng refused the file; its message says why.
  CASTBOOK_PNG_REFUSED,
  CASTBOOK_PNG_NO_MEMORY,
} castbook_png_status_t;

/// Prepares to read; NULL if there is no memory. The bytes must outlive the reader.
castbook_png_t *castbook_png_new(const castbook_png_options_t *options);

void castbook_png_free(castbook_png_t *reader);

/// Reads everything in front of the picture data. Grey of fewer than 8 bits, palettes and `tRNS`
/// become whole values with alpha. No colour is converted.
castbook_png_status_t castbook_png_begin(castbook_png_t *reader, castbook_png_layout_t *layout);

/// Reads the next row into `row_bytes` of memory: of an interlaced picture the rows of each pass
/// from the top, whose pixels are at the beginning of the memory.
castbook_png_status_t castbook_png_next(
    castbook_png_t *reader, uint8_t *row, castbook_png_position_t *position);

/// Why the file was refused, in libpng's words; empty if it was not.
const char *castbook_png_message(const castbook_png_t *reader);

/// What libpng warned of first; empty if there was nothing.
const char *castbook_png_warning(const castbook_png_t *reader);

#endif
