#include "color_use.h"

#include "quicker.h"

#include <string.h>

static inline __attribute__((always_inline)) castbook_color_t color_of(
    const uint8_t *pixel, size_t channels) {
  if (channels == 1) return pixel[0] * 0x010101u | 0xFF000000u;
  const castbook_color_t color =
      pixel[0] | (castbook_color_t)pixel[1] << 8 | (castbook_color_t)pixel[2] << 16;
  return color | (channels == 4 ? (castbook_color_t)pixel[3] << 24 : 0xFF000000u);
}

// A hash table of colors. An entry is one more than the index of its color; 0 means that it is
// free.
enum { slots = 1024 };

static size_t slot_of(const uint16_t *numbers, const castbook_color_t *colors, castbook_color_t color) {
  size_t slot = (color * 2654435761u) >> 22;
  while (numbers[slot] != 0 && colors[numbers[slot] - 1] != color) slot = (slot + 1) % slots;
  return slot;
}

static void collect_colors(
    castbook_color_use_t *use, const uint8_t *values, size_t pixels, size_t channels) {
  uint16_t numbers[slots] = {0};
  castbook_color_t last = 0;
  for (size_t i = 0; i < pixels; i++) {
    const castbook_color_t color = color_of(values + i * channels, channels);
    if (use->count > 0 && color == last) continue;
    last = color;
    const size_t slot = slot_of(numbers, use->colors, color);
    if (numbers[slot] != 0) continue;
    if (use->count == castbook_maximum_colors) {
      use->count++;
      return;
    }
    use->colors[use->count++] = color;
    numbers[slot] = (uint16_t)use->count;
  }
}

QUICKER
static bool is_grey_row(const uint8_t *values, size_t pixels, size_t channels) {
  unsigned differences = 0;
  for (size_t i = 0; i < pixels; i++) {
    const uint8_t *pixel = values + i * channels;
    differences |= (unsigned)(pixel[0] ^ pixel[1]) | (unsigned)(pixel[1] ^ pixel[2]);
  }
  return differences == 0;
}

castbook_color_use_t castbook_color_use(const uint8_t *values, size_t pixels, size_t channels) {
  castbook_color_use_t use = {.is_grey = true, .is_opaque = true};
  collect_colors(&use, values, pixels, channels);
  enum { part = 4096 };
  for (size_t i = 0; channels > 1 && use.is_grey && i < pixels; i += part) {
    const size_t count = pixels - i < part ? pixels - i : part;
    use.is_grey = is_grey_row(values + i * channels, count, channels);
  }
  for (size_t i = 0; channels == 4 && use.is_opaque && i < pixels; i++) {
    use.is_opaque = values[4 * i + 3] == 255;
  }
  return use;
}

void castbook_write_color_indices(
    uint8_t *row, const uint8_t *values, size_t width, size_t channels, unsigned bits,
    const castbook_color_t *colors, size_t count) {
  uint16_t numbers[slots] = {0};
  for (size_t i = 0; i < count; i++) {
    numbers[slot_of(numbers, colors, colors[i])] = (uint16_t)(i + 1);
  }
  const size_t in_byte = 8 / bits;
  memset(row, 0, (width + in_byte - 1) / in_byte);
  for (size_t i = 0; i < width; i++) {
    const castbook_color_t color = color_of(values + i * channels, channels);
    const unsigned number = numbers[slot_of(numbers, colors, color)] - 1u;
    row[i / in_byte] |= (uint8_t)(number << (8 - bits * (i % in_byte + 1)));
  }
}

void castbook_write_channels(
    uint8_t *row, const uint8_t *values, size_t width, size_t channels, size_t kept) {
  for (size_t i = 0; i < width; i++) {
    const uint8_t *pixel = values + i * channels;
    row[i * kept] = pixel[0];
    if (kept == 2) row[i * kept + 1] = pixel[channels - 1];
    if (kept == 3) memcpy(row + i * kept + 1, pixel + 1, 2);
  }
}
