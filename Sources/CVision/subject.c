#include <stdlib.h>
#include <string.h>

#include "vision.h"

// Each operation is rounded separately.
#pragma STDC FP_CONTRACT OFF

// The share of the attention that is left out at each side, the shortest side of a subject as a
// share of that of the picture, and what its side is multiplied by to have some of what is around
// it.
static const double left_out = 0.05, shortest = 0.4, margin = 1.15;

static int by_size(const void *one, const void *other) {
  const double first = *(const double *)one, second = *(const double *)other;
  return (first > second) - (first < second);
}

// Subtracts the median from all values, so that an even background has no strength.
static bool subtract_middle(double *strengths, size_t count) {
  double *sorted = malloc(count * sizeof *sorted);
  if (!sorted) return false;
  memcpy(sorted, strengths, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, by_size);
  const double middle = sorted[count / 2];
  for (size_t index = 0; index < count; index++)
    strengths[index] = strengths[index] > middle ? strengths[index] - middle : 0;
  free(sorted);
  return true;
}

// A part of a length, from 0 to 1.
typedef struct {
  double start, end;
} castbook_part_t;

// Returns the place at which a share of the sum is reached.
static double place(const double *sums, size_t count, double share) {
  double total = 0, reached = 0;
  for (size_t index = 0; index < count; index++) total = total + sums[index];
  const double wanted = total * share;
  for (size_t index = 0; index < count; index++) {
    if (sums[index] > 0 && reached + sums[index] >= wanted)
      return ((double)index + (wanted - reached) / sums[index]) / (double)count;
    reached = reached + sums[index];
  }
  return share;
}

// Returns the part of a side in which most of the strength is.
static castbook_part_t part(const double *sums, size_t count) {
  castbook_part_t part = {place(sums, count, left_out), place(sums, count, 1 - left_out)};
  if (part.end - part.start < shortest) {
    const double middle = (part.start + part.end) / 2;
    double start = middle - shortest / 2;
    if (start < 0) start = 0;
    if (start > 1 - shortest) start = 1 - shortest;
    part = (castbook_part_t){start, start + shortest};
  }
  return part;
}

// Moves and extends a part to a length in pixels, within the side.
static void extend(
    castbook_part_t part, uint32_t side, double length, uint32_t *start, uint32_t *count) {
  uint32_t whole = 1;
  if (length >= side) {
    whole = side;
  } else if (length > 1) {
    whole = (uint32_t)length;
  }
  const double first = (part.start + part.end) / 2 * side - (double)whole / 2;
  const double last = (double)(side - whole);
  *start = first > 0 ? (uint32_t)(first > last ? last : first) : 0;
  *count = whole;
}

// Finds the part of a picture with most of the strength. Returns false if memory runs out.
static bool find_subject(
    double *strengths, size_t side, uint32_t width, uint32_t height,
    castbook_vision_box_t *subject) {
  double *sums = calloc(2 * side, sizeof *sums);
  const bool has_memory = sums && subtract_middle(strengths, side * side);
  if (has_memory) {
    double *columns = sums, *rows = sums + side;
    for (size_t y = 0; y < side; y++) {
      for (size_t x = 0; x < side; x++) {
        columns[x] = columns[x] + strengths[y * side + x];
        rows[y] = rows[y] + strengths[y * side + x];
      }
    }
    const castbook_part_t across = part(columns, side), down = part(rows, side);
    const double wide = (across.end - across.start) * width;
    const double high = (down.end - down.start) * height;
    const double length = margin * (wide > high ? wide : high);
    extend(across, width, length, &subject->x, &subject->width);
    extend(down, height, length, &subject->y, &subject->height);
  }
  free(sums);
  return has_memory;
}

bool castbook_vision_describe(
    castbook_vision_t *vision, const uint8_t *pixels, uint32_t width, uint32_t height,
    float *vector) {
  if (width == 0 || height == 0) return false;
  const size_t side = castbook_vision_side(vision), glance = castbook_vision_glance(vision);
  castbook_vision_box_t subject = {0, 0, width, height};
  uint8_t *square = malloc(3 * side * side);
  bool is_described = square != NULL;
  if (is_described && glance > 0) {
    size_t places = 0;
    double *strengths = NULL;
    if (castbook_vision_scale(pixels, width, subject, glance, square))
      strengths = castbook_vision_strengths(vision, square, &places);
    is_described = strengths && find_subject(strengths, places, width, height, &subject);
    free(strengths);
  }
  is_described = is_described && castbook_vision_scale(pixels, width, subject, side, square);
  if (is_described) castbook_vision_run(vision, square, vector);
  free(square);
  return is_described;
}
