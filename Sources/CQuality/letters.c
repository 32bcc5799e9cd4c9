// Finds letters on a picture: light strokes with a dark outline, and lines of two-tone text on a
// band or in a user interface.
//
// Decision: none; docs/scores.md describes the measure. Tests: QualityTests (ComposedPictures,
// WhatPeopleBring; Processors compares the results with a build for the oldest processor), under
// the address and thread sanitizers in `Scripts/test --long`. No fuzz target: it gets decoded
// pixels, never the bytes of a file.
#include "picture.h"

#include <string.h>

// MARK: Outlined letters

// The lumas of light and dark ink, how near the outline is, and the widest stroke: an outlined
// product is wider.
enum { light_ink = 232, dark_ink = 24, near_ink = 3, widest_stroke = 18 };

QUICKER static void minimum_of(
    uint8_t *restrict into, const uint8_t *restrict a, const uint8_t *restrict b, int32_t count) {
  for (int32_t i = 0; i < count; i++) into[i] = a[i] < b[i] ? a[i] : b[i];
}

// Writes the minimum of the seven rows around each pixel of a row. `scratch` has room for two rows.
static void darken(const view_t *view, int32_t y, uint8_t *scratch) {
  const int32_t width = view->width;
  const int32_t top = y > near_ink ? y - near_ink : 0;
  const int32_t bottom = y + near_ink < view->height - 1 ? y + near_ink : view->height - 1;
  memcpy(scratch, view->luma + (size_t)top * (size_t)width, (size_t)width);
  uint8_t *minimum = scratch, *other = scratch + CASTBOOK_QUALITY_MAXIMUM_SIDE;
  for (int32_t row = top + 1; row <= bottom; row++) {
    minimum_of(other, minimum, view->luma + (size_t)row * (size_t)width, width);
    uint8_t *swapped = minimum;
    minimum = other;
    other = swapped;
  }
  if (minimum != scratch) memcpy(scratch, minimum, (size_t)width);
}

// Whether there is dark ink among the three pixels from index `from` on.
static bool is_inked(const uint8_t *dark, int32_t from, int32_t width) {
  for (int32_t x = from; x < from + near_ink; x++) {
    if (x >= 0 && x < width && dark[x] < dark_ink) return true;
  }
  return false;
}

// The number of pixels of letters, and the part of the picture that they are in.
typedef struct {
  uint64_t pixels;
  int32_t left, right, top, bottom;
} letters_t;

static void add_letters(letters_t *letters, castbook_box_t box, uint64_t pixels) {
  letters->pixels += pixels;
  if (box.x < letters->left) letters->left = box.x;
  if (box.x + box.width > letters->right) letters->right = box.x + box.width;
  if (box.y < letters->top) letters->top = box.y;
  if (box.y + box.height > letters->bottom) letters->bottom = box.y + box.height;
}

// Letters are in a row: at least three strokes, with gaps of at most a twelfth of the width.
enum { minimum_strokes = 3, widest_gap = 12 };

// Neighboring strokes in one row of pixels.
typedef struct {
  int32_t count, from, to;
  uint64_t pixels;
} strokes_t;

static void end_strokes(letters_t *letters, strokes_t *strokes, int32_t y) {
  if (strokes->count >= minimum_strokes) {
    const castbook_box_t box = {strokes->from, y, strokes->to - strokes->from, 1};
    add_letters(letters, box, strokes->pixels);
  }
  *strokes = (strokes_t){0};
}

// Counts strokes of light ink with dark pixels on both sides in one row. A dark outline in front of
// a white backdrop is not a letter, and neither is the gleam in an eye.
static void count_strokes(
    letters_t *letters, const uint8_t *row, const uint8_t *dark, const uint8_t *mask,
    const view_t *view, const view_t *thumb, int32_t y) {
  const int32_t width = view->width;
  strokes_t strokes = {0};
  for (int32_t x = 0; x < width;) {
    if (row[x] <= light_ink) {
      x++;
      continue;
    }
    int32_t end = x + 1;
    while (end < width && row[end] > light_ink) end++;
    const bool is_stroke = end - x <= widest_stroke && !mask[x * thumb->width / width] &&
                           is_inked(dark, x - near_ink, width) && is_inked(dark, end, width);
    if (is_stroke) {
      if ((x - strokes.to) * widest_gap > width) end_strokes(letters, &strokes, y);
      if (strokes.count == 0) strokes.from = x;
      strokes.count++;
      strokes.to = end;
      strokes.pixels += (uint64_t)(end - x);
    }
    x = end;
  }
  end_strokes(letters, &strokes, y);
}

static void count_outlined(const castbook_quality_t *picture, letters_t *letters) {
  const view_t *view = &picture->whole, *thumb = &picture->thumb;
  const int32_t width = view->width, height = view->height;
  uint8_t dark[2 * CASTBOOK_QUALITY_MAXIMUM_SIDE];
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)width;
    bool has_light = false;
    for (int32_t x = 0; x < width; x++) has_light |= row[x] > light_ink;
    if (!has_light) continue;
    darken(view, y, dark);
    const uint8_t *mask =
        picture->extremes + (size_t)(y * thumb->height / height) * (size_t)thumb->width;
    count_strokes(letters, row, dark, mask, view, thumb, y);
  }
}

// MARK: Letters on a band

// On a band, rows of letters alternate between background and ink, and both are even. A dozen
// letters alternate more often than a drawn face.
enum { ink_step = 90, minimum_changes = 10, minimum_of_line = 26, even = 20 };

QUICKER int32_t castbook_steps(const uint8_t *row, int32_t width, int16_t least) {
  uint16_t count = 0;
  for (int32_t x = 2; x < width; x++) {
    const int16_t difference = (int16_t)(row[x] - row[x - 2]);
    count = (uint16_t)(count + (difference >= least || difference <= -least));
  }
  return count;
}

int32_t castbook_changes(
    const uint8_t *row, int32_t width, int32_t least, int32_t *left, int32_t *right) {
  int32_t count = 0, sign = 0;
  *left = width;
  *right = 0;
  for (int32_t x = 2; x < width; x++) {
    const int difference = row[x] - row[x - 2];
    if (difference < least && difference > -least) continue;
    const int32_t found = difference > 0 ? 1 : -1;
    if (found == sign) continue;
    sign = found;
    count++;
    if (x < *left) *left = x;
    if (x > *right) *right = x;
  }
  return count;
}

// Consecutive rows that look like text, the columns of its ink, and how often the busiest row
// alternates.
typedef struct {
  int32_t left, top, right, bottom, changes;
} band_t;

// The number of pixels of ink in a part of the picture that has two tones and hardly anything in
// between;
// 0 if it has other tones, or too much ink.
static int64_t ink(const view_t *view, const band_t *band) {
  uint32_t counts[256] = {0};
  for (int32_t y = band->top; y < band->bottom; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)view->width;
    for (int32_t x = band->left; x < band->right; x++) counts[row[x]]++;
  }
  const int64_t pixels = (int64_t)(band->right - band->left) * (band->bottom - band->top);
  const int32_t ground = castbook_percentile(counts, 256, 0.5);
  int64_t of_ground = 0, lighter = 0, darker = 0;
  for (int32_t i = 0; i < 256; i++) {
    if (i >= ground - even && i <= ground + even) of_ground += counts[i];
    if (i > ground + ink_step) lighter += counts[i];
    if (i < ground - ink_step) darker += counts[i];
  }
  const int64_t of_ink = lighter > darker ? lighter : darker;
  const bool is_text = of_ground * 100 >= pixels * 55 && of_ink * 100 >= pixels * 6 &&
                       (of_ground + of_ink) * 100 >= pixels * 80 &&
                       (lighter + darker - of_ink) * 50 <= pixels;
  return is_text ? of_ink : 0;
}

// The next band from row `y` on. Its `bottom` is the row after it, or 0 if there are no more bands.
static band_t next_band(const view_t *view, int32_t y) {
  band_t band = {.left = view->width, .top = -1};
  for (; y < view->height; y++) {
    int32_t from = 0, to = 0;
    const uint8_t *row = view->luma + (size_t)y * (size_t)view->width;
    // Most rows have too few strong steps to be text, and counting those is quick.
    const bool may_be_text = castbook_steps(row, view->width, ink_step) >= minimum_changes;
    const int32_t found =
        may_be_text ? castbook_changes(row, view->width, ink_step, &from, &to) : 0;
    const bool is_text = found >= minimum_changes;
    if (!is_text && band.top >= 0) break;
    if (!is_text) continue;
    if (band.top < 0) band.top = y;
    if (from < band.left) band.left = from;
    if (to > band.right) band.right = to;
    if (found > band.changes) band.changes = found;
  }
  band.bottom = band.top < 0 ? 0 : y;
  return band;
}

// Counts lines of text near the upper or the lower side, where titles and subtitles are.
static void count_banded(const castbook_quality_t *picture, letters_t *letters) {
  const view_t *view = &picture->half;
  const int32_t width = view->width, height = view->height;
  for (band_t band = next_band(view, 0); band.bottom > 0; band = next_band(view, band.bottom)) {
    const int32_t high = band.bottom - band.top, middle = (band.top + band.bottom) / 2;
    const bool is_line = band.changes >= minimum_of_line && high >= 5 && 8 * high <= height &&
                         5 * (band.right - band.left) >= width &&
                         (10 * middle <= 3 * height || 10 * middle >= 7 * height);
    const int64_t found = is_line ? ink(view, &band) : 0;
    if (found == 0) continue;
    const castbook_box_t box = castbook_box_in_whole(
        picture, view, band.left, band.top, band.right, band.bottom);
    const double pixels = (double)(band.right - band.left) * high;
    add_letters(letters, box, (uint64_t)((double)box.width * box.height / pixels * (double)found));
  }
}

// MARK: Marks in corners

// A mark counts as this share of the picture, however small it is: it comes back in every video.
static const double share_of_mark = 0.0042;

// Counts the marks in all corners, and returns whether one is in an upper corner.
static bool count_marks(const castbook_quality_t *picture, letters_t *letters) {
  const view_t *view = &picture->whole;
  bool has_title = false;
  for (int32_t corner = 0; corner < 4; corner++) {
    castbook_box_t box = {0};
    if (!castbook_find_corner_mark(view, corner, &box)) continue;
    add_letters(letters, box, (uint64_t)(share_of_mark * view->width * view->height));
    has_title |= corner >= 2;
  }
  return has_title;
}

int32_t castbook_quality_text_lines(const castbook_quality_t *picture) {
  const view_t *view = &picture->whole;
  int32_t lines = 0;
  for (band_t band = next_band(view, 0); band.bottom > 0; band = next_band(view, band.bottom)) {
    const int32_t high = band.bottom - band.top;
    lines += high >= 4 && 16 * high <= view->height && ink(view, &band) > 0;
  }
  return lines;
}

double castbook_quality_letters(
    castbook_quality_t *picture, castbook_box_t *box, bool *has_title) {
  castbook_find_backdrop(picture);
  const view_t *view = &picture->whole;
  letters_t letters = {.left = view->width, .top = view->height};
  count_outlined(picture, &letters);
  count_banded(picture, &letters);
  *has_title = count_marks(picture, &letters);
  *box = letters.pixels > 0
      ? castbook_box_in_whole(
            picture, view, letters.left, letters.top, letters.right, letters.bottom)
      : (castbook_box_t){0};
  return (double)letters.pixels / ((double)view->width * view->height);
}
