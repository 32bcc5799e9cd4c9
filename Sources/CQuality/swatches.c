// Reduces a picture to swatches, by which the light of several pictures is compared: about 160
// squares of its subject and 80 of a plain backdrop, each the mean light of its pixels.
//
// Decision: docs/decisions/0019-sets.md (Light). Tests: QualityTests (LightingOfSets, LitViews),
// under the address and thread sanitizers in `Scripts/test --long`. No fuzz target: it gets decoded
// pixels, never the bytes of a file.
#include "palettes.h"
#include "picture.h"

#include <stdlib.h>
#include <string.h>

enum { wanted = 160, wanted_backdrop = 80, minimum_pixels = 150, bar_range = 10, burnt = 252 };

typedef struct {
  int32_t left, top, right, bottom;
} frame_t;

// Whether a row or a column has one color: at the frame it then belongs to a bar, or to a backdrop.
static bool is_uniform(const view_t *view, int32_t start, int32_t step, int32_t count) {
  uint8_t low[3] = {255, 255, 255}, high[3] = {0, 0, 0};
  for (int32_t i = 0; i < count; i++) {
    const uint8_t *pixel = view->rgb + 3 * ((size_t)start + (size_t)i * (size_t)step);
    for (int channel = 0; channel < 3; channel++) {
      if (pixel[channel] < low[channel]) low[channel] = pixel[channel];
      if (pixel[channel] > high[channel]) high[channel] = pixel[channel];
      if (high[channel] - low[channel] > bar_range) return false;
    }
  }
  return true;
}

// The picture between its bars, each of which takes up to two fifths of a side.
static frame_t between_bars(const view_t *view) {
  const int32_t width = view->width, height = view->height;
  frame_t frame = {0, 0, width, height};
  while (5 * frame.top < 2 * height && is_uniform(view, frame.top * width, 1, width)) frame.top++;
  while (5 * frame.bottom > 3 * height &&
         is_uniform(view, (frame.bottom - 1) * width, 1, width)) {
    frame.bottom--;
  }
  while (5 * frame.left < 2 * width && is_uniform(view, frame.left, width, height)) frame.left++;
  while (5 * frame.right > 3 * width && is_uniform(view, frame.right - 1, width, height)) {
    frame.right--;
  }
  // The lines at the end of a bar are mixed with the picture.
  if (frame.top > 0) frame.top += 2;
  if (frame.left > 0) frame.left += 2;
  if (frame.bottom < height) frame.bottom -= 2;
  if (frame.right < width) frame.right -= 2;
  return frame;
}

enum { outside, subject, backdrop };

// Marks each pixel between the bars as the subject or as a plain backdrop, and counts both.
static void mark_parts(
    const castbook_quality_t *picture, const frame_t *frame, bool has_backdrop, uint8_t *marks,
    int32_t counts[3]) {
  const view_t *view = &picture->quarter, *thumb = &picture->thumb;
  memset(marks, outside, (size_t)view->width * (size_t)view->height);
  for (int mark = 0; mark < 3; mark++) counts[mark] = 0;
  int32_t columns[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  for (int32_t x = 0; x < view->width; x++) columns[x] = x * thumb->width / view->width;
  for (int32_t y = frame->top; y < frame->bottom; y++) {
    const int32_t row = y * thumb->height / view->height * thumb->width;
    for (int32_t x = frame->left; x < frame->right; x++) {
      const uint8_t mark = has_backdrop && picture->backdrop[row + columns[x]] ? backdrop : subject;
      marks[y * view->width + x] = mark;
      counts[mark]++;
    }
  }
}

typedef struct {
  double red, green, blue;
  int32_t count, burnt, x, y;
} cell_t;

// Adds the pixels of a row from one column to another.
static void add_part(
    const castbook_quality_t *picture, const uint8_t *marks, uint8_t mark, int32_t y, int32_t first,
    int32_t end, cell_t *cell) {
  const view_t *view = &picture->quarter;
  const double *light = picture->light;
  cell_t sum = *cell;
  for (int32_t x = first; x < end; x++) {
    const size_t index = (size_t)y * (size_t)view->width + (size_t)x;
    if (marks[index] != mark) continue;
    const uint8_t *pixel = view->rgb + 3 * index;
    sum.red += light[pixel[0]];
    sum.green += light[pixel[1]];
    sum.blue += light[pixel[2]];
    sum.burnt += (pixel[0] >= burnt) | (pixel[1] >= burnt) | (pixel[2] >= burnt);
    sum.count++;
    sum.x += x;
    sum.y += y;
  }
  *cell = sum;
}

static void add_pixels(
    const castbook_quality_t *picture, const uint8_t *marks, uint8_t mark, int32_t side,
    int32_t across, cell_t *cells) {
  const view_t *view = &picture->quarter;
  for (int32_t y = 0; y < view->height; y++) {
    cell_t *row = cells + (size_t)(y / side) * (size_t)across;
    for (int32_t column = 0; column < across; column++) {
      const int32_t first = column * side, end = first + side < view->width ? first + side : view->width;
      add_part(picture, marks, mark, y, first, end, row + column);
    }
  }
}

static uint8_t byte_of(double value) {
  return value <= 0 ? 0 : value >= 254 ? 254 : (uint8_t)(value + 0.5);
}

static void write_swatch(
    const view_t *view, const cell_t *cell, bool is_backdrop, uint8_t *swatch) {
  const double red = cell->red / cell->count, green = cell->green / cell->count;
  const double blue = cell->blue / cell->count;
  const double reds = castbook_log2(red + floor_of_light);
  const double blues = castbook_log2(blue + floor_of_light);
  const double level = castbook_log2(castbook_luminance(red, green, blue) + floor_of_light);
  const double x = (cell->x + 0.5 * cell->count) / cell->count / view->width;
  const double y = (cell->y + 0.5 * cell->count) / cell->count / view->height;
  swatch[0] = byte_of((level + 11) * 20);
  swatch[1] = byte_of((reds - blues + 6.4) * 20);
  // A burnt square has no color, which 255 means.
  const double tint = (reds + blues) / 2 - castbook_log2(green + floor_of_light);
  swatch[2] = 2 * cell->burnt > cell->count ? 255 : byte_of((tint + 3.2) * 40);
  swatch[3] = (uint8_t)(byte_of(x * 127) | (is_backdrop ? CASTBOOK_SWATCH_OF_BACKDROP : 0));
  swatch[4] = byte_of(y * 254);
}

// Writes the swatches of one part of the picture, and returns their number.
static int32_t write_part(
    const castbook_quality_t *picture, const uint8_t *marks, uint8_t mark, int32_t pixels,
    int32_t maximum, uint8_t *swatches) {
  const view_t *view = &picture->quarter;
  if (pixels == 0) return 0;
  const int32_t about = mark == backdrop ? wanted_backdrop : wanted;
  int32_t side = 1;
  while (side * side * about < pixels) side++;
  const int32_t across = (view->width + side - 1) / side, down = (view->height + side - 1) / side;
  cell_t *cells = calloc((size_t)across * (size_t)down, sizeof *cells);
  if (cells == NULL) return 0;
  add_pixels(picture, marks, mark, side, across, cells);
  int32_t count = 0;
  for (int32_t i = 0; i < across * down && count < maximum; i++) {
    if (10 * cells[i].count < 6 * side * side) continue;
    write_swatch(view, &cells[i], mark == backdrop, swatches + CASTBOOK_SWATCH_BYTES * count++);
  }
  free(cells);
  return count;
}

int32_t castbook_quality_swatches(castbook_quality_t *picture, uint8_t *swatches) {
  castbook_find_backdrop(picture);
  const view_t *view = &picture->quarter;
  uint8_t *marks = malloc((size_t)view->width * (size_t)view->height);
  if (marks == NULL) return 0;
  const frame_t frame = between_bars(view);
  int32_t counts[3];
  mark_parts(picture, &frame, picture->is_plain, marks, counts);
  if (counts[subject] <= minimum_pixels) mark_parts(picture, &frame, false, marks, counts);
  int32_t written = 0;
  if (counts[subject] > minimum_pixels) {
    written = write_part(picture, marks, subject, counts[subject], CASTBOOK_MAXIMUM_SWATCHES, swatches);
    written += write_part(
        picture, marks, backdrop, counts[backdrop], CASTBOOK_MAXIMUM_SWATCHES - written,
        swatches + CASTBOOK_SWATCH_BYTES * written);
  }
  free(marks);
  return written;
}
