// Finds a plain backdrop, and how the subject in front of it leaves the frame.
//
// Everything is done on the thumb. Connected flat areas that touch the frame are the backdrop if
// they surround enough of the frame and have one color; the largest connected rest is the subject.
//
// Decision: none; docs/scores.md describes the measure. Tests: QualityTests (ComposedPictures,
// WhatPeopleBring, LitPictures; Processors compares the results with a build for the oldest
// processor), under the address and thread sanitizers in `Scripts/test --long`. No fuzz target: it
// gets decoded pixels, never the bytes of a file.
#include "picture.h"

#include <stdlib.h>
#include <string.h>

// The largest difference between neighbors of a plain backdrop in any channel, and the lumas below
// and above which it is nearly black or nearly white.
enum { flat_range = 6, nearly_black = 10, nearly_white = 235 };

// The largest difference for this picture. In haze all neighbors differ little, so it shrinks with
// the range of tones.
static int32_t flat_range_of(const view_t *view) {
  uint32_t counts[256] = {0};
  for (int32_t i = 0; i < view->width * view->height; i++) counts[view->luma[i]]++;
  const int32_t white = castbook_percentile(counts, 256, 0.99);
  const int32_t range = white - castbook_percentile(counts, 256, 0.01);
  const int32_t share = white > 0 ? 100 * range / white : 100;
  const int32_t found = share * flat_range / 40;
  return found < 1 ? 1 : found < flat_range ? found : flat_range;
}

// The smallest and the largest values of each pixel of a row and of the pixels above and below it.
QUICKER static void find_extremes(
    uint8_t *restrict low, uint8_t *restrict high, const uint8_t *above, const uint8_t *row,
    const uint8_t *below, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t less = above[i] < below[i] ? above[i] : below[i];
    const uint8_t more = above[i] > below[i] ? above[i] : below[i];
    low[i] = row[i] < less ? row[i] : less;
    high[i] = row[i] > more ? row[i] : more;
  }
}

// The largest difference in each channel among a pixel and the eight around it. There is a pixel
// before `low` and `high` and one after them.
QUICKER static void find_ranges(
    uint8_t *restrict ranges, const uint8_t *low, const uint8_t *high, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t *before = low + i - 3, *after = low + i + 3;
    const uint8_t less = *before < *after ? *before : *after;
    const uint8_t *left = high + i - 3, *right = high + i + 3;
    const uint8_t more = *left > *right ? *left : *right;
    ranges[i] = (uint8_t)((high[i] > more ? high[i] : more) - (low[i] < less ? low[i] : less));
  }
}

// Sets for each pixel of a row whether no channel differs by more than `maximum` among it and the
// eight around it.
static void find_flat(const view_t *view, int32_t y, int32_t maximum, uint8_t *flat) {
  const size_t values = 3 * (size_t)view->width;
  uint8_t low[3 * (CASTBOOK_QUALITY_MAXIMUM_SIDE + 2)], high[3 * (CASTBOOK_QUALITY_MAXIMUM_SIDE + 2)];
  uint8_t ranges[3 * CASTBOOK_QUALITY_MAXIMUM_SIDE];
  const uint8_t *row = view->rgb + (size_t)y * values;
  find_extremes(
      low + 3, high + 3, y > 0 ? row - values : row, row, y + 1 < view->height ? row + values : row,
      values);
  // Beyond the border is the pixel at the border, which is compared anyway.
  memcpy(low, low + 3, 3);
  memcpy(high, high + 3, 3);
  memcpy(low + values + 3, low + values, 3);
  memcpy(high + values + 3, high + values, 3);
  find_ranges(ranges, low + 3, high + 3, values);
  for (int32_t x = 0; x < view->width; x++) {
    const uint8_t *range = ranges + 3 * x;
    flat[x] = range[0] <= maximum && range[1] <= maximum && range[2] <= maximum;
  }
}

int32_t castbook_follow(
    const view_t *view, uint8_t *marks, int32_t *stack, int32_t index, uint8_t from, uint8_t to,
    bool *touches, castbook_box_t *box) {
  const int32_t width = view->width, height = view->height;
  int32_t count = 0, depth = 0;
  int32_t left = width, right = 0, top = height, bottom = 0;
  *touches = false;
  stack[depth++] = index;
  marks[index] = to;
  while (depth > 0) {
    const int32_t next = stack[--depth], x = next % width, y = next / width;
    count++;
    if (x == 0 || y == 0 || x == width - 1 || y == height - 1) *touches = true;
    if (x < left) left = x;
    if (x >= right) right = x + 1;
    if (y < top) top = y;
    if (y >= bottom) bottom = y + 1;
    const int32_t around[4] = {
        x > 0 ? next - 1 : -1, x < width - 1 ? next + 1 : -1, y > 0 ? next - width : -1,
        y < height - 1 ? next + width : -1};
    for (int i = 0; i < 4; i++) {
      if (around[i] < 0 || marks[around[i]] != from) continue;
      marks[around[i]] = to;
      stack[depth++] = around[i];
    }
  }
  *box = (castbook_box_t){.x = left, .y = top, .width = right - left, .height = bottom - top};
  return count;
}

// Widens the marked areas by one pixel in the four directions.
static void widen(const view_t *view, uint8_t *marks, uint8_t *scratch) {
  const int32_t width = view->width, height = view->height;
  memcpy(scratch, marks, (size_t)width * (size_t)height);
  for (int32_t y = 0; y < height; y++) {
    for (int32_t x = 0; x < width; x++) {
      const int32_t index = y * width + x;
      if (scratch[index]) continue;
      marks[index] = (x > 0 && scratch[index - 1]) || (x < width - 1 && scratch[index + 1]) ||
                     (y > 0 && scratch[index - width]) ||
                     (y < height - 1 && scratch[index + width]);
    }
  }
}

// Large parts are numbered from `first_part`. Each covers more than a hundredth of the picture, so
// there are fewer than `maximum_parts`.
enum { open_mark = 1, first_part = 2, maximum_parts = 100, passed_mark = 255 };

// Numbers the marked parts that touch the frame and cover more than a hundredth of the picture, and
// unmarks all others. Returns the number after the last one.
static int32_t number_large(const view_t *view, uint8_t *marks, int32_t *stack) {
  const int32_t count = view->width * view->height;
  int32_t number = first_part;
  for (int32_t index = 0; index < count; index++) {
    if (marks[index] != open_mark) continue;
    bool touches;
    castbook_box_t box;
    const int32_t size = castbook_follow(
        view, marks, stack, index, open_mark, passed_mark, &touches, &box);
    if (touches && 100 * size > count) {
      castbook_follow(
          view, marks, stack, index, passed_mark, (uint8_t)number++, &touches, &box);
    }
  }
  for (int32_t index = 0; index < count; index++) {
    if (marks[index] == passed_mark) marks[index] = 0;
  }
  return number;
}

// Keeps only the marked parts that touch the frame and are large.
static void keep_large(const view_t *view, uint8_t *marks, int32_t *stack) {
  number_large(view, marks, stack);
  for (int32_t index = 0; index < view->width * view->height; index++) {
    marks[index] = marks[index] != 0;
  }
}

// The size of a part, and the sums of red minus green and of blue minus green.
typedef struct {
  int32_t size, red, blue;
} part_t;

// Whether the mean colors of two parts differ.
static bool differs(const part_t *one, const part_t *other) {
  const double red = (double)one->red / one->size - (double)other->red / other->size;
  const double blue = (double)one->blue / one->size - (double)other->blue / other->size;
  return red * red + blue * blue > 40 * 40;
}

// Keeps large parts as `keep_large` does, but drops those whose color differs from the largest
// part's, unless they cover a fifth of the picture: a smooth part of the subject that the frame
// cuts off is also flat and touches the frame.
static void keep_one_color(const view_t *view, uint8_t *marks, int32_t *stack) {
  const int32_t count = view->width * view->height;
  const int32_t end = number_large(view, marks, stack);
  part_t parts[first_part + maximum_parts] = {0};
  for (int32_t index = 0; index < count; index++) {
    if (marks[index] == 0) continue;
    const uint8_t *pixel = view->rgb + 3 * (size_t)index;
    part_t *part = &parts[marks[index]];
    part->size++;
    part->red += pixel[0] - pixel[1];
    part->blue += pixel[2] - pixel[1];
  }
  int32_t largest = first_part;
  for (int32_t i = first_part; i < end; i++) {
    if (parts[i].size > parts[largest].size) largest = i;
  }
  bool is_kept[first_part + maximum_parts] = {false};
  for (int32_t i = first_part; i < end; i++) {
    is_kept[i] = 5 * parts[i].size >= count || !differs(&parts[i], &parts[largest]);
  }
  for (int32_t index = 0; index < count; index++) marks[index] = is_kept[marks[index]];
}

// The share of marked pixels among `count` of them, from `start` on, `step` apart.
static double share(const uint8_t *marks, int32_t start, int32_t step, int32_t count) {
  int32_t marked = 0;
  for (int32_t i = 0; i < count; i++) marked += marks[start + i * step];
  return (double)marked / count;
}

typedef struct {
  double top, bottom, left, right;
} sides_t;

// The share of each side of the frame that is marked; only the first `rows` rows of the left and
// right sides count.
static sides_t sides_of(const view_t *view, const uint8_t *marks, int32_t rows) {
  const int32_t width = view->width, height = view->height;
  return (sides_t){
      .top = share(marks, 0, 1, width), .bottom = share(marks, (height - 1) * width, 1, width),
      .left = share(marks, 0, width, rows), .right = share(marks, width - 1, width, rows)};
}

// The number of rows of the left and right sides that count: below them a body may fill the frame.
static int32_t upper_part(int32_t height) { return (height * 6 + 9) / 10; }

// Whether three sides are almost completely marked. A flat sky fills two and a half, and is not a
// backdrop.
static bool fills_three_sides(const view_t *view, const uint8_t *marks) {
  const sides_t sides = sides_of(view, marks, view->height);
  return (sides.top > 0.8) + (sides.bottom > 0.8) + (sides.left > 0.8) + (sides.right > 0.8) >= 3;
}

// Whether most of the frame is marked, and at least three of its sides well: wings and tails may
// touch every side.
static bool fills_frame(const view_t *view, const uint8_t *marks) {
  const sides_t sides = sides_of(view, marks, view->height);
  return sides.top + sides.bottom + sides.left + sides.right > 2.6 &&
         (sides.top > 0.4) + (sides.bottom > 0.4) + (sides.left > 0.4) + (sides.right > 0.4) >= 3;
}

// The first row of column `x` that is not marked.
static int32_t first_below(const view_t *view, const uint8_t *marks, int32_t x) {
  int32_t y = 0;
  while (y < view->height && marks[y * view->width + x]) y++;
  return y;
}

// Whether a head rises in the middle from shoulders that fill the lower part of both sides. This
// tells a portrait from the ground under a sky, which is level.
static bool has_bust(const view_t *view, const uint8_t *marks) {
  const int32_t width = view->width, height = view->height;
  const sides_t sides = sides_of(view, marks, upper_part(height));
  // The upper side needs little: it may cut off the head.
  if (!(sides.top > 0.12 && sides.left > 0.8 && sides.right > 0.8)) return false;
  int32_t highest = height, sum = 0, columns = 0;
  for (int32_t x = 0; x < width; x++) {
    const int32_t first = first_below(view, marks, x);
    if (x >= width / 3 && x < width - width / 3 && first < highest) highest = first;
    if (x >= width * 15 / 100 && x < width - width * 15 / 100) continue;
    sum += first;
    columns++;
  }
  return columns > 0 && sum - highest * columns > columns * height * 3 / 10;
}

// Whether the marked pixels at the frame have one color, of any brightness. A sky with clouds has
// two.
static bool has_one_color(const view_t *view, const uint8_t *marks) {
  const int32_t width = view->width, height = view->height, maximum_range = 55;
  for (int channel = 0; channel < 3; channel += 2) {
    uint32_t counts[511] = {0};
    for (int32_t y = 0; y < height; y++) {
      const int32_t step = y == 0 || y == height - 1 || width < 2 ? 1 : width - 1;
      for (int32_t x = 0; x < width; x += step) {
        const size_t index = (size_t)y * (size_t)width + (size_t)x;
        const uint8_t *pixel = view->rgb + 3 * index;
        if (marks[index]) counts[255 + pixel[channel] - pixel[1]]++;
      }
    }
    const int32_t range =
        castbook_percentile(counts, 511, 0.95) - castbook_percentile(counts, 511, 0.05);
    if (range > maximum_range) return false;
  }
  return true;
}

static bool is_plain(const view_t *view, const uint8_t *backdrop) {
  const double filled = share(backdrop, 0, 1, view->width * view->height);
  return ((filled > 0.25 && fills_three_sides(view, backdrop)) ||
          (filled > 0.15 && has_bust(view, backdrop))) &&
         has_one_color(view, backdrop);
}

// Keeps marks of nearly white or nearly black pixels only if they are a backdrop. Other such pixels
// are burnt, or in the dark.
static void keep_backdrop(const view_t *view, uint8_t *marks, int32_t *stack) {
  keep_large(view, marks, stack);
  if (!fills_frame(view, marks) && !has_bust(view, marks)) {
    memset(marks, 0, (size_t)view->width * (size_t)view->height);
  }
}

void castbook_find_backdrop(castbook_quality_t *picture) {
  if (picture->has_backdrop) return;
  picture->has_backdrop = true;
  const view_t *view = &picture->thumb;
  const size_t count = (size_t)view->width * (size_t)view->height;
  int32_t *stack = malloc(count * sizeof *stack);
  uint8_t *scratch = malloc(count);
  if (stack != NULL && scratch != NULL) {
    const int32_t maximum = flat_range_of(view);
    for (int32_t y = 0; y < view->height; y++) {
      find_flat(view, y, maximum, picture->backdrop + (size_t)y * (size_t)view->width);
      for (int32_t x = 0; x < view->width; x++) {
        const size_t index = (size_t)y * (size_t)view->width + (size_t)x;
        const uint8_t luma = view->luma[index], flat = picture->backdrop[index];
        picture->extremes[index] = flat && luma > nearly_white;
        scratch[index] = flat && luma < nearly_black;
      }
    }
    keep_one_color(view, picture->backdrop, stack);
    // The white that a cut-out was flattened onto is a backdrop, however little of the frame it
    // fills.
    if (picture->is_over_white) {
      keep_large(view, picture->extremes, stack);
    } else {
      keep_backdrop(view, picture->extremes, stack);
    }
    keep_backdrop(view, scratch, stack);
    for (size_t index = 0; index < count; index++) picture->extremes[index] |= scratch[index];
    widen(view, picture->backdrop, scratch);
    widen(view, picture->extremes, scratch);
    picture->is_plain = is_plain(view, picture->backdrop);
  }
  free(stack);
  free(scratch);
}

enum { subject_mark = 3 };

// Marks the largest connected part that is not backdrop with `subject_mark`, and returns its box.
// `size` is its number of pixels, 0 if there is none.
static castbook_box_t find_subject(
    const view_t *view, const uint8_t *backdrop, uint8_t *marks, int32_t *stack, int32_t *size) {
  const int32_t count = view->width * view->height;
  castbook_box_t largest = {0};
  int32_t start = -1;
  *size = 0;
  memcpy(marks, backdrop, (size_t)count);
  for (int32_t index = 0; index < count; index++) {
    if (marks[index] != 0) continue;
    bool touches;
    castbook_box_t box;
    const int32_t found = castbook_follow(view, marks, stack, index, 0, 2, &touches, &box);
    if (found > *size) {
      *size = found;
      largest = box;
      start = index;
    }
  }
  if (start >= 0) {
    bool touches;
    castbook_box_t box;
    castbook_follow(view, marks, stack, start, 2, subject_mark, &touches, &box);
  }
  return largest;
}

// One side of the frame. Its lines run along it; the first is at the frame, the next ones further
// inwards.
typedef struct {
  int32_t start, inwards, along;  // An index into the marks, and the steps to the next line and pixel.
  int32_t lines, count;
} frame_side_t;

// How the subject leaves the frame at one side: on how many pixels, and on what share of its own
// breadth near that side. A round subject that only touches the side has a small share.
typedef struct {
  double pixels, breadth;
  double much;  // 1, and less for a few pixels.
} exit_t;

static exit_t exit_at(const uint8_t *marks, const frame_side_t *side, int32_t depth, int32_t size) {
  int32_t touched = 0, seen = 0;
  for (int32_t i = 0; i < side->count; i++) {
    const int32_t index = side->start + i * side->along;
    touched += marks[index] == subject_mark;
    bool is_seen = false;
    for (int32_t line = 0; line < depth && !is_seen; line++) {
      is_seen = marks[index + line * side->inwards] == subject_mark;
    }
    seen += is_seen;
  }
  // A few pixels, such as a handle or a tip, are not a cut, whatever their share.
  const double much = size > 0 ? touched / (0.3 * size) : 0;
  const double breadth = seen > 0 ? (double)touched / seen : 0;
  const double counted = much < 1 ? much : 1;
  return (exit_t){.pixels = touched, .breadth = breadth * counted, .much = counted};
}

// The ratio of the columns that the subject fills in the uppermost quarter of its box to `body`,
// the pixels with which it leaves the lower side: small for a head above shoulders.
static double head_to_body(
    const view_t *view, const uint8_t *marks, const castbook_box_t *box, double body) {
  const int32_t bottom = box->y + (box->height + 3) / 4;
  int32_t seen = 0;
  for (int32_t x = box->x; x < box->x + box->width; x++) {
    bool is_seen = false;
    for (int32_t y = box->y; y < bottom && !is_seen; y++) {
      is_seen = marks[y * view->width + x] == subject_mark;
    }
    seen += is_seen;
  }
  return body > 0 ? seen / body : 1;
}

// Whether hardly anything besides the subject is in front of the backdrop. Among several things, as
// in a scene at night, the largest may not be the subject: what leaves the frame may be a lamp.
static bool stands_alone(
    const view_t *view, const uint8_t *backdrop, const castbook_box_t *box) {
  int32_t outside = 0;
  for (int32_t y = 0; y < view->height; y++) {
    const bool is_beside = y >= box->y && y < box->y + box->height;
    for (int32_t x = 0; x < view->width; x++) {
      const bool is_inside = is_beside && x >= box->x && x < box->x + box->width;
      outside += !is_inside && !backdrop[y * view->width + x];
    }
  }
  return 1000 * outside < 3 * view->width * view->height;
}

// How much more a cut at the upper side matters: it is mostly a head.
static const double top_weight = 1.35;

// The width at the frame as a share of the width a fifth of that below, where the frame cuts only
// hair, and where it cuts the forehead.
static const double cut_hair = 0.74, cut_forehead = 0.9;

// How much of a head is gone where the subject leaves the upper side, from 0 to 1. Hair becomes
// wider from row to row; below the forehead a head, like any thing with straight sides, does not.
static double lost_at_top(const view_t *view, const uint8_t *marks) {
  int32_t touched = 0, widest = 0;
  for (int32_t y = 0; y < view->height && (y < 3 || 5 * y <= touched); y++) {
    int32_t width = 0;
    for (int32_t x = 0; x < view->width; x++) {
      width += marks[y * view->width + x] == subject_mark;
    }
    if (y == 0) touched = width;
    if (width > widest) widest = width;
  }
  if (touched == 0) return 0;
  const double share = ((double)touched / widest - cut_hair) / (cut_forehead - cut_hair);
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

// Sets how the subject leaves the frame: `touch`, `cut` and `breadth`.
static void find_exits(
    const view_t *view, const uint8_t *marks, const castbook_box_t *box,
    castbook_backdrop_t *result) {
  const int32_t width = view->width, height = view->height;
  const int32_t upper = upper_part(height);
  const frame_side_t sides[4] = {
      {.start = 0, .inwards = width, .along = 1, .lines = height, .count = width},
      {.start = (height - 1) * width, .inwards = -width, .along = 1, .lines = height,
       .count = width},
      {.start = 0, .inwards = 1, .along = width, .lines = width, .count = upper},
      {.start = width - 1, .inwards = -1, .along = width, .lines = width, .count = upper}};
  double pixels[4];
  for (int i = 0; i < 4; i++) {
    const int32_t inwards = i < 2 ? box->height : box->width;
    int32_t depth = (inwards * 15 + 99) / 100;
    if (depth > sides[i].lines) depth = sides[i].lines;
    const exit_t exit = exit_at(marks, &sides[i], depth, i < 2 ? box->width : box->height);
    // Portraits end at the lower side. Shoulders under a head count as little of a cut, and
    // anything else there counts half, unless most of the frame above it is empty.
    double weight = 1, breadth = exit.breadth;
    if (i == 0) {
      const double lost = lost_at_top(view, marks);
      weight = top_weight * lost;
      breadth = lost > 0 ? exit.much : 0;
    }
    if (i == 1 && 5 * box->height >= 2 * height) {
      weight = head_to_body(view, marks, box, exit.pixels) <= 0.8 && exit.breadth >= 0.7 ? 0.1
                                                                                        : 0.45;
    }
    pixels[i] = exit.pixels;
    result->touch += exit.pixels / (2 * (width + height));
    result->cut += weight * exit.pixels / (2 * (width + height));
    if (weight * breadth > result->breadth) result->breadth = weight * breadth;
  }
  if (result->breadth > 1) result->breadth = 1;
  // Something that runs from side to side is ground, a shore or a branch, and not a subject.
  result->has_subject &= !(pixels[2] > 0 && pixels[3] > 0);
}

castbook_backdrop_t castbook_quality_backdrop(castbook_quality_t *picture) {
  castbook_find_backdrop(picture);
  castbook_backdrop_t result = {0};
  const view_t *view = &picture->thumb;
  const int32_t width = view->width, height = view->height, count = width * height;
  const uint8_t *backdrop = picture->backdrop;
  result.share = share(backdrop, 0, 1, count);
  result.extremes = share(picture->extremes, 0, 1, count);
  result.is_plain = picture->is_plain;
  if (!result.is_plain) return result;
  uint8_t *marks = malloc((size_t)count);
  int32_t *stack = malloc((size_t)count * sizeof *stack);
  if (marks != NULL && stack != NULL) {
    int32_t size;
    const castbook_box_t box = find_subject(view, backdrop, marks, stack, &size);
    // Anything smaller is dust.
    result.has_subject = size >= 8;
    result.subject = (double)box.width * box.height / count;
    result.box = castbook_box_in_whole(
        picture, view, box.x, box.y, box.x + box.width, box.y + box.height);
    if (stands_alone(view, backdrop, &box)) find_exits(view, marks, &box, &result);
  }
  free(marks);
  free(stack);
  return result;
}
