#include "full_rows.h"

#include <string.h>

static inline __attribute__((always_inline)) void look_up(
    uint8_t *pixels, const uint8_t *packed, size_t count, unsigned depth, const uint8_t *table,
    size_t channels) {
  const unsigned in_byte = 8 / depth, maximum = (1u << depth) - 1;
  for (size_t i = 0; i < count; i++) {
    const unsigned shift = 8 - depth * (unsigned)(i % in_byte + 1);
    const unsigned entry = (unsigned)packed[i / in_byte] >> shift & maximum;
    memcpy(pixels + i * channels, table + entry * channels, channels);
  }
}

void castbook_full_entries(
    uint8_t *pixels, const uint8_t *packed, size_t count, unsigned depth, const uint8_t *table,
    size_t channels) {
  // The compiler turns a copy of known length into one or two moves.
  switch (channels) {
    case 1: look_up(pixels, packed, count, depth, table, 1); break;
    case 2: look_up(pixels, packed, count, depth, table, 2); break;
    case 3: look_up(pixels, packed, count, depth, table, 3); break;
    default: look_up(pixels, packed, count, depth, table, 4); break;
  }
}

void castbook_full_bgr(uint8_t *rgb, const uint8_t *bgr, size_t count) {
  for (size_t i = 0; i < count; i++) {
    rgb[3 * i] = bgr[3 * i + 2];
    rgb[3 * i + 1] = bgr[3 * i + 1];
    rgb[3 * i + 2] = bgr[3 * i];
  }
}

// The bits of a channel, and their maximum value.
typedef struct {
  uint32_t mask;
  unsigned shift;
  uint32_t maximum;
} channel_t;

static inline uint8_t spread(uint32_t pixel, channel_t channel) {
  const uint32_t value = (pixel & channel.mask) >> channel.shift;
  if (channel.maximum == 255) return (uint8_t)value;
  return channel.maximum == 0 ? 0 : (uint8_t)((uint64_t)value * 255 / channel.maximum);
}

void castbook_full_masks(
    uint8_t *pixels, const uint8_t *bytes, size_t count, size_t pixel_bytes, const uint32_t *masks,
    size_t channels) {
  channel_t all[4] = {0};
  for (size_t i = 0; i < channels && i < 4; i++) {
    if (masks[i] == 0) continue;
    const unsigned shift = (unsigned)__builtin_ctz(masks[i]);
    all[i] = (channel_t){.mask = masks[i], .shift = shift, .maximum = masks[i] >> shift};
  }
  for (size_t i = 0; i < count; i++, bytes += pixel_bytes) {
    uint32_t pixel = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
    if (pixel_bytes == 4) pixel |= (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    for (size_t channel = 0; channel < channels; channel++) {
      *pixels++ = spread(pixel, all[channel]);
    }
  }
}
