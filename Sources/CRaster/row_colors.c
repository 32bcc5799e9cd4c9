#include "row_colors.h"

#include "quicker.h"

#include <string.h>

static inline uint8_t clamped(int32_t value) {
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

QUICKER void castbook_row_from_planes(
    uint8_t *rgb, const uint8_t *red, const uint8_t *green, const uint8_t *blue, size_t count) {
  for (size_t i = 0; i < count; i++) {
    rgb[3 * i] = red[i];
    rgb[3 * i + 1] = green[i];
    rgb[3 * i + 2] = blue[i];
  }
}

// The number of pixels that are converted at once, channel by channel.
enum { block = 512 };

QUICKER static void convert_block(
    uint8_t *restrict red, uint8_t *restrict green, uint8_t *restrict blue, const uint8_t *y,
    const uint8_t *cb, const uint8_t *cr, size_t count, castbook_matrix_t matrix) {
  for (size_t i = 0; i < count; i++) {
    const int32_t luma = (y[i] - matrix.black) * matrix.luma + 32768;
    const int32_t to_blue = cb[i] - 128, to_red = cr[i] - 128;
    red[i] = clamped((luma + matrix.red_by_cr * to_red) >> 16);
    green[i] = clamped((luma + matrix.green_by_cb * to_blue + matrix.green_by_cr * to_red) >> 16);
    blue[i] = clamped((luma + matrix.blue_by_cb * to_blue) >> 16);
  }
}

// Repeats each sample 1 << `shift` times.
static inline __attribute__((always_inline)) void repeat_by(
    uint8_t *restrict into, const uint8_t *samples, size_t count, unsigned shift) {
  for (size_t i = 0; i < count; i++) into[i] = samples[i >> shift];
}

QUICKER static void repeat_twice(uint8_t *restrict into, const uint8_t *samples, size_t count) {
  for (size_t i = 0; i < count / 2; i++) into[2 * i] = into[2 * i + 1] = samples[i];
  if (count % 2 != 0) into[count - 1] = samples[count / 2];
}

static const uint8_t *repeat(
    uint8_t *into, const uint8_t *samples, size_t count, unsigned across) {
  switch (across) {
  case 1: return samples;
  case 2: repeat_twice(into, samples, count); return into;
  default: repeat_by(into, samples, count, across == 4 ? 2 : 3); return into;
  }
}

void castbook_row_from_ycbcr(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count,
    unsigned across, castbook_matrix_t matrix) {
  uint8_t channels[3][block], chroma[2][block];
  for (size_t start = 0; start < count; start += block) {
    const size_t pixels = count - start < block ? count - start : block;
    convert_block(
        channels[0], channels[1], channels[2], y + start,
        repeat(chroma[0], cb + start / across, pixels, across),
        repeat(chroma[1], cr + start / across, pixels, across), pixels, matrix);
    castbook_row_from_planes(rgb + 3 * start, channels[0], channels[1], channels[2], pixels);
  }
}

void castbook_row_from_entries(
    uint8_t *rgb, const uint8_t *entries, size_t count, const uint8_t table[768]) {
  for (size_t i = 0; i < count; i++) memcpy(rgb + 3 * i, table + (size_t)3 * entries[i], 3);
}

static inline uint8_t over_white(uint32_t value, uint32_t alpha) {
  return (uint8_t)((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

QUICKER void castbook_row_over_white(uint8_t *rgb, const uint8_t *rgba, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t alpha = rgba[4 * i + 3];
    rgb[3 * i] = over_white(rgba[4 * i], alpha);
    rgb[3 * i + 1] = over_white(rgba[4 * i + 1], alpha);
    rgb[3 * i + 2] = over_white(rgba[4 * i + 2], alpha);
  }
}

void castbook_row_by_alphas(
    uint8_t *pixels, size_t channels, const uint8_t *alphas, size_t count) {
  for (size_t i = 0; i < count; i++) {
    // Most pixels of most pictures are opaque.
    if (alphas[i] == 255) continue;
    for (size_t channel = 0; channel < channels; channel++) {
      uint8_t *value = pixels + i * channels + channel;
      *value = over_white(*value, alphas[i]);
    }
  }
}
