#include "luma.h"

#include <stdlib.h>

enum { side = CASTBOOK_LUMA_SIDE };

// The first and the last sample of a row that have a share in one of the 64 columns, and these
// shares in 64ths of a pixel; samples between them belong to it wholly.
typedef struct {
  uint32_t first, last;
  uint32_t first_share, last_share;
} column_t;

struct castbook_luma {
  uint64_t width, height;  // In pixels.
  uint64_t step;           // The number of pixels that a sample covers across and down.
  uint64_t samples;        // The number of samples in a row.
  uint64_t rows;
  column_t columns[side];
  uint64_t sums[side * side];
};

// All positions are in 64ths of a pixel, so that the borders of parts are integers.

static uint64_t minimum(uint64_t a, uint64_t b) { return a < b ? a : b; }

castbook_luma_t *castbook_luma_new(uint64_t width, uint64_t height, uint64_t step) {
  const uint64_t longest = 1000000;
  if (width < 1 || height < 1 || width > longest || height > longest || step < 1 || step > 8) {
    return NULL;
  }
  castbook_luma_t *luma = calloc(1, sizeof *luma);
  if (luma == NULL) return NULL;
  luma->width = width;
  luma->height = height;
  luma->step = step;
  luma->samples = (width + step - 1) / step;
  luma->rows = (height + step - 1) / step;
  const uint64_t span = side * step;
  for (uint64_t i = 0; i < side; i++) {
    const uint64_t start = i * width, end = start + width;
    column_t *column = &luma->columns[i];
    column->first = (uint32_t)(start / span);
    column->last = (uint32_t)((end - 1) / span);
    column->first_share = (uint32_t)(minimum(end, (column->first + 1) * span) - start);
    column->last_share =
        column->last == column->first ? 0 : (uint32_t)(end - column->last * span);
  }
  return luma;
}

void castbook_luma_free(castbook_luma_t *luma) { free(luma); }

// Adds a row's 64 sums to the parts that the row lies in.
static void add_sums(castbook_luma_t *luma, uint64_t row, const uint64_t sums[side]) {
  const uint64_t start = row * side * luma->step;
  const uint64_t end = minimum(start + side * luma->step, side * luma->height);
  for (uint64_t part = start / luma->height; part < side && part * luma->height < end; part++) {
    const uint64_t top = part * luma->height;
    const uint64_t from = start > top ? start : top;
    const uint64_t share = minimum(end, top + luma->height) - from;
    uint64_t *into = &luma->sums[part * side];
    for (int i = 0; i < side; i++) into[i] += share * sums[i];
  }
}

// A part of a row has at most a million samples, so its sum fits into 32 bits.
static uint32_t sum(const uint8_t *bytes, size_t count) {
  uint32_t total = 0;
  for (size_t i = 0; i < count; i++) total += bytes[i];
  return total;
}

void castbook_luma_add(castbook_luma_t *luma, uint64_t row, const uint8_t *samples, size_t count) {
  if (row >= luma->rows || count == 0) return;
  if (count < luma->samples) {
    castbook_luma_add_some(luma, row, samples, count, 0, 1);
    return;
  }
  uint64_t sums[side];
  const uint64_t span = side * luma->step;
  for (int i = 0; i < side; i++) {
    const column_t column = luma->columns[i];
    uint64_t total = (uint64_t)column.first_share * samples[column.first];
    if (column.last > column.first) {
      total += span * sum(samples + column.first + 1, column.last - column.first - 1);
      total += (uint64_t)column.last_share * samples[column.last];
    }
    sums[i] = total;
  }
  add_sums(luma, row, sums);
}

void castbook_luma_add_some(
    castbook_luma_t *luma, uint64_t row, const uint8_t *samples, size_t count, uint64_t first,
    uint64_t stride) {
  if (row >= luma->rows) return;
  uint64_t sums[side] = {0};
  const uint64_t span = side * luma->step, whole = side * luma->width;
  for (size_t i = 0; i < count; i++) {
    const uint64_t index = first + i * stride;
    if (index >= luma->samples) break;
    const uint64_t start = index * span, end = minimum(start + span, whole);
    for (uint64_t part = start / luma->width; part < side && part * luma->width < end; part++) {
      const uint64_t left = part * luma->width;
      sums[part] += (minimum(end, left + luma->width) - (start > left ? start : left)) * samples[i];
    }
  }
  add_sums(luma, row, sums);
}

void castbook_luma_end(const castbook_luma_t *luma, uint8_t means[4096]) {
  const uint64_t share = luma->width * luma->height;
  for (int i = 0; i < side * side; i++) {
    means[i] = (uint8_t)((luma->sums[i] + share / 2) / share);
  }
}
