#include "png_filters.h"

#include <string.h>

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
