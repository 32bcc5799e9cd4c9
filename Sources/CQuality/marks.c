// Finds a mark in a corner: a short line of letters on even ground, such as the name of an agency
// or of the program that made the picture, a number or a date.
//
// Decision: none; docs/scores.md describes the measure. Tests: QualityTests (CornerMarks;
// Processors compares the results with a build for the oldest processor), under the address and
// thread sanitizers in `Scripts/test --long`. No fuzz target: it gets decoded pixels, never the
// bytes of a file.
#include "picture.h"

#include <stdlib.h>
#include <string.h>

// The part of the picture, in hundredths of its sides, in which a mark is looked for, and its
// largest distance from the sides of the frame.
enum { window_across = 34, window_down = 16, from_side = 8, from_end = 10 };

// The smallest step at the edge of a letter, the smallest number of pixels at edges, how often a
// row of letters alternates, and how far the ground differs from its median.
enum { step = 40, minimum_edges = 30, minimum_changes = 12, even = 20 };

// One corner of a view, turned so that the corner is at the lower right.
typedef struct {
  int32_t width, height, side;  // `side` is the shorter side of the picture.
  uint8_t *luma;
  uint8_t *edges;   // 1 at the edges of letters,
  uint8_t *joined;  // and near them, so that letters are connected.
  int32_t *stack;
} corner_t;

static void take(corner_t *corner, const view_t *view, bool is_left, bool is_upper) {
  for (int32_t y = 0; y < corner->height; y++) {
    const int32_t row = is_upper ? corner->height - 1 - y : view->height - corner->height + y;
    const uint8_t *from = view->luma + (size_t)row * (size_t)view->width;
    uint8_t *to = corner->luma + (size_t)y * (size_t)corner->width;
    if (is_left) {
      for (int32_t x = 0; x < corner->width; x++) to[x] = from[corner->width - 1 - x];
    } else {
      memcpy(to, from + view->width - corner->width, (size_t)corner->width);
    }
  }
}

// Whether any row has enough steps for a line of letters; most corners have none, and that is quick
// to see.
static bool may_have_mark(const view_t *view, const corner_t *corner, bool is_left, bool is_upper) {
  for (int32_t y = 0; y < corner->height; y++) {
    const int32_t row = is_upper ? y : view->height - corner->height + y;
    const int32_t from = is_left ? 0 : view->width - corner->width;
    const uint8_t *start = view->luma + (size_t)row * (size_t)view->width + from;
    if (castbook_steps(start, corner->width, step) >= minimum_changes) return true;
  }
  return false;
}

static bool is_step(int32_t one, int32_t other) { return abs(one - other) >= step; }

static void find_edges(corner_t *corner) {
  const int32_t width = corner->width, height = corner->height;
  memset(corner->edges, 0, (size_t)width * (size_t)height);
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = corner->luma + (size_t)y * (size_t)width;
    uint8_t *edges = corner->edges + (size_t)y * (size_t)width;
    for (int32_t x = 0; x < width; x++) {
      const bool across = x > 0 && x < width - 1 && is_step(row[x + 1], row[x - 1]);
      const bool down = y > 0 && y < height - 1 && is_step(row[x + width], row[x - width]);
      edges[x] = across || down;
    }
  }
}

// How far from an edge pixels still belong to the same line of letters.
static int32_t reach(const corner_t *corner) {
  const int32_t found = corner->side * 12 / 1000;
  return found > 3 ? found : 3;
}

// Marks each pixel within `near` of a marked one along one direction.
static void widen(const uint8_t *from, uint8_t *to, int32_t count, ptrdiff_t stride, int32_t near) {
  int32_t since = near + 1;
  for (int32_t i = 0; i < count; i++) {
    since = from[i * stride] ? 0 : since + 1;
    to[i * stride] = since <= near;
  }
  since = near + 1;
  for (int32_t i = count - 1; i >= 0; i--) {
    since = from[i * stride] ? 0 : since + 1;
    to[i * stride] |= since <= near;
  }
}

static bool join(corner_t *corner) {
  const int32_t width = corner->width, height = corner->height, near = reach(corner);
  uint8_t *across = malloc((size_t)width * (size_t)height);
  if (across == NULL) return false;
  for (int32_t y = 0; y < height; y++) {
    const size_t row = (size_t)y * (size_t)width;
    widen(corner->edges + row, across + row, width, 1, near);
  }
  for (int32_t x = 0; x < width; x++) {
    widen(across + x, corner->joined + x, height, width, near / 2);
  }
  free(across);
  return true;
}

// The box of the edges in a connected part, and their number.
static castbook_box_t edges_in(
    const corner_t *corner, const castbook_box_t *part, uint8_t mark, int32_t *count) {
  int32_t left = corner->width, top = corner->height, right = 0, bottom = 0;
  *count = 0;
  for (int32_t y = part->y; y < part->y + part->height; y++) {
    for (int32_t x = part->x; x < part->x + part->width; x++) {
      const size_t index = (size_t)y * (size_t)corner->width + (size_t)x;
      if (!corner->edges[index] || corner->joined[index] != mark) continue;
      ++*count;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      if (y >= bottom) bottom = y + 1;
    }
  }
  return (castbook_box_t){left, top, right - left, bottom - top};
}

// How often the row of a box that alternates most goes from light to dark or back.
static int32_t changes(const corner_t *corner, const castbook_box_t *box) {
  int32_t most = 0;
  for (int32_t y = box->y; y < box->y + box->height; y++) {
    const uint8_t *row = corner->luma + (size_t)y * (size_t)corner->width + box->x;
    int32_t left = 0, right = 0;
    const int32_t count = castbook_changes(row, box->width, step, &left, &right);
    if (count > most) most = count;
  }
  return most;
}

// Counts the pixels of a box by luma; with `hole`, those of the box that are outside of the hole.
static int64_t count_lumas(
    const corner_t *corner, castbook_box_t box, const castbook_box_t *hole, uint32_t counts[256]) {
  int64_t pixels = 0;
  for (int32_t y = box.y; y < box.y + box.height; y++) {
    const uint8_t *row = corner->luma + (size_t)y * (size_t)corner->width;
    for (int32_t x = box.x; x < box.x + box.width; x++) {
      if (hole != NULL && x >= hole->x && x < hole->x + hole->width && y >= hole->y &&
          y < hole->y + hole->height) {
        continue;
      }
      counts[row[x]]++;
      pixels++;
    }
  }
  return pixels;
}

// Whether a box has ink of one kind, lighter or darker than even ground around it.
static bool has_ink(const corner_t *corner, const castbook_box_t *box) {
  const int32_t margin = corner->side * 6 / 1000 > 2 ? corner->side * 6 / 1000 : 2;
  castbook_box_t around = {box->x - margin, box->y - margin, 0, 0};
  if (around.x < 0) around.x = 0;
  if (around.y < 0) around.y = 0;
  const int32_t right = box->x + box->width + margin, bottom = box->y + box->height + margin;
  around.width = (right < corner->width ? right : corner->width) - around.x;
  around.height = (bottom < corner->height ? bottom : corner->height) - around.y;
  uint32_t counts[256] = {0};
  const int64_t outside = count_lumas(corner, around, box, counts);
  const int32_t ground = castbook_percentile(counts, 256, 0.5);
  int64_t of_ground = 0;
  for (int32_t i = 0; i < 256; i++) of_ground += abs(i - ground) <= even ? counts[i] : 0;
  uint32_t inside[256] = {0};
  const int64_t pixels = count_lumas(corner, *box, NULL, inside);
  int64_t lighter = 0, darker = 0;
  for (int32_t i = 0; i < 256; i++) {
    if (i > ground + step) lighter += inside[i];
    if (i < ground - step) darker += inside[i];
  }
  const int64_t ink = lighter > darker ? lighter : darker, other = lighter + darker - ink;
  return 100 * of_ground >= 55 * outside && 100 * ink >= 12 * pixels && 20 * other <= pixels;
}

// Whether the edges in a box are those of a line of letters near the corner.
static bool is_mark(const corner_t *corner, const view_t *view, const castbook_box_t *box) {
  const int32_t near = reach(corner);
  const int32_t right = corner->width - box->x - box->width;
  const int32_t below = corner->height - box->y - box->height;
  return box->x > near + 1 && box->y > near / 2 + 1 && 1000 * box->height >= 8 * corner->side &&
         1000 * box->height <= 75 * corner->side && 10 * box->width >= 13 * box->height &&
         100 * right <= from_side * view->width && 100 * below <= from_end * view->height &&
         changes(corner, box) >= minimum_changes && has_ink(corner, box);
}

// The values of connected pixels: not yet looked at, being looked at, and no mark.
enum { open = 1, current = 2, passed = 3 };

// Finds the first mark of a corner; its box is that of the corner.
static bool find_mark(corner_t *corner, const view_t *view, castbook_box_t *found) {
  find_edges(corner);
  if (!join(corner)) return false;
  const view_t part = {.width = corner->width, .height = corner->height, .luma = corner->luma};
  const int32_t count = corner->width * corner->height;
  for (int32_t index = 0; index < count; index++) {
    if (corner->joined[index] != open) continue;
    bool touches = false;
    castbook_box_t box = {0};
    castbook_follow(&part, corner->joined, corner->stack, index, open, current, &touches, &box);
    if (1000 * (box.height - 2 * reach(corner)) <= 75 * corner->side) {
      int32_t edges = 0;
      *found = edges_in(corner, &box, current, &edges);
      if (edges >= minimum_edges && is_mark(corner, view, found)) return true;
    }
    castbook_follow(&part, corner->joined, corner->stack, index, current, passed, &touches, &box);
  }
  return false;
}

bool castbook_find_corner_mark(const view_t *view, int32_t number, castbook_box_t *box) {
  corner_t corner = {
    .width = view->width * window_across / 100,
    .height = view->height * window_down / 100,
    .side = view->width < view->height ? view->width : view->height,
  };
  const size_t count = (size_t)corner.width * (size_t)corner.height;
  const bool is_left = number & 1, is_upper = number & 2;
  if (corner.width < 8 || corner.height < 8 ||
      !may_have_mark(view, &corner, is_left, is_upper)) {
    return false;
  }
  uint8_t *bytes = malloc(3 * count);
  corner.stack = malloc(count * sizeof *corner.stack);
  bool is_found = false;
  if (bytes != NULL && corner.stack != NULL) {
    corner.luma = bytes;
    corner.edges = bytes + count;
    corner.joined = bytes + 2 * count;
    take(&corner, view, is_left, is_upper);
    is_found = find_mark(&corner, view, box);
    box->x = is_left ? corner.width - box->x - box->width : view->width - corner.width + box->x;
    box->y = is_upper ? corner.height - box->y - box->height
                      : view->height - corner.height + box->y;
  }
  free(corner.stack);
  free(bytes);
  return is_found;
}
