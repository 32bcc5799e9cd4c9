// Scales a picture row by row: each row is scaled across when it arrives, and kept until the rows
// below that a window needs have arrived as well.
//
// The loops are measured: change them only with `Benchmarks/prepare` before and after.
//
// Decision: docs/decisions/0020-preparing.md. Tests: PreparingTests (ResamplerTests, which compares
// it with PlainScaling), under the address and thread sanitizers in `Scripts/test --long`. Fuzz
// target: `prepare`.
#include "scaling.h"

#include "light.h"
#include "quicker.h"
#include "scaling_loops.h"

#include <stdlib.h>
#include <string.h>

// Colors are in 16 bits. With alpha they are premultiplied, which would leave few bits of nearly
// transparent pixels, so values then have 32 bits and sums 64.
struct castbook_scaler {
  castbook_scale_t scale;
  castbook_side_t across, down;
  size_t taps, row_values, new_row_values, value_bytes;
  castbook_window_t *windows;
  int16_t *weights, *down_weights;
  double *shares;
  /// The row that arrived, as planes with extra values at their ends, which windows may extend
  /// over; the rows scaled across that are still needed; and a row that is scaled down as well.
  void *row, *rows, *result;
  const void **window_rows;
  size_t added, made;
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

static size_t maximum_taps(const castbook_scaler_t *scaler) {
  return scaler->across.taps > scaler->down.taps ? scaler->across.taps : scaler->down.taps;
}

size_t castbook_scaler_memory(castbook_scale_t scale) {
  const castbook_scaler_t scaler = measured(scale);
  return sizeof scaler + scale.new_width * (sizeof *scaler.windows + scaler.taps * sizeof *scaler.weights) +
         scaler.value_bytes * (scaler.row_values + (scaler.down.taps + 1) * scaler.new_row_values) +
         scaler.down.taps * (sizeof *scaler.window_rows + sizeof *scaler.down_weights) +
         maximum_taps(&scaler) * sizeof *scaler.shares;
}

castbook_scaler_t *castbook_scaler_new(castbook_scale_t scale) {
  castbook_scaler_t *scaler = malloc(sizeof *scaler);
  if (scaler == NULL) return NULL;
  *scaler = measured(scale);
  scaler->windows = malloc(scale.new_width * sizeof *scaler->windows);
  scaler->weights = calloc(scale.new_width * scaler->taps, sizeof *scaler->weights);
  scaler->down_weights = malloc(scaler->down.taps * sizeof *scaler->down_weights);
  scaler->shares = malloc(maximum_taps(scaler) * sizeof *scaler->shares);
  scaler->row = calloc(scaler->row_values, scaler->value_bytes);
  scaler->rows = malloc(scaler->down.taps * scaler->new_row_values * scaler->value_bytes);
  scaler->result = malloc(scaler->new_row_values * scaler->value_bytes);
  scaler->window_rows = malloc(scaler->down.taps * sizeof *scaler->window_rows);
  if (scaler->windows == NULL || scaler->weights == NULL || scaler->down_weights == NULL ||
      scaler->shares == NULL || scaler->row == NULL || scaler->rows == NULL || scaler->result == NULL ||
      scaler->window_rows == NULL) {
    castbook_scaler_free(scaler);
    return NULL;
  }
  castbook_light_fill(&scaler->light);
  for (size_t i = 0; i < scale.new_width; i++) {
    scaler->windows[i] =
        castbook_weights(scaler->across, (int64_t)i, scaler->weights + i * scaler->taps, scaler->shares);
  }
  scaler->window = castbook_weights(scaler->down, 0, scaler->down_weights, scaler->shares);
  return scaler;
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

static void spread_premultiplied(
    int32_t *planes, size_t stride, const uint8_t *row, size_t width, const uint16_t *light) {
  for (size_t i = 0; i < width; i++) {
    const int32_t alpha = row[4 * i + 3];
    for (size_t channel = 0; channel < 3; channel++) {
      planes[channel * stride + i] = light[row[4 * i + channel]] * alpha;
    }
    planes[3 * stride + i] = castbook_fine_light * alpha;
  }
}

static void *buffered_row(const castbook_scaler_t *scaler, size_t row) {
  return (uint8_t *)scaler->rows + row % scaler->down.taps * scaler->new_row_values * scaler->value_bytes;
}

void castbook_scaler_add(castbook_scaler_t *scaler, const uint8_t *row) {
  const castbook_scale_t scale = scaler->scale;
  const size_t stride = scale.width + scaler->taps;
  const castbook_across_t across = {
      .weights = scaler->weights, .windows = scaler->windows, .count = scale.new_width,
      .taps = scaler->taps, .shift = scaler->across.shift,
      .is_bounded = scale.new_width >= scale.width};
  void *target = buffered_row(scaler, scaler->added);
  switch (scale.channels) {
  case 1: spread(scaler->row, stride, row, scale.width, 1, scaler->light.of_value); break;
  case 3: spread(scaler->row, stride, row, scale.width, 3, scaler->light.of_value); break;
  default: spread_premultiplied(scaler->row, stride, row, scale.width, scaler->light.fine_of_value);
  }
  for (size_t channel = 0; channel < scale.channels; channel++) {
    if (scale.channels == 4) {
      castbook_scale_across_fine(
          (int32_t *)target + channel * scale.new_width, (int32_t *)scaler->row + channel * stride,
          across);
    } else {
      castbook_scale_across(
          (int16_t *)target + channel * scale.new_width, (int16_t *)scaler->row + channel * stride,
          across);
    }
  }
  scaler->added++;
}

// MARK: A row is finished

static inline __attribute__((always_inline)) int32_t within(int32_t value, int32_t maximum) {
  return value < 0 ? 0 : value > maximum ? maximum : value;
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

static void gather_premultiplied(
    uint8_t *row, const int32_t *planes, size_t width, const uint8_t *values) {
  for (size_t i = 0; i < width; i++) {
    const int64_t alpha = within(planes[3 * width + i], 255 * castbook_fine_light);
    const uint8_t opacity = (uint8_t)((alpha + castbook_fine_light / 2) / castbook_fine_light);
    for (size_t channel = 0; channel < 3; channel++) {
      const int64_t light = within(planes[channel * width + i], (int32_t)alpha);
      // A transparent pixel has no color.
      row[4 * i + channel] =
          opacity == 0 ? 0 : values[(light * castbook_full_light + alpha / 2) / alpha];
    }
    row[4 * i + 3] = opacity;
  }
}

static void sum_down(castbook_scaler_t *scaler) {
  const castbook_window_t window = scaler->window;
  const size_t count = scaler->new_row_values;
  for (size_t i = 0; i < window.count; i++) {
    scaler->window_rows[i] = buffered_row(scaler, (size_t)window.first + i);
  }
  const void *before = buffered_row(scaler, (size_t)window.before);
  const void *behind = buffered_row(scaler, (size_t)window.behind);
  const bool grows = scaler->scale.new_height >= scaler->scale.height;
  if (scaler->scale.channels == 4) {
    castbook_scale_down_fine(
        scaler->result, (const int32_t *const *)scaler->window_rows, scaler->down_weights, window.count,
        count, scaler->down.shift);
    if (grows) castbook_scale_bound_fine(scaler->result, before, behind, count);
  } else {
    castbook_scale_down(
        scaler->result, (const int16_t *const *)scaler->window_rows, scaler->down_weights, window.count,
        count, scaler->down.shift);
    if (grows) castbook_scale_bound(scaler->result, before, behind, count);
  }
}

bool castbook_scaler_next(castbook_scaler_t *scaler, uint8_t *row) {
  const size_t last = (size_t)scaler->window.first + scaler->window.count;
  if (scaler->made == scaler->scale.new_height || scaler->added < last) return false;
  sum_down(scaler);
  const size_t width = scaler->scale.new_width;
  switch (scaler->scale.channels) {
  case 1: gather(row, scaler->result, width, 1, scaler->light.to_value); break;
  case 3: gather(row, scaler->result, width, 3, scaler->light.to_value); break;
  default: gather_premultiplied(row, scaler->result, width, scaler->light.to_value);
  }
  scaler->made++;
  if (scaler->made < scaler->scale.new_height) {
    scaler->window = castbook_weights(scaler->down, (int64_t)scaler->made, scaler->down_weights, scaler->shares);
  }
  return true;
}
