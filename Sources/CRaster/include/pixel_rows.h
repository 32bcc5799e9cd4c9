// Composes rows of full-size pixels, with interleaved values of 8 or 16 bits.
//
// All arithmetic is in integers: the same rows give the same values on every processor.
#ifndef CASTBOOK_PIXEL_ROWS_H
#define CASTBOOK_PIXEL_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Where values are put in a row: `channels` is the number of values of each pixel, and `first` the
/// index of the first value that is written.
typedef struct {
  size_t channels, first;
} castbook_slots_t;

/// Converts luma and chroma of up to 16 bits to values of 16 bits: the value of black, the chroma
/// of no color, and the factors of luma and of each chroma, in 2^24ths.
typedef struct {
  int32_t black, middle;
  int64_t luma, red_by_cr, green_by_cb, green_by_cr, blue_by_cb;
} castbook_deep_matrix_t;

/// Unpacks the first `kept` of the `samples` values of each of `count` pixels in a line. Values
/// have `depth` bits, up to 16, the high one first; those of 8 and 16 bits are in the byte order of
/// the machine. Values of up to 8 bits become 8 bits, others 16 bits. If `scaled` is true, the
/// maximum stays the maximum.
void castbook_pixels_unpack(
    void *row, castbook_slots_t slots, const uint8_t *line, size_t count, size_t samples, size_t kept,
    unsigned depth, bool scaled);

/// Puts values of 8 bits into a row.
void castbook_pixels_put(
    uint8_t *row, castbook_slots_t slots, const uint8_t *values, size_t count);

/// Puts values into a row of 16 bits: their distance from `black`, times `luma`.
void castbook_pixels_put_deep(
    uint16_t *row, castbook_slots_t slots, const uint16_t *values, size_t count,
    castbook_deep_matrix_t matrix);

/// Converts luma and chroma of up to 16 bits to red, green and blue of 16 bits. A sample of chroma
/// belongs to `across` pixels.
void castbook_pixels_put_ycbcr(
    uint16_t *row, castbook_slots_t slots, const uint16_t *y, const uint16_t *cb, const uint16_t *cr,
    size_t count, unsigned across, castbook_deep_matrix_t matrix);

/// Undoes premultiplied alpha, in place. Alpha is the last value of each pixel.
void castbook_pixels_unpremultiply(void *row, size_t count, size_t channels, unsigned depth);

#endif
