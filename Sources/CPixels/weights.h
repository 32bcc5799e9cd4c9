// The weights of stored pixels in a scaled one, along one side.
#ifndef CASTBOOK_WEIGHTS_H
#define CASTBOOK_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

/// One side of a picture that is scaled.
typedef struct {
  int64_t from, to;
  /// The maximum number of pixels that one is made of.
  size_t taps;
  /// The number of fractional bits of weights.
  int shift;
} castbook_side_t;

/// Describes a side. `maximum_bits` is the maximum of fractional bits: sums of values and weights
/// must fit into
/// 32 bits.
castbook_side_t castbook_side(size_t from, size_t to, int maximum_bits);

/// The pixels that one is made of: `count` of them from `first` on, and the two it lies between,
/// whose values bound it when the picture grows.
typedef struct {
  int64_t first;
  size_t count;
  int64_t before, behind;
} castbook_window_t;

/// Writes the weights of the scaled pixel at `index`, which add up to exactly 1. `weights` and
/// `shares` have room for the side's `taps`. A mirrored picture gets mirrored weights.
castbook_window_t castbook_weights(
    castbook_side_t side, int64_t index, int16_t *weights, double *shares);

#endif
