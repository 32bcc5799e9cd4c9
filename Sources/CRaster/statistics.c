// Counts differences between neighboring pixels: the grid of a JPEG's blocks, and pixels that repeat.
//
// Decision: none; docs/scores.md describes the measures. Tests: MediaTests (MeasuredBlocks) and QualityTests
// (Processors compares the results with a build for the oldest processor), under the address and thread
// sanitizers in `Scripts/test --long`. Fuzz targets: `inspect`, `jpeg-proof`, `png-proof` and `webp`.
#include "statistics.h"

#include "quicker.h"

#include <stdlib.h>
#include <string.h>

// A step of at least `largest_step` is an edge in the picture, not of a coded block. A step stands out if it
// exceeds those beside it by more than one level, which is what rounding of smooth shades makes; no more
// than `maximum_excess`, what a coded block makes, is counted. If all three steps are smaller than `minimum_step`,
// no grid could be seen: most of a drawing and of a sky is like that.
enum { largest_step = 40, maximum_excess = 15, minimum_step = 3 };
enum { nearly_black = 10, nearly_white = 250 };

enum { single_arrays = 10, byte_arrays = single_arrays + 8, wide_arrays = 9 };

static bool begin(castbook_counting_t *counting, uint64_t width) {
  counting->width = width;
  counting->memory = calloc(byte_arrays + 2 * wide_arrays, width);
  if (counting->memory == NULL || !castbook_fineness_begin(&counting->fineness, width)) return false;
  uint8_t **arrays[single_arrays] = {
      &counting->last,           &counting->second_last, &counting->steps[0],
      &counting->steps[1],       &counting->steps[2],    &counting->across,
      &counting->across_counted, &counting->across_hard, &counting->equal,
      &counting->extremes,
  };
  // The arrays of 16 bits come first, so that they are aligned.
  uint16_t *wide = (uint16_t *)(void *)counting->memory;
  counting->across_excess = wide;
  for (uint64_t i = 0; i < 8; i++) counting->down_excess[i] = wide + (i + 1) * width;
  uint8_t *next = counting->memory + 2 * wide_arrays * width;
  for (int i = 0; i < single_arrays; i++, next += width) *arrays[i] = next;
  for (int i = 0; i < 8; i++, next += width) counting->down_counted[i] = next;
  return true;
}

QUICKER static void differ(
    uint8_t *restrict steps, const uint8_t *a, const uint8_t *b, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t larger = a[i] > b[i] ? a[i] : b[i], smaller = a[i] > b[i] ? b[i] : a[i];
    steps[i] = (uint8_t)(larger - smaller);
  }
}

// Adds by how much each difference is larger than the one before and the one after it.
QUICKER static void exceed(
    uint16_t *restrict excess, uint8_t *restrict counted, const uint8_t *before,
    const uint8_t *step, const uint8_t *after, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t larger = before[i] > after[i] ? before[i] : after[i];
    const uint8_t maximum = step[i] > larger ? step[i] : larger;
    const uint8_t is_relevant = (step[i] < largest_step) & (maximum >= minimum_step);
    const uint8_t allowed = larger < 254 ? (uint8_t)(larger + 1) : 255;
    uint8_t more = step[i] > allowed ? (uint8_t)(step[i] - allowed) : 0;
    if (more > maximum_excess) more = maximum_excess;
    excess[i] = (uint16_t)(excess[i] + (is_relevant ? more : 0));
    counted[i] = (uint8_t)(counted[i] + is_relevant);
  }
}

// Counts hard edges. A picture whose pixels were repeated eight times also has edges on a grid, and only there.
QUICKER static void harden(uint8_t *restrict hard, const uint8_t *steps, size_t count) {
  for (size_t i = 0; i < count; i++) hard[i] = (uint8_t)(hard[i] + (steps[i] >= largest_step));
}

QUICKER static void compare(
    uint8_t *restrict equal, uint8_t *restrict extremes, const uint8_t *steps,
    const uint8_t *lumas, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t is_equal = steps[i] == 0;
    const uint8_t is_extreme = (lumas[i] < nearly_black) | (lumas[i] > nearly_white);
    equal[i] = (uint8_t)(equal[i] + is_equal);
    extremes[i] = (uint8_t)(extremes[i] + (is_equal & is_extreme));
  }
}

static void gather(uint64_t *sums, uint8_t *counts, uint64_t width, unsigned period) {
  for (uint64_t i = 0; i < width; i++) sums[i % period] += counts[i];
  memset(counts, 0, width);
}

static void gather_wide(uint64_t *sums, uint16_t *counts, uint64_t width, unsigned period) {
  for (uint64_t i = 0; i < width; i++) sums[i % period] += counts[i];
  memset(counts, 0, width * sizeof *counts);
}

static void gather_across(castbook_counting_t *counting) {
  const uint64_t width = counting->width;
  gather_wide(counting->sums.across_excess, counting->across_excess, width, 8);
  gather(counting->sums.across_counted, counting->across_counted, width, 8);
  gather(counting->sums.across_hard, counting->across_hard, width, 8);
  gather(counting->sums.equal, counting->equal, width, 12);
  gather(&counting->sums.equal_extremes, counting->extremes, width, 1);
  counting->since_across = 0;
}

static void gather_down(castbook_counting_t *counting) {
  for (int i = 0; i < 8; i++) {
    gather_wide(&counting->sums.down_excess[i], counting->down_excess[i], counting->width, 1);
    gather(&counting->sums.down_counted[i], counting->down_counted[i], counting->width, 1);
  }
  counting->since_down = 0;
}

static void count_across(castbook_counting_t *counting, const uint8_t *lumas) {
  const uint64_t width = counting->width;
  if (width < 2) return;
  if (counting->since_across == 255) gather_across(counting);
  counting->since_across++;
  differ(counting->across, lumas, lumas + 1, width - 1);
  compare(counting->equal, counting->extremes, counting->across, lumas, width - 1);
  if (width < 4) return;
  harden(counting->across_hard + 1, counting->across + 1, width - 3);
  exceed(
      counting->across_excess + 1, counting->across_counted + 1, counting->across,
      counting->across + 1, counting->across + 2, width - 3);
}

// Counts the step two rows above, which has both of its neighbors with this row.
static void count_down(castbook_counting_t *counting, const uint8_t *lumas) {
  const uint64_t row = counting->rows;
  if (row == 0) return;
  uint8_t *newest = counting->steps[0];
  counting->steps[0] = counting->steps[1];
  counting->steps[1] = counting->steps[2];
  counting->steps[2] = newest;
  differ(newest, counting->last, lumas, counting->width);
  if (row < 3) return;
  // Each of the eight arrays gets one row in eight.
  if (counting->since_down == 255 * 8) gather_down(counting);
  counting->since_down++;
  const uint64_t index = (row - 2) % 8;
  exceed(
      counting->down_excess[index], counting->down_counted[index], counting->steps[0],
      counting->steps[1], counting->steps[2], counting->width);
}

void castbook_counting_add(
    castbook_counting_t *counting, const uint8_t *lumas, uint64_t width, uint64_t height) {
  if (counting->has_failed || counting->rows >= height) return;
  if (counting->memory == NULL && !begin(counting, width)) {
    counting->has_failed = true;
    return;
  }
  count_across(counting, lumas);
  count_down(counting, lumas);
  if (counting->rows > 1) {
    castbook_fineness_add(
        &counting->fineness, counting->second_last, counting->last, lumas, counting->rows - 1);
  }
  uint8_t *oldest = counting->second_last;
  counting->second_last = counting->last;
  counting->last = oldest;
  memcpy(counting->last, lumas, width);
  counting->rows++;
}

bool castbook_counting_result(
    castbook_counting_t *counting, uint64_t height, castbook_raster_statistics_t *statistics) {
  if (counting->has_failed || counting->memory == NULL || counting->rows < height) return false;
  gather_across(counting);
  gather_down(counting);
  *statistics = counting->sums;
  const castbook_fineness_result_t found = castbook_fineness_result(&counting->fineness);
  statistics->fineness = found.fineness;
  statistics->detail = found.detail;
  statistics->textured = found.textured;
  for (uint64_t i = 0; i < 12; i++) {
    // The number of indices from 0 to width - 2 that are i modulo 12.
    const uint64_t pairs = counting->width - 1;
    statistics->pairs[i] = pairs > i ? ((pairs - i - 1) / 12 + 1) * height : 0;
  }
  return true;
}

void castbook_counting_end(castbook_counting_t *counting) {
  free(counting->memory);
  castbook_fineness_end(&counting->fineness);
  *counting = (castbook_counting_t){0};
}
