#include "picture.h"

// Sets for each pixel of a row whether it is an edge, by Sobel.
QUICKER static void find_edges(
    uint8_t *restrict edges, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    int32_t count, int32_t minimum) {
  for (int32_t i = 1; i < count - 1; i++) {
    const int across =
        above[i + 1] + 2 * row[i + 1] + below[i + 1] - above[i - 1] - 2 * row[i - 1] - below[i - 1];
    const int down =
        below[i - 1] + 2 * below[i] + below[i + 1] - above[i - 1] - 2 * above[i] - above[i + 1];
    edges[i] = across * across + down * down > minimum * minimum;
  }
}

typedef struct {
  uint32_t histogram[512];
  uint32_t edges[tiles * tiles], pixels[tiles * tiles];
} clutter_t;

// Counts the pixels of a part of a row, tile by tile.
static void count_part(
    clutter_t *clutter, const view_t *view, int32_t y, int32_t first, int32_t end,
    const uint8_t *edges) {
  const int32_t down = y * tiles / view->height;
  for (int32_t across = 0; across < tiles; across++) {
    // The first column that x * tiles / width assigns to a tile.
    const int32_t begin = (view->width * across + tiles - 1) / tiles;
    const int32_t after = (view->width * (across + 1) + tiles - 1) / tiles;
    const int32_t left = begin > first ? begin : first, right = after < end ? after : end;
    if (left >= right) continue;
    uint32_t strong = 0;
    const uint8_t *pixel = view->rgb + 3 * ((size_t)y * (size_t)view->width + (size_t)left);
    for (int32_t x = left; x < right; x++, pixel += 3) {
      clutter->histogram[(pixel[0] >> 5) << 6 | (pixel[1] >> 5) << 3 | pixel[2] >> 5]++;
      strong += edges[x];
    }
    clutter->edges[down * tiles + across] += strong;
    clutter->pixels[down * tiles + across] += (uint32_t)(right - left);
  }
}

// The ring is the part beside and above the subject. Below is its body, or what it stands on.
void castbook_quality_clutter(
    const castbook_quality_t *picture, double noise, double *edges, double *colors,
    castbook_box_t *box) {
  const view_t *view = &picture->half;
  const int32_t width = view->width, height = view->height;
  const int32_t ring_x = width * 18 / 100, ring_y = height * 18 / 100;
  // Grain is not an edge: a Sobel magnitude over 8 must be above 2.5 and above the noise.
  const int minimum = noise > 2.5 ? (int)(8 * noise) : 20;
  clutter_t clutter = {0};
  uint8_t found[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  for (int32_t y = 1; y < height * 7 / 10; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)width;
    find_edges(found, row - width, row, row + width, width, minimum);
    if (y < ring_y) {
      count_part(&clutter, view, y, 1, width - 1, found);
    } else {
      const int32_t second = width - ring_x > 1 ? width - ring_x : 1;
      count_part(&clutter, view, y, 1, ring_x < second ? ring_x : second, found);
      count_part(&clutter, view, y, second, width - 1, found);
    }
  }
  uint64_t pixels = 0, strong = 0;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    pixels += clutter.pixels[tile];
    strong += clutter.edges[tile];
  }
  *edges = *colors = 0;
  *box = (castbook_box_t){0};
  if (pixels == 0) return;
  *edges = (double)strong / (double)pixels;
  double entropy = 0;
  for (int i = 0; i < 512; i++) {
    if (clutter.histogram[i] == 0) continue;
    const double part = clutter.histogram[i] / (double)pixels;
    entropy -= part * castbook_log2(part);
  }
  *colors = entropy / 6;
  double maximum = -1;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    const double part = clutter.pixels[tile] < 16 ? 0 : (double)clutter.edges[tile] / clutter.pixels[tile];
    if (!(part > maximum)) continue;
    maximum = part;
    *box = castbook_tile_in_whole(picture, tile);
  }
}
