#include "scaling_loops.h"

#include "quicker.h"

#include <string.h>

typedef int16_t shorts_t __attribute__((vector_size(16)));
typedef int32_t products_t __attribute__((vector_size(32)));
typedef int32_t sums_t __attribute__((vector_size(16)));

static inline __attribute__((always_inline)) shorts_t shorts(const int16_t *from) {
  shorts_t values;
  memcpy(&values, from, sizeof values);
  return values;
}

// The sums of pairs of products: one instruction on most processors.
static inline __attribute__((always_inline)) sums_t products(shorts_t a, shorts_t b) {
  const products_t products =
      __builtin_convertvector(a, products_t) * __builtin_convertvector(b, products_t);
  return __builtin_shufflevector(products, products, 0, 2, 4, 6) +
         __builtin_shufflevector(products, products, 1, 3, 5, 7);
}

static inline __attribute__((always_inline)) int32_t clamp(int32_t value, int32_t a, int32_t b) {
  const int32_t low = a < b ? a : b, high = a < b ? b : a;
  return value < low ? low : value > high ? high : value;
}

static inline __attribute__((always_inline)) void across_row(
    int16_t *out, const int16_t *row, castbook_across_t across, size_t taps) {
  const int32_t half = 1 << (across.shift - 1);
  const int16_t *weights = across.weights;
  for (size_t i = 0; i < across.count; i++) {
    const int16_t *pixels = row + across.windows[i].first;
    sums_t sums = products(shorts(pixels), shorts(weights));
    for (size_t tap = castbook_taps_step; tap < taps; tap += castbook_taps_step) {
      sums += products(shorts(pixels + tap), shorts(weights + tap));
    }
    out[i] = (int16_t)((sums[0] + sums[1] + sums[2] + sums[3] + half) >> across.shift);
    weights += taps;
  }
}

static void bound_across(int16_t *out, const int16_t *row, castbook_across_t across) {
  for (size_t i = 0; i < across.count; i++) {
    const castbook_window_t window = across.windows[i];
    out[i] = (int16_t)clamp(out[i], row[window.before], row[window.behind]);
  }
}

QUICKER
void castbook_scale_across(int16_t *out, const int16_t *row, castbook_across_t across) {
  switch (across.taps) {
  case 8: across_row(out, row, across, 8); break;
  case 16: across_row(out, row, across, 16); break;
  case 24: across_row(out, row, across, 24); break;
  default: across_row(out, row, across, across.taps);
  }
  if (across.is_bounded) bound_across(out, row, across);
}

QUICKER
void castbook_scale_across_fine(int32_t *out, const int32_t *row, castbook_across_t across) {
  const int64_t half = (int64_t)1 << (across.shift - 1);
  for (size_t i = 0; i < across.count; i++) {
    const castbook_window_t window = across.windows[i];
    const int16_t *weights = across.weights + i * across.taps;
    int64_t sum = half;
    for (size_t tap = 0; tap < window.count; tap++) {
      sum += (int64_t)row[(size_t)window.first + tap] * weights[tap];
    }
    const int32_t value = (int32_t)(sum >> across.shift);
    out[i] = across.is_bounded ? clamp(value, row[window.before], row[window.behind]) : value;
  }
}

// MARK: Down

// The number of columns that are summed at once, so that sums stay in registers or in the cache.
enum { strip = 128 };

QUICKER
void castbook_scale_down(
    int16_t *out, const int16_t *const *rows, const int16_t *weights, size_t taps, size_t count,
    int shift) {
  for (size_t start = 0; start < count; start += strip) {
    const size_t width = count - start < strip ? count - start : strip;
    int32_t sums[strip];
    for (size_t i = 0; i < strip; i++) sums[i] = 1 << (shift - 1);
    size_t tap = 0;
    for (; tap + 4 <= taps; tap += 4) {
      const int16_t *a = rows[tap] + start, *b = rows[tap + 1] + start;
      const int16_t *c = rows[tap + 2] + start, *d = rows[tap + 3] + start;
      const int32_t e = weights[tap], f = weights[tap + 1];
      const int32_t g = weights[tap + 2], h = weights[tap + 3];
      for (size_t i = 0; i < width; i++) sums[i] += a[i] * e + b[i] * f + c[i] * g + d[i] * h;
    }
    for (; tap < taps; tap++) {
      const int16_t *a = rows[tap] + start;
      for (size_t i = 0; i < width; i++) sums[i] += a[i] * weights[tap];
    }
    for (size_t i = 0; i < width; i++) out[start + i] = (int16_t)(sums[i] >> shift);
  }
}

QUICKER
void castbook_scale_down_fine(
    int32_t *out, const int32_t *const *rows, const int16_t *weights, size_t taps, size_t count,
    int shift) {
  for (size_t i = 0; i < count; i++) {
    int64_t sum = (int64_t)1 << (shift - 1);
    for (size_t tap = 0; tap < taps; tap++) sum += (int64_t)rows[tap][i] * weights[tap];
    out[i] = (int32_t)(sum >> shift);
  }
}

QUICKER
void castbook_scale_bound(int16_t *out, const int16_t *a, const int16_t *b, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = (int16_t)clamp(out[i], a[i], b[i]);
}

QUICKER
void castbook_scale_bound_fine(int32_t *out, const int32_t *a, const int32_t *b, size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = clamp(out[i], a[i], b[i]);
}
