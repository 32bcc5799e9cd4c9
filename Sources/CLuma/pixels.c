// Converts rows of pixels to luma, over white where they are transparent.
//
// The loops over pixels are measured: change them only with `Benchmarks/similar` and
// `Benchmarks/check` before and after. All arithmetic is in integers, so every processor finds the
// same.
//
// Decision: docs/decisions/0012-phash.md. Tests: MediaTests (LumaPlanes), under the address and
// thread sanitizers in `Scripts/test --long`. Fuzz targets: `png-proof`, `full-png` and `inspect`.
#include "luma.h"

#include <string.h>

// On x86 these loops are two to four times as fast with the wider instructions of newer processors.
// A sanitizer is not ready yet when the loader chooses between the two, so it gets only one.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer)
#define QUICKER __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define QUICKER
#endif

// The weights are those of libjpeg, in 65536ths; they add up to 1.
static inline uint8_t luma_of(uint32_t red, uint32_t green, uint32_t blue) {
  return (uint8_t)((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
}

static inline uint8_t over_white(uint32_t luma, uint32_t alpha) {
  return (uint8_t)((luma * alpha + 255 * (255 - alpha) + 127) / 255);
}

uint8_t castbook_luma_of_color(uint8_t red, uint8_t green, uint8_t blue) {
  return luma_of(red, green, blue);
}

uint8_t castbook_luma_over_white(uint8_t luma, uint8_t alpha) { return over_white(luma, alpha); }

static inline __attribute__((always_inline)) void convert(
    uint8_t *lumas, const uint8_t *value, size_t count, castbook_pixels_t kind) {
  for (size_t i = 0; i < count; i++, value += kind) {
    switch (kind) {
    case CASTBOOK_PIXELS_GREY: lumas[i] = value[0]; break;
    case CASTBOOK_PIXELS_GREY_ALPHA: lumas[i] = over_white(value[0], value[1]); break;
    case CASTBOOK_PIXELS_RGB: lumas[i] = luma_of(value[0], value[1], value[2]); break;
    case CASTBOOK_PIXELS_RGB_ALPHA:
      lumas[i] = over_white(luma_of(value[0], value[1], value[2]), value[3]);
      break;
    }
  }
}

QUICKER static void convert_rgb(uint8_t *lumas, const uint8_t *bytes, size_t count) {
  convert(lumas, bytes, count, CASTBOOK_PIXELS_RGB);
}

QUICKER static void convert_rgb_alpha(uint8_t *lumas, const uint8_t *bytes, size_t count) {
  convert(lumas, bytes, count, CASTBOOK_PIXELS_RGB_ALPHA);
}

void castbook_luma_of_pixels(
    uint8_t *lumas, const uint8_t *bytes, size_t count, castbook_pixels_t kind) {
  switch (kind) {
  case CASTBOOK_PIXELS_GREY: memcpy(lumas, bytes, count); break;
  case CASTBOOK_PIXELS_GREY_ALPHA: convert(lumas, bytes, count, kind); break;
  case CASTBOOK_PIXELS_RGB: convert_rgb(lumas, bytes, count); break;
  case CASTBOOK_PIXELS_RGB_ALPHA: convert_rgb_alpha(lumas, bytes, count); break;
  }
}

void castbook_luma_row_over_white(uint8_t *lumas, const uint8_t *alphas, size_t count) {
  for (size_t i = 0; i < count; i++) lumas[i] = over_white(lumas[i], alphas[i]);
}

void castbook_luma_expand(uint8_t *lumas, const uint8_t *narrow, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const int32_t from_black = ((int32_t)narrow[i] - 16) * 255;
    const int32_t wide = from_black <= 0 ? 0 : (from_black + 109) / 219;
    lumas[i] = (uint8_t)(wide < 255 ? wide : 255);
  }
}

void castbook_luma_of_deep(uint8_t *lumas, const uint8_t *values, size_t count, unsigned depth) {
  const unsigned down = depth > 8 ? depth - 8 : 0;
  for (size_t i = 0; i < count; i++) {
    uint16_t value;
    memcpy(&value, values + 2 * i, sizeof value);
    const unsigned high = (unsigned)value >> down;
    lumas[i] = (uint8_t)(high < 255 ? high : 255);
  }
}
