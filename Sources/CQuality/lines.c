#include "picture.h"

#include <string.h>

enum { line_step = 12, flat_step = 2, line_gap = 2 };

// Marks pixels at which the luma steps from one flat area to another: it differs across the line,
// and not along it.
QUICKER static void find_steps(
    uint8_t *restrict found, const uint8_t *pixels, ptrdiff_t across, ptrdiff_t along,
    int32_t count) {
  const uint8_t *above = pixels - across, *below = pixels + across;
  for (int32_t i = 0; i < count; i++) {
    const int step = below[i] - above[i];
    const int level_above = above[i + along] - above[i - along];
    const int level_below = below[i + along] - below[i - along];
    found[i] = (uint8_t)((step > line_step || step < -line_step) & (level_above <= flat_step) &
                         (level_above >= -flat_step) & (level_below <= flat_step) &
                         (level_below >= -flat_step));
  }
}

// A line while it is followed: its length up to its last step, and the index of that step.
typedef struct {
  int32_t run, last;
} line_t;

// Follows a line to its step at `index` of `count`, and returns its length. A line that ends on
// both sides before the frame counts half: it may be the edge of a thing on a plain backdrop.
static int32_t follow_line(line_t *line, int32_t index, int32_t count) {
  const int32_t border = count / 64 + 2, gap = index - line->last - 1;
  line->run = line->run > 0 && gap <= line_gap ? line->run + gap + 1 : 1;
  line->last = index;
  const bool is_at_border = index - line->run < border || index >= count - border;
  return is_at_border ? line->run : line->run / 2;
}

// The longest horizontal or vertical line, as a share of the side.
static double longest_line(const view_t *view, bool is_level) {
  const int32_t width = view->width, height = view->height;
  uint8_t found[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  line_t lines[CASTBOOK_QUALITY_MAXIMUM_SIDE] = {0};
  int32_t longest = 0;
  for (int32_t y = 1; y < height - 1; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)width + 1;
    find_steps(found, row, is_level ? width : 1, is_level ? 1 : width, width - 2);
    line_t level = {0};
    const uint8_t *next = found, *end = found + (width > 2 ? width - 2 : 0);
    // Few pixels are at a step, so `memchr` finds the next one fastest.
    while (next < end && (next = memchr(next, 1, (size_t)(end - next))) != NULL) {
      const int32_t x = (int32_t)(next - found) + 1;
      const int32_t length = is_level ? follow_line(&level, x, width)
                                      : follow_line(&lines[x], y, height);
      if (length > longest) longest = length;
      next++;
    }
  }
  return (double)longest / (is_level ? width : height);
}

double castbook_quality_line(const castbook_quality_t *picture) {
  const double level = longest_line(&picture->half, true);
  const double upright = longest_line(&picture->half, false);
  return level > upright ? level : upright;
}

// The slopes across and down of the pixels of a row, by Sobel.
typedef struct {
  int16_t across[CASTBOOK_QUALITY_MAXIMUM_SIDE], down[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  uint8_t is_strong[CASTBOOK_QUALITY_MAXIMUM_SIDE];
} slopes_t;

QUICKER static void find_slopes(slopes_t *restrict slopes, const uint8_t *row, int32_t width) {
  enum { minimum_slope = 160 };
  const uint8_t *above = row - width, *below = row + width;
  for (int32_t x = 1; x < width - 1; x++) {
    const int across = above[x + 1] + 2 * row[x + 1] + below[x + 1] - above[x - 1] - 2 * row[x - 1] - below[x - 1];
    const int down = below[x - 1] + 2 * below[x] + below[x + 1] - above[x - 1] - 2 * above[x] - above[x + 1];
    slopes->across[x] = (int16_t)across;
    slopes->down[x] = (int16_t)down;
    slopes->is_strong[x] = across * across + down * down >= minimum_slope * minimum_slope;
  }
}

bool castbook_quality_tilt(const castbook_quality_t *picture, double *degrees) {
  const view_t *view = &picture->quarter;
  const int32_t width = view->width, height = view->height;
  slopes_t slopes;
  // A histogram of edges by whole degrees, from -45 to 45 off the horizontal or the vertical.
  double weights[91] = {0}, sum = 0;
  for (int32_t y = 1; y < height - 1; y++) {
    find_slopes(&slopes, view->luma + (size_t)y * (size_t)width, width);
    for (int32_t x = 1; x < width - 1; x++) {
      if (!slopes.is_strong[x]) continue;
      double angle = castbook_degrees(slopes.down[x], slopes.across[x]);
      while (angle > 45) angle -= 90;
      while (angle < -45) angle += 90;
      weights[(int)(angle + 45.5)] += 1;
      sum += 1;
    }
  }
  if (sum < 200) return false;
  int best = 0;
  double maximum = 0;
  for (int i = 1; i < 90; i++) {
    const double found = weights[i - 1] + weights[i] + weights[i + 1];
    if (found > maximum) {
      maximum = found;
      best = i;
    }
  }
  // Edges in all directions would give every three degrees a thirtieth.
  if (maximum < 0.35 * sum) return false;
  *degrees = best - 45;
  return true;
}
