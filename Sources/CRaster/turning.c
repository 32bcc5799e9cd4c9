#include "turning.h"

#include <string.h>

// Squares of this side are turned one after another, so that what is read across rows stays in the nearest
// cache.
enum { side = 16 };

static inline __attribute__((always_inline)) void turn_square(
    uint8_t *into, const uint8_t *from, size_t width, size_t columns, size_t rows, castbook_pixel_turn_t turn) {
  for (size_t row = 0; row < rows; row++) {
    uint8_t *pixel = into + 3 * row * width;
    const uint8_t *source = from + 3 * (ptrdiff_t)row * turn.down;
    for (size_t column = 0; column < columns; column++) {
      memcpy(pixel, source, 3);
      pixel += 3;
      source += 3 * turn.across;
    }
  }
}

void castbook_turn_pixels(
    uint8_t *into, const uint8_t *from, size_t width, size_t height, castbook_pixel_turn_t turn) {
  for (size_t top = 0; top < height; top += side) {
    for (size_t left = 0; left < width; left += side) {
      const ptrdiff_t first = turn.first + (ptrdiff_t)left * turn.across + (ptrdiff_t)top * turn.down;
      turn_square(
          into + 3 * (top * width + left), from + 3 * first, width,
          width - left < side ? width - left : side, height - top < side ? height - top : side, turn);
    }
  }
}
