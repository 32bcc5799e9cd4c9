#include "picture.h"

// A side of the picture, as lines from the border inwards.
typedef struct {
  const uint8_t *rgb;   // The first pixel of the outermost line.
  ptrdiff_t inwards;    // The distance from one line to the next, in bytes,
  ptrdiff_t along;      // and from one pixel of a line to the next.
  int32_t lines, pixels;
} side_t;

enum { same_color = 10, step_of_color = 14, ripple = 48, block_side = 16 };

static uint8_t middle_of(const side_t *side, int channel) {
  uint32_t counts[256] = {0};
  for (int32_t i = 0; i < side->pixels; i++) counts[side->rgb[i * side->along + channel]]++;
  return (uint8_t)castbook_percentile(counts, 256, 0.5);
}

// Whether 97 in 100 pixels of a line have about this color.
static bool has_color(
    const side_t *side, int32_t line, const uint8_t color[3], int32_t maximum_distance) {
  int32_t others = 0;
  const int32_t maximum = side->pixels * 3 / 100;
  for (int32_t i = 0; i < side->pixels; i++) {
    const uint8_t *pixel = side->rgb + line * side->inwards + i * side->along;
    others += color_distance(pixel, color) > maximum_distance;
    if (others > maximum) return false;
  }
  return true;
}

// Whether a line begins or ends with a stretch of this color. A book leaves some of the backdrop
// free at its ends; a picture between bars does not.
static bool is_free_at_an_end(const side_t *side, const uint8_t *line, const uint8_t color[3]) {
  const int32_t last = side->pixels - 1, maximum = side->pixels * 4 / 100;
  for (int end = 0; end < 2; end++) {
    int32_t free = 0;
    while (free <= maximum) {
      const int32_t index = end == 0 ? free : last - free;
      if (color_distance(line + index * side->along, color) > step_of_color) break;
      free++;
    }
    if (free > maximum) return true;
  }
  return false;
}

// Whether a bar ends at a line: a few lines further in, most pixels have another color. A gradient
// changes more slowly.
static bool ends_in_step(
    const side_t *side, int32_t line, int32_t depth, const uint8_t color[3]) {
  if (line + depth >= side->lines) return false;
  const uint8_t *behind = side->rgb + (line + depth) * side->inwards;
  const uint8_t *before = side->rgb + (line - 1) * side->inwards;
  if (is_free_at_an_end(side, behind, color)) return false;
  int32_t stepped = 0;
  for (int32_t i = 0; i < side->pixels; i++) {
    const uint8_t *pixel = behind + i * side->along;
    stepped += color_distance(pixel, color) > step_of_color &&
               color_distance(pixel, before + i * side->along) > step_of_color;
  }
  return stepped * 100 > side->pixels * 55;
}

// The number of lines at a side that are a bar: of one color, and ended by a step over the whole
// length. One or two lines between bar and picture may mix both, and a bar that ends inside the
// blocks of a JPEG has ripples there.
static int32_t bar(const side_t *side) {
  uint8_t color[3];
  for (int channel = 0; channel < 3; channel++) color[channel] = middle_of(side, channel);
  int32_t run = 0;
  while (run < side->lines && has_color(side, run, color, same_color)) run++;
  if (run == 0) return 0;
  for (int32_t line = run; line <= run + block_side && line < side->lines; line++) {
    if (ends_in_step(side, line, 1, color) || ends_in_step(side, line, 2, color)) return line;
    if (!has_color(side, line, color, ripple)) return 0;
  }
  return 0;
}

double castbook_quality_bars(castbook_quality_t *picture, castbook_box_t *inner) {
  castbook_find_backdrop(picture);
  const view_t *view = &picture->whole;
  const int32_t width = view->width, height = view->height;
  const ptrdiff_t row = 3 * (ptrdiff_t)width;
  const uint8_t *last = view->rgb + (height - 1) * row;
  const side_t sides[4] = {
      {.rgb = view->rgb, .inwards = row, .along = 3, .lines = height, .pixels = width},
      {.rgb = last, .inwards = -row, .along = 3, .lines = height, .pixels = width},
      {.rgb = view->rgb, .inwards = 3, .along = row, .lines = width, .pixels = height},
      {.rgb = view->rgb + row - 3, .inwards = -3, .along = row, .lines = width, .pixels = height},
  };
  int32_t bars[4];
  for (int i = 0; i < 4; i++) bars[i] = bar(&sides[i]);
  double taken = 0;
  for (int pair = 0; pair < 2; pair++) {
    const double first = (double)bars[2 * pair] / sides[2 * pair].lines;
    const double second = (double)bars[2 * pair + 1] / sides[2 * pair].lines;
    double share = 0;
    if (first > 0 && second > 0) {
      share = first + second;
    } else {
      // A single bar may be a wall, and a narrow one is an edge.
      const double one = first > 0 ? first : second;
      // In front of a plain backdrop it is the part of that above or below the subject.
      share = one > 0.03 && !picture->is_plain ? 0.6 * one : 0;
      if (share == 0) bars[2 * pair] = bars[2 * pair + 1] = 0;
    }
    if (share > taken) taken = share;
  }
  *inner = castbook_box_in_whole(
      picture, view, bars[2], bars[0], width - bars[3], height - bars[1]);
  return taken;
}
