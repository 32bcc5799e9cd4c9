#include "placing.h"

#include <string.h>

// The number of columns that are placed at once, so that the memory that is written stays in the
// cache.
enum { strip = 64 };

static inline __attribute__((always_inline)) void place_strip(
    uint8_t *target, const uint8_t *pixels, size_t count, int64_t across, size_t channels) {
  for (size_t i = 0; i < count; i++) {
    for (size_t channel = 0; channel < channels; channel++) target[channel] = pixels[channel];
    target += across;
    pixels += channels;
  }
}

static void place_pixels(
    uint8_t *target, const uint8_t *pixels, size_t count, int64_t across, size_t channels) {
  switch (channels) {
  case 1: place_strip(target, pixels, count, across, 1); break;
  case 3: place_strip(target, pixels, count, across, 3); break;
  default: place_strip(target, pixels, count, across, channels);
  }
}

void castbook_place_rows(
    uint8_t *upright, castbook_placing_t placing, const uint8_t *pixels, size_t width, size_t rows,
    size_t row, size_t channels) {
  const size_t row_bytes = width * channels;
  if (placing.across == 1) {
    for (size_t i = 0; i < rows; i++) {
      const int64_t start = placing.first + (int64_t)(row + i) * placing.down;
      memcpy(upright + start * (int64_t)channels, pixels + i * row_bytes, row_bytes);
    }
    return;
  }
  for (size_t column = 0; column < width; column += strip) {
    const size_t count = width - column < strip ? width - column : strip;
    for (size_t i = 0; i < rows; i++) {
      const int64_t start = placing.first + (int64_t)(row + i) * placing.down +
                            (int64_t)column * placing.across;
      place_pixels(upright + start * (int64_t)channels, pixels + i * row_bytes + column * channels, count,
            placing.across * (int64_t)channels, channels);
    }
  }
}
