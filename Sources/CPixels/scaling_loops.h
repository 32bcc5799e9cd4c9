// The loops of scaling, over rows whose channels lie one behind the other.
#ifndef CASTBOOK_SCALING_LOOPS_H
#define CASTBOOK_SCALING_LOOPS_H

#include "weights.h"

/// Weights of a row are filled up with zeros to a multiple of this many, and rows are as much longer.
enum { castbook_taps_step = 8 };

/// A row's pixels from another's: `count` windows of `taps` weights each.
typedef struct {
  const int16_t *weights;
  const castbook_window_t *windows;
  size_t count, taps;
  int shift;
  int is_bounded;
} castbook_across_t;

void castbook_scale_across(int16_t *out, const int16_t *row, castbook_across_t across);
void castbook_scale_across_fine(int32_t *out, const int32_t *row, castbook_across_t across);

/// Sums rows, each times its weight.
void castbook_scale_down(
    int16_t *out, const int16_t *const *rows, const int16_t *weights, size_t taps, size_t count,
    int shift);
void castbook_scale_down_fine(
    int32_t *out, const int32_t *const *rows, const int16_t *weights, size_t taps, size_t count,
    int shift);

/// Keeps values between those of two rows.
void castbook_scale_bound(int16_t *out, const int16_t *a, const int16_t *b, size_t count);
void castbook_scale_bound_fine(int32_t *out, const int32_t *a, const int32_t *b, size_t count);

#endif
