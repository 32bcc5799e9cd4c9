#include "drawing.h"

#include <stdlib.h>

// A pixel has 256 steps across and down. A line adds to each pixel that it crosses how far it goes
// down there (`cover`), less the area on its left, so that a running sum over the row is the area
// inside.
enum { unit = 256, whole = 2 * unit * unit };

typedef struct {
  int32_t *sums;
  int64_t stride;
} field_t;

// Adds a piece of a line that stays in one pixel of a row.
static void add_piece(int32_t *row, int64_t column, int64_t x0, int64_t y0, int64_t x1, int64_t y1) {
  const int64_t cover = y1 - y0;
  const int64_t left = x0 + x1 - 2 * unit * column;
  row[column] += (int32_t)(cover * (2 * unit - left));
  row[column + 1] += (int32_t)(cover * left);
}

static int64_t floor_div(int64_t a, int64_t b) {
  const int64_t result = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? result - 1 : result;
}

// Adds a piece of a line that stays in one row of pixels.
static void add_in_row(int32_t *row, int64_t x0, int64_t y0, int64_t x1, int64_t y1) {
  const int64_t dx = x1 - x0, dy = y1 - y0;
  if (dy == 0) return;
  const int64_t first = dx < 0 ? (x0 - 1) / unit : x0 / unit;
  const int64_t last = dx > 0 ? (x1 - 1) / unit : dx < 0 ? x1 / unit : first;
  int64_t x = x0, y = y0;
  for (int64_t column = first; column != last; column += dx > 0 ? 1 : -1) {
    const int64_t border = dx > 0 ? (column + 1) * unit : column * unit;
    const int64_t next = y0 + floor_div((border - x0) * dy, dx);
    add_piece(row, column, x, y, border, next);
    x = border;
    y = next;
  }
  add_piece(row, last, x, y, x1, y1);
}

static void add_line(field_t field, int64_t x0, int64_t y0, int64_t x1, int64_t y1) {
  const int64_t dx = x1 - x0, dy = y1 - y0;
  if (dy == 0) return;
  const int64_t first = dy > 0 ? y0 / unit : (y0 - 1) / unit;
  const int64_t last = dy > 0 ? (y1 - 1) / unit : y1 / unit;
  int64_t x = x0, y = y0;
  for (int64_t line = first; line != last; line += dy > 0 ? 1 : -1) {
    const int64_t border = dy > 0 ? (line + 1) * unit : line * unit;
    const int64_t next = x0 + floor_div((border - y0) * dx, dy);
    add_in_row(field.sums + line * field.stride, x, y, next, border);
    x = next;
    y = border;
  }
  add_in_row(field.sums + last * field.stride, x, y, x1, y1);
}

void castbook_drawing_cover(
    uint8_t *mask, int32_t *sums, size_t width, size_t height, const int32_t *points,
    const size_t *ends, size_t polygons) {
  const field_t field = {sums, (int64_t)width + 2};
  size_t start = 0;
  for (size_t polygon = 0; polygon < polygons; polygon++) {
    const size_t end = ends[polygon];
    for (size_t i = start; i < end; i++) {
      const int32_t *here = points + 2 * i;
      const int32_t *next = points + 2 * (i + 1 < end ? i + 1 : start);
      add_line(field, here[0], here[1], next[0], next[1]);
    }
    start = end;
  }
  for (size_t row = 0; row < height; row++) {
    const int32_t *line = sums + row * (width + 2);
    int64_t area = 0;
    for (size_t column = 0; column < width; column++) {
      area += line[column];
      const int64_t inside = llabs(area) < whole ? llabs(area) : whole;
      mask[row * width + column] = (uint8_t)((inside * 255 + whole / 2) / whole);
    }
  }
}
