#include "picture.h"

#include <stdlib.h>

// Measures by how many stops a subject in the middle is darker than what is behind it. That may be
// light from behind or a dark thing in front of a light wall: one picture can't distinguish the
// two.

enum { open_mark = 1, seen_mark = 2, subject_mark = 3 };

static int32_t brightness(const view_t *view) {
  uint32_t counts[256] = {0};
  for (int32_t i = 0; i < view->width * view->height; i++) counts[view->luma[i]]++;
  return castbook_percentile(counts, 256, 0.85);
}

// Marks dark pixels whose neighbors are dark as well, so that bars and twigs connect nothing.
static void mark_dark(const view_t *view, int32_t threshold, uint8_t *marks) {
  const int32_t width = view->width, height = view->height;
  for (int32_t y = 0; y < height; y++) {
    for (int32_t x = 0; x < width; x++) {
      bool is_dark = true;
      for (int32_t row = y - 2; row <= y + 2 && is_dark; row++) {
        if (row < 0 || row >= height) continue;
        for (int32_t column = x - 2; column <= x + 2 && is_dark; column++) {
          if (column < 0 || column >= width) continue;
          is_dark = view->luma[row * width + column] < threshold;
        }
      }
      marks[y * width + x] = is_dark ? open_mark : 0;
    }
  }
}

static double share_of(const uint8_t *marks, int32_t start, int32_t step, int32_t count) {
  int32_t marked = 0;
  for (int32_t i = 0; i < count; i++) marked += marks[start + i * step] == seen_mark;
  return (double)marked / count;
}

// Whether the part that was marked last may be a subject: it is in the middle, and not the dark
// around a window.
static bool may_be_subject(
    const view_t *view, const uint8_t *marks, const castbook_box_t *box, int32_t size) {
  const int32_t width = view->width, height = view->height;
  if (size * 50 < width * height || size * 10 > 7 * width * height) return false;
  if (share_of(marks, 0, 1, width) > 0.15 || share_of(marks, 0, width, height) > 0.4 ||
      share_of(marks, width - 1, width, height) > 0.4) {
    return false;
  }
  const int32_t x = box->x + box->width / 2, y = box->y + box->height / 2;
  return 4 * x > width && 4 * x < 3 * width && 4 * y > height && 10 * y < 9 * height;
}

static void rename_marks(uint8_t *marks, int32_t count, uint8_t from, uint8_t to) {
  for (int32_t i = 0; i < count; i++) {
    if (marks[i] == from) marks[i] = to;
  }
}

// Marks the largest dark part that may be a subject with `subject_mark`, and returns its size.
static int32_t find_dark_subject(
    const view_t *view, uint8_t *marks, int32_t *stack, castbook_box_t *found) {
  const int32_t count = view->width * view->height;
  int32_t largest = 0;
  for (int32_t index = 0; index < count; index++) {
    if (marks[index] != open_mark) continue;
    bool touches;
    castbook_box_t box;
    const int32_t size =
        castbook_follow(view, marks, stack, index, open_mark, seen_mark, &touches, &box);
    const bool is_better = size > largest && may_be_subject(view, marks, &box, size);
    if (is_better) {
      rename_marks(marks, count, subject_mark, 0);
      largest = size;
      *found = box;
    }
    castbook_follow(
        view, marks, stack, index, seen_mark, is_better ? subject_mark : 0, &touches, &box);
  }
  return largest;
}

// The median light of pixels up to six pixels beside the subject that are not dark.
static double light_around(const view_t *view, const uint8_t *marks, int32_t threshold) {
  const int32_t width = view->width, height = view->height, far = 7;
  uint32_t counts[256] = {0};
  for (int32_t y = 0; y < height; y++) {
    for (int32_t x = 0; x < width; x++) {
      if (marks[y * width + x] != subject_mark) continue;
      const int32_t points[4][2] = {{x - far, y}, {x + far, y}, {x, y - far}, {x, y + far}};
      for (int i = 0; i < 4; i++) {
        const int32_t column = points[i][0], row = points[i][1];
        if (column < 0 || row < 0 || column >= width || row >= height) continue;
        const uint8_t luma = view->luma[row * width + column];
        if (luma >= threshold) counts[luma]++;
      }
    }
  }
  return castbook_light_of((uint8_t)castbook_percentile(counts, 256, 0.5));
}

double castbook_quality_backlight(const castbook_quality_t *picture, castbook_box_t *box) {
  const view_t *view = &picture->thumb;
  const int32_t count = view->width * view->height, bright = brightness(view);
  *box = (castbook_box_t){0};
  if (bright < 150) return 0;
  const int32_t threshold = bright * 45 / 100;
  uint8_t *marks = malloc((size_t)count);
  int32_t *stack = malloc((size_t)count * sizeof *stack);
  double stops = 0;
  if (marks != NULL && stack != NULL) {
    mark_dark(view, threshold, marks);
    castbook_box_t found;
    if (find_dark_subject(view, marks, stack, &found) > 0) {
      uint32_t counts[256] = {0};
      for (int32_t i = 0; i < count; i++) {
        if (marks[i] == subject_mark) counts[view->luma[i]]++;
      }
      const double subject =
          castbook_light_of((uint8_t)castbook_percentile(counts, 256, 0.9));
      const double around = light_around(view, marks, threshold);
      stops = castbook_log2((around + 0.002) / (subject + 0.002));
      *box = castbook_box_in_whole(
          picture, view, found.x, found.y, found.x + found.width, found.y + found.height);
    }
  }
  free(marks);
  free(stack);
  return stops > 0 ? stops : 0;
}
