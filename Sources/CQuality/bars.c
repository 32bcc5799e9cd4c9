#include "picture.h"

// A side of the picture, as lines from the border inwards.
typedef struct {
  const uint8_t *rgb;   // The first pixel of the outermost line.
  ptrdiff_t inwards;    // The distance from one line to the next, in bytes,
  ptrdiff_t along;      // and from one pixel of a line to the next.
  int32_t lines, pixels;
} side_t;

// The largest distances of colors in a bar, beside the step at its end, in ripples before that, and
// from black; and the side of a JPEG's block.
enum { same_color = 10, step_of_color = 14, ripple = 48, nearly_black = 24, block_side = 16 };

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

// The part of a line that is looked at: all of it, or what is between the sides of a frame.
typedef struct {
  int32_t first, end;
} span_t;

// Whether a line begins or ends with a stretch of this color. A book leaves some of the backdrop
// free at its ends; a picture between bars does not.
static bool is_free_at_an_end(
    const side_t *side, span_t span, const uint8_t *line, const uint8_t color[3]) {
  const int32_t maximum = (span.end - span.first) * 4 / 100;
  for (int end = 0; end < 2; end++) {
    int32_t free = 0;
    while (free <= maximum) {
      const int32_t index = end == 0 ? span.first + free : span.end - 1 - free;
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
    const side_t *side, span_t span, int32_t line, int32_t depth, const uint8_t color[3]) {
  if (line + depth >= side->lines) return false;
  const uint8_t *behind = side->rgb + (line + depth) * side->inwards;
  const uint8_t *before = side->rgb + (line - 1) * side->inwards;
  if (is_free_at_an_end(side, span, behind, color)) return false;
  int32_t stepped = 0;
  for (int32_t i = span.first; i < span.end; i++) {
    const uint8_t *pixel = behind + i * side->along;
    stepped += color_distance(pixel, color) > step_of_color &&
               color_distance(pixel, before + i * side->along) > step_of_color;
  }
  return stepped * 100 > (span.end - span.first) * 55;
}

// The lines of one color at a side.
typedef struct {
  uint8_t color[3];
  int32_t lines;
} run_t;

static run_t run_at(const side_t *side) {
  run_t run = {.lines = 0};
  for (int channel = 0; channel < 3; channel++) run.color[channel] = middle_of(side, channel);
  while (run.lines < side->lines && has_color(side, run.lines, run.color, same_color)) run.lines++;
  return run;
}

// The number of lines of a run up to a step over the whole span, 0 if there is none. One or two
// lines between bar and picture may mix both, and a bar that ends inside the blocks of a JPEG has
// ripples there.
static int32_t bar(const side_t *side, span_t span, const run_t *run) {
  if (run->lines == 0) return 0;
  for (int32_t line = run->lines; line <= run->lines + block_side && line < side->lines; line++) {
    if (ends_in_step(side, span, line, 1, run->color) ||
        ends_in_step(side, span, line, 2, run->color)) {
      return line;
    }
    if (!has_color(side, line, run->color, ripple)) return 0;
  }
  return 0;
}

static bool is_near(int32_t one, int32_t other) {
  const int32_t far = one < other ? other - one : one - other;
  return far <= 2 || 20 * far <= one + other;
}

// Whether three of the widths are about equal. A thing before a plain wall has its own shape, and
// the wall around it is wider on one side than on another.
static bool three_are_equal(const int32_t widths[4]) {
  for (int left_out = 0; left_out < 4; left_out++) {
    const int32_t one = widths[left_out == 0 ? 1 : 0];
    bool are_equal = true;
    for (int i = 0; i < 4; i++) are_equal &= i == left_out || is_near(one, widths[i]);
    if (are_equal) return true;
  }
  return false;
}

// Sets the widths of a frame: one color at all sides, of the same width at three of them, that ends
// in a step along the whole picture inside. Returns false if there is no frame. What covers more
// than a fifth of the picture around a thing is the wall behind it.
static bool find_frame(const side_t sides[4], const run_t runs[4], int32_t widths[4]) {
  const int32_t shorter = sides[0].pixels < sides[2].pixels ? sides[0].pixels : sides[2].pixels;
  int wide = 0;
  for (int i = 0; i < 4; i++) {
    if (runs[i].lines == 0 || 5 * runs[i].lines >= 2 * sides[i].lines) return false;
    if (color_distance(runs[i].color, runs[0].color) > same_color) return false;
    wide += 5 * runs[i].lines > shorter;
  }
  // The lower side of an instant picture is wider.
  if (wide > 1) return false;
  for (int i = 0; i < 4; i++) {
    // What is at the ends of a line belongs to the frame's other sides.
    const int other = i < 2 ? 2 : 0;
    const span_t span = {
        .first = runs[other].lines, .end = sides[i].pixels - runs[other + 1].lines};
    widths[i] = bar(&sides[i], span, &runs[i]);
    if (widths[i] == 0) return false;
  }
  return three_are_equal(widths);
}

// Whether bars that cover this share of a side may be bars at all. More than most of it is what a
// strip lies on, unless it is black: a video on a phone that is held upright.
static bool may_be_bars(double share, const uint8_t color[3]) {
  static const uint8_t black[3] = {0};
  return share <= most_of_side || color_distance(color, black) <= nearly_black;
}

// Sets the widths of bars at the sides, 0 where there is none.
static void find_bars(
    const castbook_quality_t *picture, const side_t sides[4], const run_t runs[4],
    int32_t widths[4]) {
  for (int i = 0; i < 4; i++) {
    widths[i] = bar(&sides[i], (span_t){.end = sides[i].pixels}, &runs[i]);
  }
  for (int i = 0; i < 4; i += 2) {
    const bool are_both = widths[i] > 0 && widths[i + 1] > 0;
    const double share = (double)(widths[i] + widths[i + 1]) / sides[i].lines;
    // A single bar may be a wall, and a narrow one is an edge. In front of a plain backdrop it is
    // the part of that above or below the subject.
    const bool is_bar = are_both
        ? color_distance(runs[i].color, runs[i + 1].color) <= color_of_bars
        : share > 0.03 && !picture->is_plain;
    if (!is_bar || !may_be_bars(share, runs[i].color)) widths[i] = widths[i + 1] = 0;
  }
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
  run_t runs[4];
  for (int i = 0; i < 4; i++) runs[i] = run_at(&sides[i]);
  int32_t bars[4];
  if (!find_frame(sides, runs, bars)) find_bars(picture, sides, runs, bars);
  double taken = 0;
  for (int i = 0; i < 4; i += 2) {
    const bool are_both = bars[i] > 0 && bars[i + 1] > 0;
    const double share = (are_both ? 1 : 0.6) * (bars[i] + bars[i + 1]) / sides[i].lines;
    if (share > taken) taken = share;
  }
  *inner = castbook_box_in_whole(
      picture, view, bars[2], bars[0], width - bars[3], height - bars[1]);
  return taken;
}
