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

// PNG's Paeth predictor: the neighbor nearest to left + above - corner. If they are equally near,
// left precedes above, and above precedes corner.
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

// What two rows know from the step before: the values to the left, and those above them.
typedef struct {
  values_t left, corner;
} pair_t;

// Unfilters a pixel of the upper row, in the low half of the vectors, and the pixel to the left of
// it in the lower row, whose upper neighbor was made in the step before. Sub is Paeth with zeros
// above.
static inline __attribute__((always_inline)) bytes_t unfilter_step(
    pair_t *pair, values_t upper, values_t lower, values_t above, values_t uses_above) {
  const values_t up = __builtin_shufflevector(above, pair->left, 0, 1, 2, 3, 8, 9, 10, 11) & uses_above;
  const values_t coded = __builtin_shufflevector(upper, lower, 0, 1, 2, 3, 8, 9, 10, 11);
  const values_t value = (coded + nearest(pair->left, up, pair->corner)) & 255;
  *pair = (pair_t){.left = value, .corner = up};
  return __builtin_convertvector(value, bytes_t);
}

static inline __attribute__((always_inline)) bytes_t second_half(bytes_t bytes) {
  return __builtin_shufflevector(bytes, bytes, 4, 5, 6, 7, 4, 5, 6, 7);
}

static inline __attribute__((always_inline)) void unfilter_pair(
    uint8_t upper_filter, uint8_t lower_filter, uint8_t *upper, uint8_t *lower, const uint8_t *above,
    size_t count, const size_t size) {
  const int16_t is_upper = upper_filter == 4 ? -1 : 0, is_lower = lower_filter == 4 ? -1 : 0;
  const values_t uses_above = {is_upper, is_upper, is_upper, is_upper,
                               is_lower, is_lower, is_lower, is_lower};
  const values_t none = {0};
  const size_t pixels = count / size;
  if (pixels == 0) return;
  pair_t pair = {none, none};
  bytes_t bytes = unfilter_step(&pair, load(upper, size), none, load(above, size), uses_above);
  memcpy(upper, &bytes, size);
  // The lower row begins in the next step, with nothing to its left.
  const values_t first = pair.left;
  pair.corner = __builtin_shufflevector(pair.corner, none, 0, 1, 2, 3, 8, 8, 8, 8);
  pair.left = __builtin_shufflevector(first, none, 0, 1, 2, 3, 8, 8, 8, 8);
  for (size_t i = size; i < pixels * size; i += size) {
    bytes = unfilter_step(
        &pair, load(upper + i, size), load(lower + i - size, size), load(above + i, size), uses_above);
    memcpy(upper + i, &bytes, size);
    bytes = second_half(bytes);
    memcpy(lower + i - size, &bytes, size);
  }
  const size_t last = (pixels - 1) * size;
  bytes = second_half(unfilter_step(&pair, none, load(lower + last, size), none, uses_above));
  memcpy(lower + last, &bytes, size);
}

bool castbook_unfilter_in_pairs(uint8_t filter, size_t pixel_bytes) {
  return (filter == 1 || filter == 4) && (pixel_bytes == 3 || pixel_bytes == 4);
}

void castbook_unfilter_pair(
    uint8_t upper_filter, uint8_t lower_filter, uint8_t *upper, uint8_t *lower,
    const uint8_t *above, size_t count, size_t pixel_bytes) {
  if (pixel_bytes == 3) {
    unfilter_pair(upper_filter, lower_filter, upper, lower, above, count, 3);
  } else {
    unfilter_pair(upper_filter, lower_filter, upper, lower, above, count, 4);
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
