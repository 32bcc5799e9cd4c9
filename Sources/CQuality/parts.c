// Whether what stands before a plain backdrop is in several parts, as the views of a sheet are.
#include <stdlib.h>

#include "picture.h"

// The least distances from the color of the border at which a pixel is part of something: shadows
// on the backdrop join parts at the first, parts that are about as bright as the backdrop are
// missing at the last.
static const int32_t least_distances[] = {32, 80, 110};

// The share of all parts together that one must have at least, as a divisor: a tenth.
enum { least_share = 10 };

static uint8_t median_of(const view_t *view, int channel) {
  uint32_t counts[256] = {0};
  for (int32_t x = 0; x < view->width; x++) {
    counts[view->rgb[3 * x + channel]]++;
    counts[view->rgb[3 * ((view->height - 1) * view->width + x) + channel]]++;
  }
  for (int32_t y = 0; y < view->height; y++) {
    counts[view->rgb[3 * y * view->width + channel]]++;
    counts[view->rgb[3 * ((y + 1) * view->width - 1) + channel]]++;
  }
  return (uint8_t)castbook_percentile(counts, 256, 0.5);
}

// Writes how far each square of two by two pixels is from a color, in the channel that differs
// most.
static void take_distances(uint8_t *distances, const view_t *half, const view_t *view, const uint8_t color[3]) {
  for (int32_t y = 0; y < half->height; y++) {
    for (int32_t x = 0; x < half->width; x++) {
      const uint8_t *above = view->rgb + 3 * (2 * y * view->width + 2 * x);
      const uint8_t *below = above + 3 * view->width;
      uint8_t mean[3];
      for (int channel = 0; channel < 3; channel++) {
        const int32_t sum =
            above[channel] + above[channel + 3] + below[channel] + below[channel + 3];
        mean[channel] = (uint8_t)((sum + 2) / 4);
      }
      *distances++ = (uint8_t)color_distance(mean, color);
    }
  }
}

// Whether at least two parts of marked pixels are large. Takes the marks away.
static bool has_several(const view_t *view, uint8_t *marks, int32_t *stack) {
  enum { open = 1, passed = 0 };
  const int32_t count = view->width * view->height;
  int32_t total = 0, large = 0;
  for (int32_t i = 0; i < count; i++) total += marks[i];
  for (int32_t i = 0; i < count && large < 2; i++) {
    if (marks[i] != open) continue;
    bool touches;
    castbook_box_t box;
    large += least_share * castbook_follow(view, marks, stack, i, open, passed, &touches, &box) >= total;
  }
  return large >= 2;
}

bool castbook_quality_has_parts(const castbook_quality_t *picture) {
  const view_t *view = &picture->thumb;
  const view_t half = {.width = view->width / 2, .height = view->height / 2};
  const size_t count = (size_t)half.width * (size_t)half.height;
  if (count == 0) return true;
  uint8_t *memory = malloc(count * (2 + sizeof(int32_t)));
  if (!memory) return true;
  int32_t *stack = (int32_t *)(void *)memory;
  uint8_t *distances = memory + count * sizeof(int32_t), *marks = distances + count;
  const uint8_t color[3] = {median_of(view, 0), median_of(view, 1), median_of(view, 2)};
  take_distances(distances, &half, view, color);
  bool has_parts = false;
  for (size_t n = 0; n < sizeof least_distances / sizeof *least_distances && !has_parts; n++) {
    for (size_t i = 0; i < count; i++) marks[i] = distances[i] > least_distances[n];
    has_parts = has_several(&half, marks, stack);
  }
  free(memory);
  return has_parts;
}
