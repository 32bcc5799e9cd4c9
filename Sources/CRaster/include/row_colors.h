// Turns rows of pixels into red, green and blue of 8 bits, which stand together.
//
// All of it is arithmetic of whole numbers: the same rows give the same colours on every processor.
#ifndef CASTBOOK_ROW_COLORS_H
#define CASTBOOK_ROW_COLORS_H

#include <stddef.h>
#include <stdint.h>

/// What luma and chroma are made of colours by, in 65536ths: what is black, and how much luma and either
/// chroma add.
typedef struct {
  int32_t black, luma, red_by_cr, green_by_cb, green_by_cr, blue_by_cb;
} castbook_matrix_t;

/// YCbCr by a matrix; a sample of chroma belongs to `across` pixels, which is a power of two.
void castbook_row_of_film(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count,
    unsigned across, castbook_matrix_t matrix);

/// Three planes.
void castbook_row_of_planes(
    uint8_t *rgb, const uint8_t *red, const uint8_t *green, const uint8_t *blue, size_t count);

/// Entries of a table of 256 colours.
void castbook_row_of_entries(
    uint8_t *rgb, const uint8_t *entries, size_t count, const uint8_t table[768]);

/// Pixels of three values and an alpha over white: three values remain.
void castbook_row_over_white(uint8_t *rgb, const uint8_t *rgba, size_t count);

/// Pixels of so many values over white, in place, each as far as its alpha in a row of its own says.
void castbook_row_by_alphas(
    uint8_t *pixels, size_t channels, const uint8_t *alphas, size_t count);

#endif
