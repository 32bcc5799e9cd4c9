// Colours of three curves and a matrix, such as those of cameras and screens, turned into others of that
// kind.
#ifndef CASTBOOK_SHAPING_H
#define CASTBOOK_SHAPING_H

#include <stddef.h>
#include <stdint.h>

enum {
  // What linear white comes to in sums.
  castbook_shaped_one = 1 << 22,
  // Linear values that are told apart, beside nought.
  castbook_shaped_steps = 1 << 14,
};

/// Turns so many pixels of three values, or of four where the last is alpha, which stays as it is.
///
/// `adds` says what each of the 256 values of each of the three channels adds to linear red, green and blue,
/// with a nought behind them: 3 × 256 × 4 numbers, whose sums stay within 31 bits. `shown` says for each
/// linear value, from nought to `castbook_shaped_steps`, what it is shown as.
void castbook_shape(
    uint8_t *into, const uint8_t *from, size_t count, size_t channels, const int32_t *adds,
    const uint8_t *shown);

#endif
