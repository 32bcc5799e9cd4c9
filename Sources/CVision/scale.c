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
  int32_t *weights;
} castbook_samples_t;

static void free_samples(castbook_samples_t *samples) {
  free(samples->first);
  free(samples->weights);
}

// Chooses the weights of a triangle as wide as two samples of the coarser side.
static bool find_samples(castbook_samples_t *samples, uint32_t length, size_t side) {
  const double scale = (double)length / (double)side, width = scale > 1 ? scale : 1;
  samples->taps = (size_t)(2 * width) + 3;
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
    const double start = center - width;
    size_t first = start > 0 ? (size_t)start : 0;
    if (first > length - samples->taps) first = length - samples->taps;
    double sum = 0;
    for (size_t tap = 0; tap < samples->taps; tap++) {
      const double distance = (double)(first + tap) + 0.5 - center;
      const double share = 1 - (distance < 0 ? -distance : distance) / width;
      shares[tap] = share > 0 ? share : 0;
      sum = sum + shares[tap];
    }
    int32_t *weights = samples->weights + index * samples->taps, rest = one;
    size_t largest = 0;
    for (size_t tap = 0; tap < samples->taps; tap++) {
      weights[tap] = (int32_t)(shares[tap] / sum * one + 0.5);
      rest -= weights[tap];
      if (weights[tap] > weights[largest]) largest = tap;
    }
    weights[largest] += rest;
    samples->first[index] = (uint32_t)first;
  }
  free(shares);
  return true;
}

// Scales a row to `side` pixels.
static void scale_row(
    const uint8_t *row, const castbook_samples_t *samples, size_t side, uint8_t *to) {
  for (size_t x = 0; x < side; x++) {
    const int32_t *weights = samples->weights + x * samples->taps;
    const uint8_t *from = row + 3 * (size_t)samples->first[x];
    int32_t red = one / 2, green = one / 2, blue = one / 2;
    for (size_t tap = 0; tap < samples->taps; tap++, from += 3) {
      red += weights[tap] * from[0];
      green += weights[tap] * from[1];
      blue += weights[tap] * from[2];
    }
    to[3 * x] = (uint8_t)(red / one);
    to[3 * x + 1] = (uint8_t)(green / one);
    to[3 * x + 2] = (uint8_t)(blue / one);
  }
}

bool castbook_vision_scale(
    const uint8_t *pixels, uint32_t width, castbook_vision_box_t box, size_t side,
    uint8_t *square) {
  castbook_samples_t across = {0}, down = {0};
  if (!find_samples(&across, box.width, side)) return false;
  const size_t row_bytes = 3 * side;
  uint8_t *rows = malloc(box.height * row_bytes);
  int32_t *sums = malloc(row_bytes * sizeof *sums);
  const bool has_memory = rows && sums && find_samples(&down, box.height, side);
  if (has_memory) {
    for (size_t y = 0; y < box.height; y++)
      scale_row(
          pixels + 3 * ((size_t)(box.y + y) * width + box.x), &across, side, rows + y * row_bytes);
    for (size_t y = 0; y < side; y++) {
      for (size_t index = 0; index < row_bytes; index++) sums[index] = one / 2;
      for (size_t tap = 0; tap < down.taps; tap++) {
        const int32_t weight = down.weights[y * down.taps + tap];
        const uint8_t *row = rows + (down.first[y] + tap) * row_bytes;
        for (size_t index = 0; index < row_bytes; index++) sums[index] += weight * row[index];
      }
      for (size_t index = 0; index < row_bytes; index++)
        square[y * row_bytes + index] = (uint8_t)(sums[index] / one);
    }
    free_samples(&down);
  }
  free_samples(&across);
  free(rows);
  free(sums);
  return has_memory;
}
