// Puts together rows of full-size pixels: values of 8 or of 16 bits, side by side.
//
// All of it is arithmetic of whole numbers: the same rows give the same values on every processor.
#ifndef CASTBOOK_PIXEL_ROWS_H
#define CASTBOOK_PIXEL_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Where the values that are put into a row go: as many a pixel as it has channels, the first of them at
/// `first`.
typedef struct {
  size_t channels, first;
} castbook_slots_t;

/// What luma and chroma of up to 16 bits are made values of 16 bits by, in 2^24ths: what is black, what is no
/// colour, and how much luma and either chroma add.
typedef struct {
  int32_t black, middle;
  int64_t luma, red_by_cr, green_by_cb, green_by_cr, blue_by_cb;
} castbook_deep_matrix_t;

/// Takes the first `kept` of the `samples` values of each of `count` pixels out of a line, each of so many
/// bits up to 16, the high one first; of 8 and of 16 bits in the machine's own order. They become values
/// of 8 bits, of more than 8 bits values of 16: all of them `scaled` so that the largest stays the largest.
void castbook_pixels_unpack(
    void *row, castbook_slots_t slots, const uint8_t *line, size_t count, size_t samples, size_t kept,
    unsigned depth, bool scaled);

/// Puts values of 8 bits into a row.
void castbook_pixels_put(
    uint8_t *row, castbook_slots_t slots, const uint8_t *values, size_t count);

/// Puts values into a row of 16 bits: how far they are from `black`, times `luma` 2^24ths.
void castbook_pixels_put_deep(
    uint16_t *row, castbook_slots_t slots, const uint16_t *values, size_t count,
    castbook_deep_matrix_t matrix);

/// Luma and chroma of up to 16 bits as red, green and blue of 16; a sample of chroma belongs to `across`
/// pixels.
void castbook_pixels_put_film(
    uint16_t *row, castbook_slots_t slots, const uint16_t *y, const uint16_t *cb, const uint16_t *cr,
    size_t count, unsigned across, castbook_deep_matrix_t matrix);

/// Undoes, in place, that the colours of each pixel were darkened by the alpha behind them.
void castbook_pixels_lighten(void *row, size_t count, size_t channels, unsigned depth);

#endif
