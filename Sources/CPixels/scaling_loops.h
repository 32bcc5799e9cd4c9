// The loops of scaling, over rows whose channels are separate planes.
#ifndef CASTBOOK_SCALING_LOOPS_H
#define CASTBOOK_SCALING_LOOPS_H

#include "weights.h"

/// Weights are padded with zeros to a multiple of this number, and rows are that much longer.
enum { castbook_taps_step = 8 };

/// How a row is scaled across: `count` windows of `taps` weights each.
typedef struct {
  const int16_t *weights;
  const castbook_window_t *windows;
  size_t count, taps;
  int shift;
  int is_bounded;
} castbook_across_t;

void castbook_scale_across(int16_t *out, const int16_t *row, castbook_across_t across);
void castbook_scale_across_fine(int32_t *out, const int32_t *row, castbook_across_t across);

/// Adds rows, each multiplied by its weight.
void castbook_scale_down(
    int16_t *out, const int16_t *const *rows, const int16_t *weights, size_t taps, size_t count,
    int shift);
void castbook_scale_down_fine(
    int32_t *out, const int32_t *const *rows, const int16_t *weights, size_t taps, size_t count,
    int shift);

/// Limits values to the range between those of two rows.
void castbook_scale_bound(int16_t *out, const int16_t *a, const int16_t *b, size_t count);
void castbook_scale_bound_fine(int32_t *out, const int32_t *a, const int32_t *b, size_t count);

#endif
