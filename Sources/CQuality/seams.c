// Finds lines that run over a whole side: the seams of a collage, and the borders of a picture
// between bars that are filled with a blurred copy of it.
//
// A line alone may be a door or a pillar, so a collage needs a second sign: an even division, a gap
// of one color, or different colors on both sides.
//
// Decision: none; docs/scores.md describes the measure. Tests: QualityTests (ComposedPictures,
// WhatPeopleBring; Processors compares the results with a build for the oldest processor), under
// the address and thread sanitizers in `Scripts/test --long`. No fuzz target: it gets decoded
// pixels, never the bytes of a file.
#include "picture.h"

#include <stdlib.h>

// The smallest step of a seam, and that of a picture on its own blurred copy, which may be fainter.
enum { minimum_step = 9, minimum_faint_step = 4 };

enum { part = 64 };

static inline uint8_t is_step(uint8_t before, uint8_t after, uint8_t minimum) {
  const uint8_t larger = before > after ? before : after, smaller = before > after ? after : before;
  return (uint8_t)(larger - smaller) > minimum;
}

QUICKER static void add_steps(
    uint16_t *restrict sums, const uint8_t *before, const uint8_t *after, int32_t count,
    uint8_t minimum) {
  for (int32_t i = 0; i < count; i++) {
    sums[i] = (uint16_t)(sums[i] + is_step(before[i], after[i], minimum));
  }
}

QUICKER static uint32_t count_steps(
    const uint8_t *before, const uint8_t *after, int32_t count, uint8_t minimum) {
  uint32_t sum = 0;
  int32_t i = 0;
  // The steps of a part are counted in bytes.
  for (; i + part <= count; i += part) {
    uint8_t steps = 0;
    for (int32_t k = i; k < i + part; k++) steps = (uint8_t)(steps + is_step(before[k], after[k], minimum));
    sum += steps;
  }
  for (; i < count; i++) sum += is_step(before[i], after[i], minimum);
  return sum;
}

QUICKER static uint32_t sum_of_steps(const uint8_t *one, const uint8_t *other, int32_t count) {
  uint32_t sum = 0;
  for (int32_t i = 0; i < count; i++) {
    sum += (uint32_t)abs(one[i] - other[i]);
  }
  return sum;
}

// The columns or the rows: the share of each line that has steps, and how much larger it is than
// those of the lines near it.
typedef struct {
  bool are_columns;
  int32_t count, minimum_step;
  double shares[CASTBOOK_QUALITY_MAXIMUM_SIDE], excess[CASTBOOK_QUALITY_MAXIMUM_SIDE];
} lines_t;

// A line that stands out, and whether it has steps near both of its ends. Peaks are sorted, the
// strongest first.
typedef struct {
  int32_t index;
  double excess;
  bool is_whole;
} peak_t;

enum { maximum_peaks = 8 };

static void find_excess(lines_t *lines) {
  const int32_t count = lines->count;
  for (int32_t i = count * 4 / 100; i < count * 96 / 100; i++) {
    if (lines->shares[i] < 0.15) continue;
    double around[18];
    int32_t neighbors = 0;
    for (int32_t far = 4; far <= 12; far++) {
      if (i - far >= 1) around[neighbors++] = lines->shares[i - far];
      if (i + far < count - 1) around[neighbors++] = lines->shares[i + far];
    }
    if (neighbors < 6) continue;
    const double found = lines->shares[i] - castbook_median(around, neighbors);
    if (found > 0) lines->excess[i] = found;
  }
}

// Whether a line has steps near both of its ends. The edge of a book in front of a backdrop ends
// before them.
static bool reaches_both_ends(const view_t *view, const lines_t *lines, int32_t index) {
  const int32_t width = view->width, length = lines->are_columns ? view->height : width;
  const int32_t zone = length * 4 / 100;
  if (zone == 0 || index < 1 || index >= lines->count - 1) return false;
  for (int end = 0; end < 2; end++) {
    int32_t steps = 0;
    for (int32_t i = 0; i < zone; i++) {
      const int32_t along = end == 0 ? i : length - 1 - i;
      const int32_t at = lines->are_columns ? along * width + index : index * width + along;
      const uint8_t *pixel = view->luma + at;
      const ptrdiff_t across = lines->are_columns ? 1 : width;
      const int difference = pixel[across] - pixel[-across];
      steps += difference > lines->minimum_step || difference < -lines->minimum_step;
    }
    if (10 * steps < zone) return false;
  }
  return true;
}

static int32_t find_peaks(
    const view_t *view, const lines_t *lines, double minimum, peak_t peaks[maximum_peaks]) {
  int32_t found = 0;
  for (int32_t i = 1; i < lines->count - 1; i++) {
    if (lines->excess[i] < minimum) continue;
    int32_t at = found;
    while (at > 0 && peaks[at - 1].excess < lines->excess[i]) at--;
    if (at == maximum_peaks) continue;
    if (found < maximum_peaks) found++;
    for (int32_t k = found - 1; k > at; k--) peaks[k] = peaks[k - 1];
    peaks[at] = (peak_t){.index = i, .excess = lines->excess[i]};
  }
  // Both lines beside a step have it: keep the stronger one.
  int32_t kept = 0;
  for (int32_t i = 0; i < found; i++) {
    bool is_new = true;
    for (int32_t k = 0; k < kept; k++) {
      const int32_t far = peaks[i].index - peaks[k].index;
      is_new &= far < -1 || far > 1;
    }
    if (is_new) peaks[kept++] = peaks[i];
  }
  for (int32_t i = 0; i < kept; i++) {
    peaks[i].is_whole = reaches_both_ends(view, lines, peaks[i].index);
  }
  return kept;
}

static void read_lines(
    const view_t *view, uint8_t minimum, lines_t *columns, lines_t *rows) {
  const int32_t width = view->width, height = view->height;
  uint16_t across[CASTBOOK_QUALITY_MAXIMUM_SIDE] = {0};
  *columns = (lines_t){.are_columns = true, .count = width, .minimum_step = minimum};
  *rows = (lines_t){.count = height, .minimum_step = minimum};
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)width;
    add_steps(across + 1, row, row + 2, width - 2, minimum);
    if (y == 0 || y == height - 1) continue;
    rows->shares[y] = (double)count_steps(row - width, row + width, width, minimum) / width;
  }
  for (int32_t x = 1; x < width - 1; x++) columns->shares[x] = (double)across[x] / height;
}

// MARK: Second signs

static double clamped(double value) { return value < 0 ? 0 : value > 1 ? 1 : value; }

// Whether a line divides a side into equal halves, thirds or quarters.
static bool is_division(int32_t index, int32_t count) {
  for (int32_t parts = 2; parts <= 4; parts++) {
    for (int32_t part = 1; part < parts; part++) {
      const int32_t far = index - count * part / parts;
      if (40 * far <= count && 40 * far >= -count) return true;
    }
  }
  return false;
}

// How different the colors on both sides of a line are: 1 if they have none in common.
static double difference_of_sides(const view_t *thumb, bool is_column, double share) {
  uint32_t counts[2][512] = {{0}}, sums[2] = {0};
  for (int32_t y = 0; y < thumb->height; y++) {
    for (int32_t x = 0; x < thumb->width; x++) {
      const uint8_t *pixel = thumb->rgb + 3 * ((size_t)y * (size_t)thumb->width + (size_t)x);
      const int side = is_column ? x >= share * thumb->width : y >= share * thumb->height;
      counts[side][(pixel[0] >> 5) << 6 | (pixel[1] >> 5) << 3 | pixel[2] >> 5]++;
      sums[side]++;
    }
  }
  if (sums[0] == 0 || sums[1] == 0) return 0;
  double common = 0;
  for (int i = 0; i < 512; i++) {
    const double one = (double)counts[0][i] / sums[0], other = (double)counts[1][i] / sums[1];
    common += one < other ? one : other;
  }
  return 1 - common;
}

// Whether the part between two near lines has one color, as the gap between two pictures has.
static bool is_gutter(const view_t *view, bool is_column, int32_t one, int32_t other) {
  const int32_t middle = (one + other) / 2, count = is_column ? view->height : view->width;
  uint32_t counts[256] = {0};
  for (int32_t i = 0; i < count; i++) {
    const size_t index = is_column ? (size_t)i * (size_t)view->width + (size_t)middle
                                   : (size_t)middle * (size_t)view->width + (size_t)i;
    counts[view->luma[index]]++;
  }
  return castbook_percentile(counts, 256, 0.97) - castbook_percentile(counts, 256, 0.03) <= 12;
}

// How strongly something besides the line itself says that it is a seam, 0 to 1. A door or a pillar
// has no such sign.
static double second_sign(
    const castbook_quality_t *picture, bool is_column, const peak_t *peaks, int32_t found,
    int32_t count) {
  const view_t *view = &picture->whole;
  double sign = 0;
  for (int32_t i = 0; i < found; i++) {
    const int32_t one = peaks[i].index;
    for (int32_t k = i + 1; k < found; k++) {
      const int32_t other = peaks[k].index, far = one < other ? other - one : one - other;
      const double both = clamped((peaks[k].excess - 0.2) / 0.2);
      const bool are_thirds = far * 40 > count * 12 && far * 40 < count * 28 &&
                              is_division(one, count) && is_division(other, count);
      const bool is_gap = far * 25 <= count && far > 2 && is_division((one + other) / 2, count) &&
                          is_gutter(view, is_column, one, other);
      const bool are_whole = peaks[i].is_whole && peaks[k].is_whole;
      if (((are_thirds && are_whole) || is_gap) && both > sign) sign = both;
    }
  }
  // The edge of a table or a horizon divides a picture as well. So different colors are a sign only
  // for two pictures side by side, and not beside a pillar.
  const int32_t far = found > 0 ? peaks[0].index - count / 2 : count;
  bool is_alone = is_column && found > 0 && peaks[0].is_whole && far * 60 <= count &&
                  far * 60 >= -count;
  for (int32_t i = 1; i < found; i++) {
    const int32_t apart = peaks[i].index - peaks[0].index;
    is_alone &= 2 * peaks[i].excess < peaks[0].excess || apart * 7 > count || apart * 7 < -count;
  }
  if (is_alone) {
    const double share = (double)peaks[0].index / count;
    const double different = difference_of_sides(&picture->thumb, is_column, share);
    const double told = clamped((different - 0.35) / 0.25);
    if (told > sign) sign = told;
  }
  return sign;
}

static void find_collage(
    const castbook_quality_t *picture, const lines_t *columns, const lines_t *rows,
    castbook_seams_t *result) {
  const view_t *view = &picture->whole;
  peak_t upright[maximum_peaks], level[maximum_peaks];
  const int32_t count_upright = find_peaks(view, columns, 0.2, upright);
  const int32_t count_level = find_peaks(view, rows, 0.2, level);
  const double best_upright = count_upright > 0 ? upright[0].excess : 0;
  const double best_level = count_level > 0 ? level[0].excess : 0;
  const bool is_column = best_upright >= best_level;
  if (best_upright == 0 && best_level == 0) return;
  double sign = 0;
  if (count_upright > 0 && count_level > 0 && upright[0].is_whole && level[0].is_whole &&
      is_division(upright[0].index, view->width) &&
      is_division(level[0].index, view->height)) {
    const double lesser = best_upright < best_level ? best_upright : best_level;
    sign = clamped((lesser - 0.35) / 0.2);
  }
  const double alone =
      is_column ? second_sign(picture, true, upright, count_upright, view->width)
                : second_sign(picture, false, level, count_level, view->height);
  if (alone > sign) sign = alone;
  const double seam = is_column ? best_upright : best_level;
  result->collage = seam * (0.35 + 0.65 * sign);
  const int32_t index = is_column ? upright[0].index : level[0].index;
  const int32_t start = index > 4 ? index - 4 : 0;
  result->seam = is_column
      ? castbook_box_in_whole(picture, view, start, 0, index + 5, view->height)
      : castbook_box_in_whole(picture, view, 0, start, view->width, index + 5);
}

// MARK: Blurred bars

// The mean difference between neighbors along the lines from `from` up to before `to`.
static double mean_detail(const view_t *view, const lines_t *lines, int32_t from, int32_t to) {
  if (to <= from) return 0;
  uint64_t sum = 0;
  const int32_t first = lines->are_columns ? 1 : from;
  const int32_t last = lines->are_columns ? view->height : to;
  for (int32_t y = first; y < last; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)view->width;
    sum += lines->are_columns ? sum_of_steps(row + from, row - view->width + from, to - from)
                              : sum_of_steps(row, row + 1, view->width - 1);
  }
  return (double)sum / ((double)(to - from) * (lines->are_columns ? view->height : view->width));
}

// Whether there is much less detail outside two lines than between them.
static bool is_even_outside(
    const view_t *view, const lines_t *lines, int32_t one, int32_t other, double minimum,
    double share) {
  const double inside = mean_detail(view, lines, one + 3, other - 2);
  const double above = mean_detail(view, lines, 0, one - 2);
  const double below = mean_detail(view, lines, other + 3, lines->count);
  return inside >= minimum && (above > below ? above : below) <= share * inside;
}

// Whether what is outside two lines is a wall, or the sky and the ground: one color at each end,
// and either two different ones or most of the side. Blurred copies are not so even.
static bool is_surroundings(
    const view_t *view, const lines_t *lines, int32_t one, int32_t other, double share) {
  int32_t middles[2];
  const int32_t length = lines->are_columns ? view->height : view->width;
  for (int end = 0; end < 2; end++) {
    const int32_t first = end == 0 ? 0 : other + 3, last = end == 0 ? one - 2 : lines->count;
    uint32_t counts[256] = {0};
    for (int32_t line = first; line < last; line++) {
      for (int32_t i = 0; i < length; i += 4) {
        const int32_t at = lines->are_columns ? i * view->width + line : line * view->width + i;
        counts[view->luma[at]]++;
      }
    }
    const int32_t darkest = castbook_percentile(counts, 256, 0.02);
    if (castbook_percentile(counts, 256, 0.98) - darkest > 2) return false;
    middles[end] = darkest;
  }
  return share > most_of_side || abs(middles[0] - middles[1]) > color_of_bars;
}

// Finds two lines at about the same distance from both ends, with little detail outside them.
// Returns the share that they cut off, 0 if there are none.
static double filled(
    const view_t *view, const lines_t *lines, bool is_plain, int32_t *first, int32_t *last) {
  // In front of a plain backdrop everything above and below the subject is even.
  const double minimum = is_plain ? 0.8 : 0.2;
  peak_t peaks[maximum_peaks];
  const int32_t found = find_peaks(view, lines, minimum, peaks), count = lines->count;
  double maximum = 0;
  for (int32_t i = 0; i < found; i++) {
    for (int32_t k = 0; k < found; k++) {
      const int32_t one = peaks[i].index, other = peaks[k].index;
      const int32_t far = one - (count - 1 - other);
      if (one >= other || far * 33 > count || far * 33 < -count) continue;
      if (one * 20 < count || one * 20 > count * 9) continue;
      const double share = (double)(one + count - other) / count;
      if (share <= maximum) continue;
      if (is_plain && !(peaks[i].is_whole && peaks[k].is_whole)) continue;
      if (!is_even_outside(view, lines, one, other, 1, 0.35)) continue;
      if (is_surroundings(view, lines, one, other, share)) continue;
      maximum = share;
      *first = one;
      *last = other;
    }
  }
  return maximum;
}

// Whether a line has steps along much more of its length than most lines near it, and near both
// ends.
static bool stands_out(const view_t *view, const lines_t *lines, int32_t index) {
  const double minimum = 0.3, share = lines->shares[index];
  if (share < minimum) return false;
  int32_t neighbors = 0, lesser = 0;
  for (int32_t far = 4; far <= 12; far++) {
    for (int32_t at = index - far; at <= index + far; at += 2 * far) {
      if (at < 1 || at >= lines->count - 1) continue;
      neighbors++;
      lesser += lines->shares[at] <= share - minimum;
    }
  }
  return neighbors >= 6 && 2 * lesser > neighbors && reaches_both_ends(view, lines, index);
}

// Finds two lines at exactly the same distance from both ends, as `filled` does. Their steps may be
// faint, as when a picture on white is on a blurred copy of itself.
static double centered(
    const view_t *view, const lines_t *lines, int32_t *first, int32_t *last) {
  const int32_t count = lines->count;
  for (int32_t one = count * 9 / 20; one * 20 >= count; one--) {
    if (!stands_out(view, lines, one)) continue;
    for (int32_t other = count - 2 - one; other <= count - one; other++) {
      if (other <= one || other >= count || !stands_out(view, lines, other) ||
          !is_even_outside(view, lines, one, other, 0.5, 0.45)) {
        continue;
      }
      *first = one;
      *last = other;
      return (double)(one + count - other) / count;
    }
  }
  return 0;
}

// Sets the bars of a picture on a blurred copy of itself, between two rows or two columns.
static void find_blurred_bars(
    const castbook_quality_t *picture, const view_t *view, const lines_t lines[2],
    bool is_centered, castbook_seams_t *result) {
  for (int i = 0; i < 2; i++) {
    int32_t first = 0, last = 0;
    const double share = is_centered ? centered(view, &lines[i], &first, &last)
                                     : filled(view, &lines[i], picture->is_plain, &first, &last);
    if (share <= result->blurred_bars) continue;
    result->blurred_bars = share;
    result->inner = lines[i].are_columns
        ? castbook_box_in_whole(picture, view, first, 0, last + 1, view->height)
        : castbook_box_in_whole(picture, view, 0, first, view->width, last + 1);
  }
}

castbook_seams_t castbook_quality_seams(castbook_quality_t *picture) {
  castbook_find_backdrop(picture);
  castbook_seams_t result = {0};
  const view_t *view = &picture->whole;
  if (view->width < 3 || view->height < 3) return result;
  lines_t lines[2];
  read_lines(view, minimum_step, &lines[1], &lines[0]);
  for (int i = 0; i < 2; i++) find_excess(&lines[i]);
  find_collage(picture, &lines[1], &lines[0], &result);
  find_blurred_bars(picture, view, lines, false, &result);
  if (result.blurred_bars > 0) return result;
  const view_t *half = &picture->half;
  read_lines(half, minimum_faint_step, &lines[1], &lines[0]);
  find_blurred_bars(picture, half, lines, true, &result);
  return result;
}
