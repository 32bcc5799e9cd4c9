#include "row_buffer.h"

#include <stdlib.h>
#include <string.h>

struct castbook_row_buffer {
  uint64_t width, rows, channels;
  uint8_t *values;
};

castbook_row_buffer_t *castbook_row_buffer_new(uint64_t width, uint64_t rows, uint64_t channels) {
  uint64_t row_bytes = 0, bytes = 0;
  if (width == 0 || rows == 0 || channels == 0 ||
      __builtin_mul_overflow(width, channels, &row_bytes) ||
      __builtin_mul_overflow(row_bytes, rows, &bytes) || bytes > PTRDIFF_MAX) {
    return NULL;
  }
  castbook_row_buffer_t *buffer = calloc(1, sizeof *buffer);
  if (buffer == NULL) return NULL;
  *buffer = (castbook_row_buffer_t){.width = width, .rows = rows, .channels = channels};
  buffer->values = calloc((size_t)bytes, 1);
  if (buffer->values != NULL) return buffer;
  free(buffer);
  return NULL;
}

void castbook_row_buffer_free(castbook_row_buffer_t *buffer) {
  if (buffer == NULL) return;
  free(buffer->values);
  free(buffer);
}

static uint8_t *row_of(const castbook_row_buffer_t *buffer, uint64_t row) {
  return buffer->values + row * buffer->width * buffer->channels;
}

void castbook_row_buffer_put(
    castbook_row_buffer_t *buffer, uint64_t row, const uint8_t *pixels, size_t count, uint64_t first,
    uint64_t step) {
  if (row >= buffer->rows || first >= buffer->width || step == 0) return;
  const uint64_t channels = buffer->channels, room = (buffer->width - first + step - 1) / step;
  if (count > room) count = (size_t)room;
  uint8_t *target = row_of(buffer, row) + first * channels;
  if (step == 1) {
    memcpy(target, pixels, count * channels);
    return;
  }
  for (size_t i = 0; i < count; i++, target += step * channels, pixels += channels) {
    for (uint64_t channel = 0; channel < channels; channel++) target[channel] = pixels[channel];
  }
}

void castbook_row_buffer_put_channel(
    castbook_row_buffer_t *buffer, uint64_t row, uint64_t channel, const uint8_t *values, size_t count,
    uint64_t first) {
  if (row >= buffer->rows || channel >= buffer->channels || first >= buffer->width) return;
  if (count > buffer->width - first) count = (size_t)(buffer->width - first);
  uint8_t *target = row_of(buffer, row) + first * buffer->channels + channel;
  for (size_t i = 0; i < count; i++) target[i * buffer->channels] = values[i];
}

const uint8_t *castbook_row_buffer_row(const castbook_row_buffer_t *buffer, uint64_t row) {
  return row < buffer->rows ? row_of(buffer, row) : NULL;
}
