// Scales a picture row by row: each row is scaled across when it arrives, and kept until the rows below that
// a window needs have arrived as well.
//
// The loops are measured: change them only with `Benchmarks/prepare` before and after.
//
// Decision: docs/decisions/0020-preparing.md. Tests: PreparingTests (ResamplerTests, which compares it with
// PlainScaling), under the address and thread sanitizers in `Scripts/test --long`. Fuzz target: `prepare`.
#include "scaling.h"

#include "light.h"
#include "quicker.h"
#include "scaling_loops.h"

#include <stdlib.h>
#include <string.h>

// Colors are in 16 bits. With alpha they are premultiplied, which would leave few bits of nearly transparent
// pixels, so values then have 32 bits and sums 64.
struct castbook_scaler {
  castbook_scale_t scale;
  castbook_side_t across, down;
  size_t taps, row_values, new_row_values, value_bytes;
  castbook_window_t *windows;
  int16_t *weights, *down_weights;
  double *shares;
  /// The row that arrived, as planes with extra values at their ends, which windows may extend over; the rows
  /// scaled across that are still needed; and a row that is scaled down as well.
  void *row, *rows, *result;
  const void **window_rows;
  size_t taken, made;
  /// The rows that the next finished row is made of.
  castbook_window_t window;
  castbook_light_t light;
};

static size_t taps_of(castbook_side_t side) {
  const size_t step = castbook_taps_step;
  return (side.taps + step - 1) / step * step;
}

// A scaler with its sizes set, and nothing allocated.
static castbook_scaler_t measured(castbook_scale_t scale) {
  const castbook_side_t across = castbook_side(scale.width, scale.new_width, 16);
  // Values that were scaled across may exceed full light, so weights down have a bit less.
  const castbook_side_t down = castbook_side(scale.height, scale.new_height, 15);
  const size_t taps = taps_of(across);
  return (castbook_scaler_t){
      .scale = scale, .across = across, .down = down, .taps = taps,
      .row_values = scale.channels * (scale.width + taps),
      .new_row_values = scale.channels * scale.new_width,
      .value_bytes = scale.channels == 4 ? sizeof(int32_t) : sizeof(int16_t)};
}

static size_t most_taps(const castbook_scaler_t *scaler) {
  return scaler->across.taps > scaler->down.taps ? scaler->across.taps : scaler->down.taps;
}

size_t castbook_scaler_memory(castbook_scale_t scale) {
  const castbook_scaler_t it = measured(scale);
  return sizeof it + scale.new_width * (sizeof *it.windows + it.taps * sizeof *it.weights) +
         it.value_bytes * (it.row_values + (it.down.taps + 1) * it.new_row_values) +
         it.down.taps * (sizeof *it.window_rows + sizeof *it.down_weights) +
         most_taps(&it) * sizeof *it.shares;
}

castbook_scaler_t *castbook_scaler_new(castbook_scale_t scale) {
  castbook_scaler_t *it = malloc(sizeof *it);
  if (it == NULL) return NULL;
  *it = measured(scale);
  it->windows = malloc(scale.new_width * sizeof *it->windows);
  it->weights = calloc(scale.new_width * it->taps, sizeof *it->weights);
  it->down_weights = malloc(it->down.taps * sizeof *it->down_weights);
  it->shares = malloc(most_taps(it) * sizeof *it->shares);
  it->row = calloc(it->row_values, it->value_bytes);
  it->rows = malloc(it->down.taps * it->new_row_values * it->value_bytes);
  it->result = malloc(it->new_row_values * it->value_bytes);
  it->window_rows = malloc(it->down.taps * sizeof *it->window_rows);
  if (it->windows == NULL || it->weights == NULL || it->down_weights == NULL ||
      it->shares == NULL || it->row == NULL || it->rows == NULL || it->result == NULL ||
      it->window_rows == NULL) {
    castbook_scaler_free(it);
    return NULL;
  }
  castbook_light_fill(&it->light);
  for (size_t i = 0; i < scale.new_width; i++) {
    it->windows[i] =
        castbook_weights(it->across, (int64_t)i, it->weights + i * it->taps, it->shares);
  }
  it->window = castbook_weights(it->down, 0, it->down_weights, it->shares);
  return it;
}

void castbook_scaler_free(castbook_scaler_t *scaler) {
  if (scaler == NULL) return;
  free(scaler->windows);
  free(scaler->weights);
  free(scaler->down_weights);
  free(scaler->shares);
  free(scaler->row);
  free(scaler->rows);
  free(scaler->result);
  free(scaler->window_rows);
  free(scaler);
}

// MARK: A row arrives

static inline __attribute__((always_inline)) void spread(
    int16_t *planes, size_t stride, const uint8_t *row, size_t width, size_t channels,
    const int16_t *light) {
  for (size_t i = 0; i < width; i++) {
    for (size_t channel = 0; channel < channels; channel++) {
      planes[channel * stride + i] = light[row[i * channels + channel]];
    }
  }
}

static void spread_weighed(
    int32_t *planes, size_t stride, const uint8_t *row, size_t width, const uint16_t *light) {
  for (size_t i = 0; i < width; i++) {
    const int32_t alpha = row[4 * i + 3];
    for (size_t channel = 0; channel < 3; channel++) {
      planes[channel * stride + i] = light[row[4 * i + channel]] * alpha;
    }
    planes[3 * stride + i] = castbook_fine_light * alpha;
  }
}

static void *held_row(const castbook_scaler_t *it, size_t row) {
  return (uint8_t *)it->rows + row % it->down.taps * it->new_row_values * it->value_bytes;
}

void castbook_scaler_take(castbook_scaler_t *it, const uint8_t *row) {
  const castbook_scale_t scale = it->scale;
  const size_t stride = scale.width + it->taps;
  const castbook_across_t across = {
      .weights = it->weights, .windows = it->windows, .count = scale.new_width,
      .taps = it->taps, .shift = it->across.shift,
      .is_bounded = scale.new_width >= scale.width};
  void *place = held_row(it, it->taken);
  switch (scale.channels) {
  case 1: spread(it->row, stride, row, scale.width, 1, it->light.of_value); break;
  case 3: spread(it->row, stride, row, scale.width, 3, it->light.of_value); break;
  default: spread_weighed(it->row, stride, row, scale.width, it->light.fine_of_value);
  }
  for (size_t channel = 0; channel < scale.channels; channel++) {
    if (scale.channels == 4) {
      castbook_scale_across_fine(
          (int32_t *)place + channel * scale.new_width, (int32_t *)it->row + channel * stride,
          across);
    } else {
      castbook_scale_across(
          (int16_t *)place + channel * scale.new_width, (int16_t *)it->row + channel * stride,
          across);
    }
  }
  it->taken++;
}

// MARK: A row is finished

static inline __attribute__((always_inline)) int32_t within(int32_t value, int32_t most) {
  return value < 0 ? 0 : value > most ? most : value;
}

static inline __attribute__((always_inline)) void gather(
    uint8_t *row, const int16_t *planes, size_t width, size_t channels, const uint8_t *values) {
  for (size_t i = 0; i < width; i++) {
    for (size_t channel = 0; channel < channels; channel++) {
      row[i * channels + channel] =
          values[within(planes[channel * width + i], castbook_full_light)];
    }
  }
}

static void gather_weighed(
    uint8_t *row, const int32_t *planes, size_t width, const uint8_t *values) {
  for (size_t i = 0; i < width; i++) {
    const int64_t alpha = within(planes[3 * width + i], 255 * castbook_fine_light);
    const uint8_t seen = (uint8_t)((alpha + castbook_fine_light / 2) / castbook_fine_light);
    for (size_t channel = 0; channel < 3; channel++) {
      const int64_t light = within(planes[channel * width + i], (int32_t)alpha);
      // A transparent pixel has no color.
      row[4 * i + channel] =
          seen == 0 ? 0 : values[(light * castbook_full_light + alpha / 2) / alpha];
    }
    row[4 * i + 3] = seen;
  }
}

static void sum_down(castbook_scaler_t *it) {
  const castbook_window_t window = it->window;
  const size_t count = it->new_row_values;
  for (size_t i = 0; i < window.count; i++) {
    it->window_rows[i] = held_row(it, (size_t)window.first + i);
  }
  const void *before = held_row(it, (size_t)window.before);
  const void *behind = held_row(it, (size_t)window.behind);
  const bool grows = it->scale.new_height >= it->scale.height;
  if (it->scale.channels == 4) {
    castbook_scale_down_fine(
        it->result, (const int32_t *const *)it->window_rows, it->down_weights, window.count,
        count, it->down.shift);
    if (grows) castbook_scale_bound_fine(it->result, before, behind, count);
  } else {
    castbook_scale_down(
        it->result, (const int16_t *const *)it->window_rows, it->down_weights, window.count,
        count, it->down.shift);
    if (grows) castbook_scale_bound(it->result, before, behind, count);
  }
}

bool castbook_scaler_next(castbook_scaler_t *it, uint8_t *row) {
  const size_t last = (size_t)it->window.first + it->window.count;
  if (it->made == it->scale.new_height || it->taken < last) return false;
  sum_down(it);
  const size_t width = it->scale.new_width;
  switch (it->scale.channels) {
  case 1: gather(row, it->result, width, 1, it->light.to_value); break;
  case 3: gather(row, it->result, width, 3, it->light.to_value); break;
  default: gather_weighed(row, it->result, width, it->light.to_value);
  }
  it->made++;
  if (it->made < it->scale.new_height) {
    it->window = castbook_weights(it->down, (int64_t)it->made, it->down_weights, it->shares);
  }
  return true;
}
