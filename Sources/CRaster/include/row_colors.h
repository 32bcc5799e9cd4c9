// Converts rows of pixels to interleaved red, green and blue of 8 bits.
//
// All arithmetic is in integers: the same rows give the same colors on every processor.
#ifndef CASTBOOK_ROW_COLORS_H
#define CASTBOOK_ROW_COLORS_H

#include <stddef.h>
#include <stdint.h>

/// Converts luma and chroma to colors: the luma of black, and the factors of luma and of each
/// chroma, in 65536ths.
typedef struct {
  int32_t black, luma, red_by_cr, green_by_cb, green_by_cr, blue_by_cb;
} castbook_matrix_t;

/// Converts YCbCr by a matrix. A sample of chroma belongs to `across` pixels, a power of two.
void castbook_row_from_ycbcr(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count,
    unsigned across, castbook_matrix_t matrix);

/// Interleaves three planes.
void castbook_row_from_planes(
    uint8_t *rgb, const uint8_t *red, const uint8_t *green, const uint8_t *blue, size_t count);

/// Looks up entries of a table of 256 colors.
void castbook_row_from_entries(
    uint8_t *rgb, const uint8_t *entries, size_t count, const uint8_t table[768]);

/// Flattens pixels of three values and an alpha onto white.
void castbook_row_over_white(uint8_t *rgb, const uint8_t *rgba, size_t count);

/// Flattens pixels of `channels` values onto white, in place. Their alphas are in a row of their
/// own.
void castbook_row_by_alphas(
    uint8_t *pixels, size_t channels, const uint8_t *alphas, size_t count);

#endif
