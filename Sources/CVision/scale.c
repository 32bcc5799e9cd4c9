#include <stdlib.h>
#include <string.h>

#include "vision.h"

// Each operation is rounded separately.
#pragma STDC FP_CONTRACT OFF

enum { one = 1 << 14 };  // The sum of the weights of a sample.

// The samples that make each sample of the result, with their weights: `taps` for each.
typedef struct {
  size_t taps;
  uint32_t *first;
  int16_t *weights;
} castbook_samples_t;

static void free_samples(castbook_samples_t *samples) {
  free(samples->first);
  free(samples->weights);
}

// The weight of a sample at a distance from the center, by a cubic curve that keeps edges sharp.
static double share_at(double distance) {
  const double x = distance < 0 ? -distance : distance;
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

// Chooses the weights of a curve as wide as four samples of the coarser side.
static bool find_samples(castbook_samples_t *samples, uint32_t length, size_t side) {
  const double scale = (double)length / (double)side, width = scale > 1 ? scale : 1;
  samples->taps = (size_t)(4 * width) + 3;
  if (samples->taps > length) samples->taps = length;
  samples->first = calloc(side, sizeof *samples->first);
  samples->weights = calloc(side * samples->taps, sizeof *samples->weights);
  double *shares = calloc(samples->taps, sizeof *shares);
  if (!samples->first || !samples->weights || !shares) {
    free(shares);
    free_samples(samples);
    return false;
  }
  for (size_t index = 0; index < side; index++) {
    const double center = ((double)index + 0.5) * scale;
    const double start = center - 2 * width;
    size_t first = start > 0 ? (size_t)start : 0;
    if (first > length - samples->taps) first = length - samples->taps;
    double sum = 0;
    for (size_t tap = 0; tap < samples->taps; tap++) {
      shares[tap] = share_at(((double)(first + tap) + 0.5 - center) / width);
      sum = sum + shares[tap];
    }
    int16_t *weights = samples->weights + index * samples->taps;
    int32_t rest = one;
    size_t largest = 0;
    for (size_t tap = 0; tap < samples->taps; tap++) {
      // The whole weight of one sample is added, so that the cast rounds negative weights, too.
      weights[tap] = (int16_t)((int32_t)(shares[tap] / sum * one + one + 0.5) - one);
      rest -= weights[tap];
      if (weights[tap] > weights[largest]) largest = tap;
    }
    weights[largest] = (int16_t)(weights[largest] + rest);
    samples->first[index] = (uint32_t)first;
  }
  free(shares);
  return true;
}

// Returns a sum of weighted values as a value. Negative weights can lead out of bounds.
static uint8_t value_of(int32_t sum) {
  return (uint8_t)(sum < 0 ? 0 : sum / one > 255 ? 255 : sum / one);
}

// Adds weighted values of several rows.
static inline __attribute__((always_inline)) void add_rows(
    const uint8_t *first, size_t row_bytes, const int16_t *weights, size_t taps, int32_t *sums,
    size_t count) {
  for (size_t tap = 0; tap < taps; tap++)
    for (size_t index = 0; index < count; index++)
      sums[index] += weights[tap] * first[tap * row_bytes + index];
}

// Scales the rows of a part of a picture to one row of the result, some values at a time. The sums
// stay in registers where their number is a constant.
static void scale_rows(
    const uint8_t *first, size_t row_bytes, const int16_t *weights, size_t taps, uint8_t *to,
    size_t count) {
  enum { together = 32 };
  for (size_t start = 0; start < count; start += together) {
    const size_t end = count - start < together ? count - start : together;
    int32_t sums[together];
    for (size_t index = 0; index < together; index++) sums[index] = one / 2;
    if (end == together) {
      add_rows(first + start, row_bytes, weights, taps, sums, together);
    } else {
      add_rows(first + start, row_bytes, weights, taps, sums, end);
    }
    for (size_t index = 0; index < end; index++) to[start + index] = value_of(sums[index]);
  }
}

// Scales a row to `side` pixels.
static void scale_row(
    const uint8_t *row, const castbook_samples_t *samples, size_t side, uint8_t *to) {
  for (size_t x = 0; x < side; x++) {
    const int16_t *weights = samples->weights + x * samples->taps;
    const uint8_t *from = row + 3 * (size_t)samples->first[x];
    int32_t red = one / 2, green = one / 2, blue = one / 2;
    for (size_t tap = 0; tap < samples->taps; tap++, from += 3) {
      red += weights[tap] * from[0];
      green += weights[tap] * from[1];
      blue += weights[tap] * from[2];
    }
    to[3 * x] = value_of(red);
    to[3 * x + 1] = value_of(green);
    to[3 * x + 2] = value_of(blue);
  }
}

bool castbook_vision_scale(
    const uint8_t *pixels, uint32_t width, castbook_vision_box_t box, size_t side,
    uint8_t *square) {
  castbook_samples_t across = {0}, down = {0};
  if (!find_samples(&across, box.width, side)) return false;
  const size_t row_bytes = 3 * (size_t)width, count = 3 * (size_t)box.width;
  uint8_t *row = malloc(count);
  const bool has_memory = row && find_samples(&down, box.height, side);
  if (has_memory) {
    for (size_t y = 0; y < side; y++) {
      const uint8_t *first = pixels + (box.y + down.first[y]) * row_bytes + 3 * (size_t)box.x;
      scale_rows(first, row_bytes, down.weights + y * down.taps, down.taps, row, count);
      scale_row(row, &across, side, square + 3 * y * side);
    }
    free_samples(&down);
  }
  free_samples(&across);
  free(row);
  return has_memory;
}
