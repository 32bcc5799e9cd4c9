#include "row_colors.h"

#include "quicker.h"

#include <string.h>

static inline uint8_t clamped(int32_t value) {
  return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

// The factors of JPEG's standard, in 65536ths.
QUICKER void castbook_row_of_jpeg(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const int32_t luma = y[i] * 65536 + 32768, blue = cb[i] - 128, red = cr[i] - 128;
    rgb[3 * i] = clamped((luma + 91881 * red) >> 16);
    rgb[3 * i + 1] = clamped((luma - 22554 * blue - 46802 * red) >> 16);
    rgb[3 * i + 2] = clamped((luma + 116130 * blue) >> 16);
  }
}

static inline __attribute__((always_inline)) void convert_film(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count,
    unsigned shift, castbook_matrix_t matrix) {
  for (size_t i = 0; i < count; i++) {
    const int32_t luma = (y[i] - matrix.black) * matrix.luma + 32768;
    const int32_t blue = cb[i >> shift] - 128, red = cr[i >> shift] - 128;
    rgb[3 * i] = clamped((luma + matrix.red_by_cr * red) >> 16);
    rgb[3 * i + 1] = clamped((luma + matrix.green_by_cb * blue + matrix.green_by_cr * red) >> 16);
    rgb[3 * i + 2] = clamped((luma + matrix.blue_by_cb * blue) >> 16);
  }
}

QUICKER static void convert_full(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count,
    castbook_matrix_t matrix) {
  convert_film(rgb, y, cb, cr, count, 0, matrix);
}

QUICKER static void convert_halved(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count,
    castbook_matrix_t matrix) {
  convert_film(rgb, y, cb, cr, count, 1, matrix);
}

void castbook_row_of_film(
    uint8_t *rgb, const uint8_t *y, const uint8_t *cb, const uint8_t *cr, size_t count,
    unsigned across, castbook_matrix_t matrix) {
  switch (across) {
  case 1: convert_full(rgb, y, cb, cr, count, matrix); break;
  case 2: convert_halved(rgb, y, cb, cr, count, matrix); break;
  default: convert_film(rgb, y, cb, cr, count, across == 4 ? 2 : 3, matrix);
  }
}

QUICKER void castbook_row_of_planes(
    uint8_t *rgb, const uint8_t *red, const uint8_t *green, const uint8_t *blue, size_t count) {
  for (size_t i = 0; i < count; i++) {
    rgb[3 * i] = red[i];
    rgb[3 * i + 1] = green[i];
    rgb[3 * i + 2] = blue[i];
  }
}

void castbook_row_of_entries(
    uint8_t *rgb, const uint8_t *entries, size_t count, const uint8_t table[768]) {
  for (size_t i = 0; i < count; i++) memcpy(rgb + 3 * i, table + (size_t)3 * entries[i], 3);
}

QUICKER void castbook_row_of_pairs(uint8_t *values, const uint8_t *pairs, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = pairs[2 * i];
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
    // Most pixels of most pictures are not see-through.
    if (alphas[i] == 255) continue;
    for (size_t channel = 0; channel < channels; channel++) {
      uint8_t *value = pixels + i * channels + channel;
      *value = over_white(*value, alphas[i]);
    }
  }
}
