// Converts rows of pixels to luma, and undoes the filters of PNG.
//
// The loops over pixels are measured: change them only with `Benchmarks/similar` and `Benchmarks/check`
// before and after. All arithmetic is in integers, so every processor finds the same.
//
// Decisions: docs/decisions/0012-phash.md for luma, 0006-proof-of-integrity.md for the filters. Tests:
// MediaTests (LumaPlanes, PixelsOfPNGs, LargePNGs), under the address and thread sanitizers in `Scripts/test
// --long`. Fuzz targets: `png-proof`, `png-pixels`, `full-png` and `inspect`.
#include "luma.h"

#include <string.h>

// On x86 these loops are two to four times as fast with the wider instructions of newer processors. A
// sanitizer is not ready yet when the loader chooses between the two, so it gets only one.
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
    uint8_t *lumas, const uint8_t *bytes, size_t count, castbook_pixels_t kind, size_t width,
    size_t place) {
  const size_t step = width * (size_t)kind;
  const uint8_t *value = bytes + place;
  for (size_t i = 0; i < count; i++, value += step) {
    switch (kind) {
    case CASTBOOK_PIXELS_GREY: lumas[i] = value[0]; break;
    case CASTBOOK_PIXELS_GREY_ALPHA: lumas[i] = over_white(value[0], value[width]); break;
    case CASTBOOK_PIXELS_RGB:
      lumas[i] = luma_of(value[0], value[width], value[2 * width]);
      break;
    case CASTBOOK_PIXELS_RGB_ALPHA:
      lumas[i] =
          over_white(luma_of(value[0], value[width], value[2 * width]), value[3 * width]);
      break;
    }
  }
}

QUICKER static void convert_rgb(uint8_t *lumas, const uint8_t *bytes, size_t count) {
  convert(lumas, bytes, count, CASTBOOK_PIXELS_RGB, 1, 0);
}

QUICKER static void convert_rgb_alpha(uint8_t *lumas, const uint8_t *bytes, size_t count) {
  convert(lumas, bytes, count, CASTBOOK_PIXELS_RGB_ALPHA, 1, 0);
}

void castbook_luma_of_pixels(
    uint8_t *lumas, const uint8_t *bytes, size_t count, castbook_pixels_t kind, size_t value_bytes,
    size_t value_place) {
  if (value_bytes == 1 && kind == CASTBOOK_PIXELS_GREY) {
    memcpy(lumas, bytes, count);
  } else if (value_bytes == 1 && kind == CASTBOOK_PIXELS_RGB) {
    convert_rgb(lumas, bytes, count);
  } else if (value_bytes == 1 && kind == CASTBOOK_PIXELS_RGB_ALPHA) {
    convert_rgb_alpha(lumas, bytes, count);
  } else {
    convert(lumas, bytes, count, kind, value_bytes, value_place);
  }
}

void castbook_luma_row_over_white(uint8_t *lumas, const uint8_t *alphas, size_t count) {
  for (size_t i = 0; i < count; i++) lumas[i] = over_white(lumas[i], alphas[i]);
}

void castbook_luma_spread(uint8_t *lumas, const uint8_t *narrow, size_t count) {
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

// MARK: The filters of PNG

// The values of a pixel side by side, in 16 bits so that sums and differences fit.
typedef int16_t values_t __attribute__((vector_size(16)));
typedef uint8_t bytes_t __attribute__((vector_size(8)));

static inline __attribute__((always_inline)) values_t load(const uint8_t *from, size_t count) {
  bytes_t bytes = {0};
  memcpy(&bytes, from, count);
  return __builtin_convertvector(bytes, values_t);
}

static inline __attribute__((always_inline)) values_t store(
    uint8_t *into, values_t values, size_t count) {
  const bytes_t bytes = __builtin_convertvector(values, bytes_t);
  memcpy(into, &bytes, count);
  return __builtin_convertvector(bytes, values_t);
}

static inline __attribute__((always_inline)) values_t size_of(values_t value) {
  const values_t sign = value >> 15;
  return (value ^ sign) - sign;
}

// PNG's Paeth predictor: the neighbor nearest to left + above - corner. If they are equally near, left
// precedes above, and above precedes corner.
static inline __attribute__((always_inline)) values_t nearest(
    values_t left, values_t above, values_t corner) {
  const values_t to_left = size_of(above - corner), to_above = size_of(left - corner);
  const values_t to_corner = size_of(left + above - corner - corner);
  const values_t takes_left = (to_left <= to_above) & (to_left <= to_corner);
  const values_t takes_above = ~takes_left & (to_above <= to_corner);
  return (takes_left & left) | (takes_above & above) | (~(takes_left | takes_above) & corner);
}

// Unfilters whole pixels of 1 to 8 bytes; `size` is a constant wherever this is inlined.
static inline __attribute__((always_inline)) void unfilter_pixels(
    uint8_t filter, uint8_t *row, const uint8_t *above, size_t count, const size_t size) {
  values_t left = {0}, corner = {0};
  for (size_t i = 0; i + size <= count; i += size) {
    values_t value = load(row + i, size);
    switch (filter) {
    case 1: value += left; break;
    case 3: value += (left + load(above + i, size)) >> 1; break;
    default: {
      const values_t up = load(above + i, size);
      value += nearest(left, up, corner);
      corner = up;
    }
    }
    left = store(row + i, value, size);
  }
}

void castbook_unfilter(
    uint8_t filter, uint8_t *row, const uint8_t *above, size_t count, size_t pixel_bytes) {
  if (filter == 2) {
    for (size_t i = 0; i < count; i++) row[i] = (uint8_t)(row[i] + above[i]);
    return;
  }
  if (filter == 0 || filter > 4) return;
#define FOR(size, kind) \
  if (pixel_bytes == size && filter == kind) { \
    unfilter_pixels(kind, row, above, count, size); \
    return; \
  }
#define FOR_ALL(size) FOR(size, 1) FOR(size, 3) FOR(size, 4)
  FOR_ALL(1) FOR_ALL(2) FOR_ALL(3) FOR_ALL(4) FOR_ALL(6) FOR_ALL(8)
}
