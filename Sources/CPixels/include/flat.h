// What a picture of few colours, of greys, or one that is not seen through can be written as.
#ifndef CASTBOOK_FLAT_H
#define CASTBOOK_FLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A colour in one number: red in the lowest 8 bits, then green, blue, and how little one sees through it.
typedef uint32_t castbook_color_t;

enum { castbook_most_colors = 256 };

typedef struct {
  bool is_grey, is_opaque;
  /// The colours in the order in which they are met, and how many there are: one more than the most where they
  /// are too many.
  castbook_color_t colors[castbook_most_colors];
  size_t count;
} castbook_flat_t;

castbook_flat_t castbook_flat(const uint8_t *values, size_t pixels, size_t channels);

/// Writes a row as numbers of colours, of 1, 2, 4 or 8 bits, the first in the highest bits. All its colours are
/// among the `count`.
void castbook_flat_numbers(
    uint8_t *row, const uint8_t *values, size_t width, size_t channels, unsigned bits,
    const castbook_color_t *colors, size_t count);

/// Writes a row with some of its channels alone: 1 is grey, 2 has alpha behind it, 3 has none.
void castbook_flat_keep(
    uint8_t *row, const uint8_t *values, size_t width, size_t channels, size_t kept);

#endif
