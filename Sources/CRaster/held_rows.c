#include "held_rows.h"

#include <stdlib.h>
#include <string.h>

struct castbook_held {
  uint64_t width, rows, channels;
  uint8_t *values;
};

castbook_held_t *castbook_held_new(uint64_t width, uint64_t rows, uint64_t channels) {
  uint64_t row_bytes = 0, bytes = 0;
  if (width == 0 || rows == 0 || channels == 0 ||
      __builtin_mul_overflow(width, channels, &row_bytes) ||
      __builtin_mul_overflow(row_bytes, rows, &bytes) || bytes > PTRDIFF_MAX) {
    return NULL;
  }
  castbook_held_t *held = calloc(1, sizeof *held);
  if (held == NULL) return NULL;
  *held = (castbook_held_t){.width = width, .rows = rows, .channels = channels};
  held->values = calloc((size_t)bytes, 1);
  if (held->values != NULL) return held;
  free(held);
  return NULL;
}

void castbook_held_free(castbook_held_t *held) {
  if (held == NULL) return;
  free(held->values);
  free(held);
}

static uint8_t *row_of(const castbook_held_t *held, uint64_t row) {
  return held->values + row * held->width * held->channels;
}

void castbook_held_put(
    castbook_held_t *held, uint64_t row, const uint8_t *pixels, size_t count, uint64_t first,
    uint64_t step) {
  if (row >= held->rows || first >= held->width || step == 0) return;
  const uint64_t channels = held->channels, room = (held->width - first + step - 1) / step;
  if (count > room) count = (size_t)room;
  uint8_t *place = row_of(held, row) + first * channels;
  if (step == 1) {
    memcpy(place, pixels, count * channels);
    return;
  }
  for (size_t i = 0; i < count; i++, place += step * channels, pixels += channels) {
    for (uint64_t channel = 0; channel < channels; channel++) place[channel] = pixels[channel];
  }
}

void castbook_held_put_channel(
    castbook_held_t *held, uint64_t row, uint64_t channel, const uint8_t *values, size_t count,
    uint64_t first) {
  if (row >= held->rows || channel >= held->channels || first >= held->width) return;
  if (count > held->width - first) count = (size_t)(held->width - first);
  uint8_t *place = row_of(held, row) + first * held->channels + channel;
  for (size_t i = 0; i < count; i++) place[i * held->channels] = values[i];
}

const uint8_t *castbook_held_row(const castbook_held_t *held, uint64_t row) {
  return row < held->rows ? row_of(held, row) : NULL;
}
