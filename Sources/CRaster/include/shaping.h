// Converts between color spaces that are three curves and a matrix, such as those of cameras and
// screens.
#ifndef CASTBOOK_SHAPING_H
#define CASTBOOK_SHAPING_H

#include <stddef.h>
#include <stdint.h>

enum {
  // The value of linear white in sums.
  castbook_shaped_one = 1 << 22,
  // The number of linear values that are distinguished, besides 0.
  castbook_shaped_steps = 1 << 14,
};

/// Converts `count` pixels of three values, or of four if the last is alpha, which is copied.
///
/// `adds` has what each of the 256 values of each of the three channels adds to linear red, green
/// and blue, followed by a 0: 3 × 256 × 4 numbers, whose sums stay within 31 bits. `shown` has the
/// encoded value of each linear value from 0 to `castbook_shaped_steps`.
void castbook_shape(
    uint8_t *into, const uint8_t *from, size_t count, size_t channels, const int32_t *adds,
    const uint8_t *shown);

#endif
