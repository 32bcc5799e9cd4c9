#include "turning.h"

#include <stdbool.h>
#include <string.h>

// Squares of this side are turned one after another, so that what is read across rows stays in the
// nearest cache.
enum { side = 32 };

// Copies pixels of a row. If `is_inside`, there is a byte after each of them, so that four are
// copied at once: the next pixel overwrites the fourth.
static inline __attribute__((always_inline)) void turn_row(
    uint8_t *into, const uint8_t *from, size_t count, ptrdiff_t step, const bool is_inside) {
  for (size_t i = 0; i + 1 < count; i++) memcpy(into + 3 * i, from + step * (ptrdiff_t)i, is_inside ? 4 : 3);
  memcpy(into + 3 * (count - 1), from + step * (ptrdiff_t)(count - 1), 3);
}

void castbook_turn_pixels(
    uint8_t *into, const uint8_t *from, size_t width, size_t height, castbook_pixel_turn_t turn) {
  const ptrdiff_t last = (ptrdiff_t)(width * height) - 1, step = 3 * turn.across;
  for (size_t top = 0; top < height; top += side) {
    const size_t bottom = height - top < side ? height : top + side;
    for (size_t left = 0; left < width; left += side) {
      const size_t columns = width - left < side ? width - left : side;
      for (size_t row = top; row < bottom; row++) {
        const ptrdiff_t first = turn.first + (ptrdiff_t)left * turn.across + (ptrdiff_t)row * turn.down;
        uint8_t *pixel = into + 3 * (row * width + left);
        // Only a row that begins or ends with the last pixel of the picture contains it.
        if (first == last || first + turn.across * (ptrdiff_t)(columns - 1) == last) {
          turn_row(pixel, from + 3 * first, columns, step, false);
        } else {
          turn_row(pixel, from + 3 * first, columns, step, true);
        }
      }
    }
  }
}
