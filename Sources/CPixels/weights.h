// How much of each stored pixel is in a scaled one, along one side.
#ifndef CASTBOOK_WEIGHTS_H
#define CASTBOOK_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

/// One side of a picture that is scaled.
typedef struct {
  int64_t from, to;
  /// The most pixels that are in one.
  size_t taps;
  /// Weights have so many bits behind the point.
  int shift;
} castbook_side_t;

/// `most_bits` says how fine weights may be: sums of values and weights must not pass 32 bits.
castbook_side_t castbook_side(size_t from, size_t to, int most_bits);

/// The pixels that one is made of: `count` of them from `first` on, and the two it lies between, which bound it
/// where the picture grows.
typedef struct {
  int64_t first;
  size_t count;
  int64_t before, behind;
} castbook_window_t;

/// Fills the weights of the scaled pixel `place`, which add up to 1 to the last bit. `shares` has room for as
/// many as `weights`, which is `taps` of the side. The picture turned round gives the same weights turned round.
castbook_window_t castbook_weights(
    castbook_side_t side, int64_t place, int16_t *weights, double *shares);

#endif
