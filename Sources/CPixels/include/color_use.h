// Finds out whether a picture has few colors, only greys or no transparency, and packs it
// accordingly.
#ifndef CASTBOOK_COLOR_USE_H
#define CASTBOOK_COLOR_USE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A color in one number: red in the lowest 8 bits, then green, blue and alpha.
typedef uint32_t castbook_color_t;

enum { castbook_maximum_colors = 256 };

typedef struct {
  bool is_grey, is_opaque;
  /// The colors in the order in which they occur, and their number: one more than the maximum if
  /// there are too many.
  castbook_color_t colors[castbook_maximum_colors];
  size_t count;
} castbook_color_use_t;

castbook_color_use_t castbook_color_use(const uint8_t *values, size_t pixels, size_t channels);

/// Writes a row as indices of colors, of 1, 2, 4 or 8 bits, the first in the highest bits. All its
/// colors must be among the `count` given.
void castbook_write_color_indices(
    uint8_t *row, const uint8_t *values, size_t width, size_t channels, unsigned bits,
    const castbook_color_t *colors, size_t count);

/// Writes a row with only some of its channels: `kept` is 1 for grey, 2 for grey and alpha, 3 for
/// colors without alpha.
void castbook_write_channels(
    uint8_t *row, const uint8_t *values, size_t width, size_t channels, size_t kept);

#endif
