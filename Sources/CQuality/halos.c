#include "picture.h"

#include <string.h>

// Measures the halos that sharpening leaves: next to an edge, its light side gets lighter than the
// area behind, and its dark side gets darker.

// The distances from an edge, in pixels: the overshoot is near, and the even area is behind it.
enum { near_first = 1, near_last = 5, behind_first = 6, behind_last = 9 };
enum { strong_edge = 60, flat_range = 14, minimum_step = 40, nearly_black = 15, nearly_white = 240 };
enum { ratio_steps = 128, minimum_edges = 24 };

typedef struct {
  uint32_t counts[ratio_steps];
  uint32_t edges;
} overshoots_t;

// One side of an edge: the median of the area behind, and the minimum and maximum near the edge.
typedef struct {
  int behind, minimum, maximum;
  bool is_flat;
} edge_side_t;

static edge_side_t look(const uint8_t *pixel, ptrdiff_t away) {
  edge_side_t side = {.minimum = 255};
  int low = 255, high = 0, sum = 0;
  for (int i = behind_first; i <= behind_last; i++) {
    const int value = pixel[i * away];
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  side.behind = sum / (behind_last - behind_first + 1);
  side.is_flat = high - low <= flat_range;
  for (int i = near_first; i <= near_last; i++) {
    const int value = pixel[i * away];
    if (value < side.minimum) side.minimum = value;
    if (value > side.maximum) side.maximum = value;
  }
  return side;
}

static void count_edge(overshoots_t *found, const uint8_t *pixel, ptrdiff_t along, bool rises) {
  const edge_side_t light = look(pixel, rises ? along : -along);
  if (!light.is_flat || light.behind >= nearly_white) return;
  const edge_side_t dark = look(pixel, rises ? -along : along);
  const int step = light.behind - dark.behind;
  if (!dark.is_flat || dark.behind <= nearly_black || step <= minimum_step) return;
  const int over = light.maximum - light.behind, under = dark.behind - dark.minimum;
  // A drawn outline is darker than both sides; only sharpening overshoots on both.
  const int both = over < under ? over : under;
  const int ratio = both > 0 ? both * ratio_steps / step : 0;
  found->counts[ratio < ratio_steps ? ratio : ratio_steps - 1]++;
  found->edges++;
}

QUICKER static void find_slopes(
    uint8_t *restrict slopes, const uint8_t *behind, const uint8_t *ahead, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    const uint8_t larger = ahead[i] > behind[i] ? ahead[i] : behind[i];
    const uint8_t smaller = ahead[i] > behind[i] ? behind[i] : ahead[i];
    slopes[i] = (uint8_t)(larger - smaller);
  }
}

// The next index, from `x` on, with a strong slope; `end` if there is none.
static int32_t next_strong(const uint8_t *slopes, int32_t x, int32_t end) {
  // Eight pixels at once: the addition sets the highest bit of each byte with a strong slope.
  const uint64_t ones = 0x0101010101010101, highest = 0x80 * ones;
  for (; x + 8 <= end; x += 8) {
    uint64_t eight;
    memcpy(&eight, slopes + x, sizeof eight);
    if (((((eight & ~highest) + (127 - strong_edge) * ones) | eight) & highest) != 0) break;
  }
  while (x < end && slopes[x] <= strong_edge) x++;
  return x;
}

static bool is_peak(uint8_t before, uint8_t slope, uint8_t after) {
  return slope > strong_edge && slope >= before && slope > after;
}

static void count_across(overshoots_t *found, const view_t *view, int32_t y) {
  const uint8_t *row = view->luma + (size_t)y * (size_t)view->width;
  uint8_t slopes[CASTBOOK_QUALITY_MAXIMUM_SIDE] = {0};
  find_slopes(slopes + 1, row, row + 2, view->width - 2);
  const int32_t end = view->width - behind_last - 1;
  for (int32_t x = next_strong(slopes, behind_last + 1, end); x < end;
       x = next_strong(slopes, x + 1, end)) {
    if (!is_peak(slopes[x - 1], slopes[x], slopes[x + 1])) continue;
    count_edge(found, row + x, 1, row[x + 1] > row[x - 1]);
  }
}

static void count_down(overshoots_t *found, const view_t *view, int32_t y) {
  const ptrdiff_t width = view->width;
  const uint8_t *row = view->luma + y * width;
  uint8_t slopes[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  find_slopes(slopes, row - width, row + width, view->width);
  const int32_t end = view->width;
  for (int32_t x = next_strong(slopes, 0, end); x < end; x = next_strong(slopes, x + 1, end)) {
    const uint8_t *pixel = row + x;
    const int before = pixel[0] - pixel[-2 * width], after = pixel[2 * width] - pixel[0];
    const uint8_t above = (uint8_t)(before < 0 ? -before : before);
    const uint8_t below = (uint8_t)(after < 0 ? -after : after);
    if (is_peak(above, slopes[x], below)) {
      count_edge(found, pixel, width, pixel[width] > pixel[-width]);
    }
  }
}

double castbook_quality_halos(const castbook_quality_t *picture) {
  const view_t *view = &picture->whole;
  overshoots_t found = {0};
  if (view->width <= 2 * behind_last + 2 || view->height <= 2 * behind_last + 2) return -1;
  for (int32_t y = behind_last + 1; y < view->height - behind_last - 1; y += 2) {
    count_across(&found, view, y);
    count_down(&found, view, y);
  }
  if (found.edges < minimum_edges) return -1;
  return castbook_percentile(found.counts, ratio_steps, 0.5) / (double)ratio_steps;
}
