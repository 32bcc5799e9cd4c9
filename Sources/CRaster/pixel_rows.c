#include "pixel_rows.h"

#include "quicker.h"

#include <string.h>

// The `depth` bits from `bit` on, up to 16, the high one first. No byte after the last of them is
// read.
static inline uint32_t bits_at(const uint8_t *line, size_t bit, unsigned depth) {
  const size_t byte = bit / 8;
  const unsigned end = (unsigned)(bit % 8) + depth;
  uint32_t bits = (uint32_t)line[byte] << 16;
  if (end > 8) bits |= (uint32_t)line[byte + 1] << 8;
  if (end > 16) bits |= line[byte + 2];
  return bits >> (24 - end) & ((1U << depth) - 1);
}

static inline uint32_t scaled_to(uint32_t maximum, uint32_t value, unsigned depth) {
  const uint32_t largest = (1U << depth) - 1;
  return (value * maximum + largest / 2) / largest;
}

static void unpack_bits(
    void *row, castbook_slots_t slots, const uint8_t *line, size_t count, size_t samples, size_t kept,
    unsigned depth, bool scaled) {
  uint8_t *narrow = row;
  uint16_t *wide = row;
  for (size_t i = 0; i < count; i++) {
    for (size_t k = 0; k < kept; k++) {
      const uint32_t value = bits_at(line, (i * samples + k) * depth, depth);
      const size_t index = i * slots.channels + slots.first + k;
      if (depth > 8) {
        wide[index] = (uint16_t)(scaled ? scaled_to(65535, value, depth) : value);
      } else {
        narrow[index] = (uint8_t)(scaled ? scaled_to(255, value, depth) : value);
      }
    }
  }
}

QUICKER void castbook_pixels_unpack(
    void *row, castbook_slots_t slots, const uint8_t *line, size_t count, size_t samples, size_t kept,
    unsigned depth, bool scaled) {
  if (depth != 8 && depth != 16) {
    unpack_bits(row, slots, line, count, samples, kept, depth, scaled);
    return;
  }
  const size_t bytes = depth / 8;
  uint8_t *target = (uint8_t *)row + slots.first * bytes;
  if (kept == samples && kept == slots.channels) {
    memcpy(target, line, count * samples * bytes);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    memcpy(target, line, kept * bytes);
    target += slots.channels * bytes;
    line += samples * bytes;
  }
}

QUICKER void castbook_pixels_put(
    uint8_t *row, castbook_slots_t slots, const uint8_t *values, size_t count) {
  row += slots.first;
  for (size_t i = 0; i < count; i++) row[i * slots.channels] = values[i];
}

static inline uint16_t clamped(int64_t value) {
  value = (value + (1 << 23)) >> 24;
  return (uint16_t)(value < 0 ? 0 : value > 65535 ? 65535 : value);
}

QUICKER void castbook_pixels_put_deep(
    uint16_t *row, castbook_slots_t slots, const uint16_t *values, size_t count,
    castbook_deep_matrix_t matrix) {
  row += slots.first;
  for (size_t i = 0; i < count; i++) {
    row[i * slots.channels] = clamped((values[i] - matrix.black) * matrix.luma);
  }
}

QUICKER void castbook_pixels_put_ycbcr(
    uint16_t *row, castbook_slots_t slots, const uint16_t *y, const uint16_t *cb, const uint16_t *cr,
    size_t count, unsigned across, castbook_deep_matrix_t matrix) {
  row += slots.first;
  for (size_t i = 0; i < count; i++) {
    const int64_t luma = (y[i] - matrix.black) * matrix.luma;
    const int64_t to_blue = cb[i / across] - matrix.middle;
    const int64_t to_red = cr[i / across] - matrix.middle;
    uint16_t *target = row + i * slots.channels;
    target[0] = clamped(luma + matrix.red_by_cr * to_red);
    target[1] = clamped(luma + matrix.green_by_cb * to_blue + matrix.green_by_cr * to_red);
    target[2] = clamped(luma + matrix.blue_by_cb * to_blue);
  }
}

static inline uint32_t unpremultiplied(uint32_t value, uint32_t alpha, uint32_t maximum) {
  if (alpha == 0) return 0;
  const uint32_t whole = (value * maximum + alpha / 2) / alpha;
  return whole > maximum ? maximum : whole;
}

void castbook_pixels_unpremultiply(void *row, size_t count, size_t channels, unsigned depth) {
  uint8_t *narrow = row;
  uint16_t *wide = row;
  for (size_t i = 0; i < count; i++) {
    const size_t first = i * channels, last = first + channels - 1;
    const uint32_t maximum = depth > 8 ? 65535 : 255;
    const uint32_t alpha = depth > 8 ? wide[last] : narrow[last];
    // Most pixels of most pictures are opaque.
    if (alpha == maximum) continue;
    for (size_t index = first; index < last; index++) {
      if (depth > 8) {
        wide[index] = (uint16_t)unpremultiplied(wide[index], alpha, maximum);
      } else {
        narrow[index] = (uint8_t)unpremultiplied(narrow[index], alpha, maximum);
      }
    }
  }
}
