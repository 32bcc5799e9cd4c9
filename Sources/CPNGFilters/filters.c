#include "png_filters.h"

#include "quicker.h"

#include <string.h>

// Every loop is one that processors do many bytes of at once.

// The sum of differences as they count: those over 127 are negative ones.
static inline __attribute__((always_inline)) uint64_t sum(const uint8_t *bytes, size_t count) {
  uint64_t all = 0;
  for (size_t start = 0; start < count; start += 1 << 16) {
    const size_t end = count - start < 1 << 16 ? count : start + (1 << 16);
    uint32_t part = 0;
    for (size_t i = start; i < end; i++) {
      const uint8_t value = bytes[i], negative = (uint8_t)-value;
      part += value < negative ? value : negative;
    }
    all += part;
  }
  return all;
}

static inline __attribute__((always_inline)) int16_t distance(int16_t a, int16_t b) {
  const int16_t away = (int16_t)(a - b);
  return (int16_t)(away < 0 ? -away : away);
}

static inline __attribute__((always_inline)) uint8_t paeth(
    int16_t left, int16_t above, int16_t corner) {
  const int16_t a = distance(above, corner), b = distance(left, corner);
  const int16_t c = distance((int16_t)(left + above), (int16_t)(2 * corner));
  const int16_t other = b <= c ? above : corner;
  return (uint8_t)(a <= b && a <= c ? left : other);
}

// Subtracts the prediction of a filter, by its number in PNG. Beyond the left border everything is
// 0.
static inline __attribute__((always_inline)) void apply_filter(
    unsigned filter, uint8_t *out, const uint8_t *row, const uint8_t *above, size_t count,
    size_t step) {
  const size_t first = count < step ? count : step;
  for (size_t i = 0; i < first; i++) {
    const uint8_t prediction[] = {0, 0, above[i], above[i] / 2, above[i]};
    out[i] = (uint8_t)(row[i] - prediction[filter]);
  }
  switch (filter) {
  case 0: memcpy(out, row, count); break;
  case 1:
    for (size_t i = first; i < count; i++) out[i] = (uint8_t)(row[i] - row[i - step]);
    break;
  case 2:
    for (size_t i = first; i < count; i++) out[i] = (uint8_t)(row[i] - above[i]);
    break;
  case 3:
    for (size_t i = first; i < count; i++) {
      out[i] = (uint8_t)(row[i] - (row[i - step] + above[i]) / 2);
    }
    break;
  default:
    for (size_t i = first; i < count; i++) {
      out[i] = (uint8_t)(row[i] - paeth(row[i - step], above[i], above[i - step]));
    }
  }
}

QUICKER
void castbook_filter_row(
    uint8_t *filtered, uint8_t *scratch, const uint8_t *row, const uint8_t *above, size_t count,
    size_t step) {
  uint8_t *candidate = scratch, *best = scratch + count;
  uint64_t minimum = UINT64_MAX;
  for (unsigned filter = 0; filter <= 4; filter++) {
    apply_filter(filter, candidate, row, above, count, step);
    const uint64_t differences = sum(candidate, count);
    if (differences >= minimum) continue;
    minimum = differences;
    filtered[0] = (uint8_t)filter;
    uint8_t *const other = best;
    best = candidate;
    candidate = other;
  }
  memcpy(filtered + 1, best, count);
}
