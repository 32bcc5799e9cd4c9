#include "picture.h"

#include <stdlib.h>
#include <string.h>

// On a plain backdrop neighbours differ by so little, in every channel.
enum { flat_range = 6, nearly_black = 10, nearly_white = 250 };

static bool is_flat(const view_t *view, int32_t x, int32_t y) {
  uint8_t low[3] = {255, 255, 255}, high[3] = {0, 0, 0};
  for (int32_t row = y > 0 ? y - 1 : 0; row <= y + 1 && row < view->height; row++) {
    for (int32_t column = x > 0 ? x - 1 : 0; column <= x + 1 && column < view->width; column++) {
      const uint8_t *pixel = view->rgb + 3 * ((size_t)row * (size_t)view->width + (size_t)column);
      for (int channel = 0; channel < 3; channel++) {
        if (pixel[channel] < low[channel]) low[channel] = pixel[channel];
        if (pixel[channel] > high[channel]) high[channel] = pixel[channel];
      }
    }
  }
  for (int channel = 0; channel < 3; channel++) {
    if (high[channel] - low[channel] > flat_range) return false;
  }
  return true;
}

// Marks in `marks` what hangs together with a place and has the mark `from`; returns how much it is, and
// whether it touches the frame.
static int32_t follow(
    const view_t *view, uint8_t *marks, int32_t *stack, int32_t place, uint8_t from, uint8_t to,
    bool *touches, castbook_box_t *box) {
  const int32_t width = view->width, height = view->height;
  int32_t count = 0, depth = 0;
  int32_t left = width, right = 0, top = height, bottom = 0;
  *touches = false;
  stack[depth++] = place;
  marks[place] = to;
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

// Widens what is marked by one pixel to every side.
static void widen(const view_t *view, uint8_t *marks, uint8_t *scratch) {
  const int32_t width = view->width, height = view->height;
  memcpy(scratch, marks, (size_t)width * (size_t)height);
  for (int32_t y = 0; y < height; y++) {
    for (int32_t x = 0; x < width; x++) {
      const int32_t place = y * width + x;
      if (scratch[place]) continue;
      marks[place] = (x > 0 && scratch[place - 1]) || (x < width - 1 && scratch[place + 1]) ||
                     (y > 0 && scratch[place - width]) ||
                     (y < height - 1 && scratch[place + width]);
    }
  }
}

// Keeps of what is marked the parts that touch the frame and are more than a hundredth of it.
static void keep_large(const view_t *view, uint8_t *marks, int32_t *stack) {
  const int32_t count = view->width * view->height;
  enum { open = 1, kept = 2, passed = 3 };
  castbook_box_t box;
  for (int32_t place = 0; place < count; place++) {
    if (marks[place] != open) continue;
    bool touches;
    const int32_t size = follow(view, marks, stack, place, open, passed, &touches, &box);
    if (touches && 100 * size > count) {
      follow(view, marks, stack, place, passed, kept, &touches, &box);
    }
  }
  for (int32_t place = 0; place < count; place++) marks[place] = marks[place] == kept;
}

static double share(const uint8_t *marks, int32_t start, int32_t step, int32_t count) {
  int32_t marked = 0;
  for (int32_t i = 0; i < count; i++) marked += marks[start + i * step];
  return (double)marked / count;
}

// A flat sky fills two sides and a half, and is no backdrop.
static bool is_plain(const view_t *view, const uint8_t *backdrop) {
  const int32_t width = view->width, height = view->height;
  const double sides[4] = {
      share(backdrop, 0, 1, width), share(backdrop, (height - 1) * width, 1, width),
      share(backdrop, 0, width, height), share(backdrop, width - 1, width, height)};
  int plain_sides = 0;
  for (int i = 0; i < 4; i++) plain_sides += sides[i] > 0.8;
  return share(backdrop, 0, 1, width * height) > 0.25 && plain_sides >= 3;
}

void castbook_find_backdrop(castbook_quality_t *picture) {
  if (picture->has_backdrop) return;
  picture->has_backdrop = true;
  const view_t *view = &picture->thumb;
  const size_t count = (size_t)view->width * (size_t)view->height;
  int32_t *stack = malloc(count * sizeof *stack);
  uint8_t *scratch = malloc(count);
  if (stack != NULL && scratch != NULL) {
    for (int32_t y = 0; y < view->height; y++) {
      for (int32_t x = 0; x < view->width; x++) {
        const size_t place = (size_t)y * (size_t)view->width + (size_t)x;
        const uint8_t luma = view->luma[place];
        const uint8_t flat = is_flat(view, x, y);
        picture->backdrop[place] = flat;
        picture->extremes[place] = flat && (luma < nearly_black || luma > nearly_white);
      }
    }
    keep_large(view, picture->backdrop, stack);
    keep_large(view, picture->extremes, stack);
    widen(view, picture->backdrop, scratch);
    widen(view, picture->extremes, scratch);
    picture->is_plain = is_plain(view, picture->backdrop);
  }
  free(stack);
  free(scratch);
}

enum { subject_mark = 3 };

// The largest part that hangs together of what is no backdrop: it gets a mark of its own.
static castbook_box_t find_subject(
    const view_t *view, const uint8_t *backdrop, uint8_t *marks, int32_t *stack, int32_t *size) {
  const int32_t count = view->width * view->height;
  castbook_box_t largest = {0};
  int32_t start = -1;
  *size = 0;
  memcpy(marks, backdrop, (size_t)count);
  for (int32_t place = 0; place < count; place++) {
    if (marks[place] != 0) continue;
    bool touches;
    castbook_box_t box;
    const int32_t found = follow(view, marks, stack, place, 0, 2, &touches, &box);
    if (found > *size) {
      *size = found;
      largest = box;
      start = place;
    }
  }
  if (start >= 0) {
    bool touches;
    castbook_box_t box;
    follow(view, marks, stack, start, 2, subject_mark, &touches, &box);
  }
  return largest;
}

// How a thing leaves the frame at one side: how much of the side it takes, and how much of its own breadth.
typedef struct {
  double frame, breadth;
} exit_t;

static exit_t exit_at(
    const uint8_t *marks, int32_t start, int32_t step, int32_t count, int32_t extent) {
  int32_t touched = 0;
  for (int32_t i = 0; i < count; i++) touched += marks[start + i * step] == subject_mark;
  return (exit_t){.frame = touched, .breadth = extent > 0 ? (double)touched / extent : 0};
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
    // Less is dust.
    result.has_subject = size >= 8;
    result.subject = (double)box.width * box.height / count;
    result.box = castbook_box_in_whole(
        picture, view, box.x, box.y, box.x + box.width, box.y + box.height);
    const exit_t exits[4] = {
        exit_at(marks, 0, 1, width, box.width),
        exit_at(marks, (height - 1) * width, 1, width, box.width),
        exit_at(marks, 0, width, height, box.height),
        exit_at(marks, width - 1, width, height, box.height)};
    for (int i = 0; i < 4; i++) {
      // Portraits end at the lower side: that is less than half as bad as a cut elsewhere.
      const double weight = i == 1 ? 0.45 : 1;
      result.touch += exits[i].frame / (2 * (width + height));
      result.cut += weight * exits[i].frame / (2 * (width + height));
      if (weight * exits[i].breadth > result.breadth) result.breadth = weight * exits[i].breadth;
    }
  }
  free(marks);
  free(stack);
  return result;
}
