#include "picture.h"

// The ring is the part beside and above the subject. Below is its body, or what it stands on.
void castbook_quality_clutter(
    const castbook_quality_t *picture, double noise, double *edges, double *colors,
    castbook_box_t *box) {
  const view_t *view = &picture->half;
  const int32_t width = view->width, height = view->height;
  const int32_t ring_x = width * 18 / 100, ring_y = height * 18 / 100;
  // Grain is not an edge: a Sobel magnitude over 8 must be above 2.5 and above the noise.
  const int minimum = noise > 2.5 ? (int)(8 * noise) : 20;
  uint32_t histogram[512] = {0}, tile_edges[tiles * tiles] = {0}, tile_pixels[tiles * tiles] = {0};
  uint64_t pixels = 0, strong = 0;
  int32_t columns[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  for (int32_t x = 0; x < width; x++) columns[x] = x * tiles / width;
  for (int32_t y = 1; y < height * 7 / 10; y++) {
    const bool is_row = y < ring_y;
    for (int32_t x = 1; x < width - 1; x++) {
      if (!is_row && x >= ring_x && x < width - ring_x) x = width - ring_x;
      if (x >= width - 1) break;
      const size_t index = (size_t)y * (size_t)width + (size_t)x;
      const uint8_t *row = view->luma + index, *above = row - width, *below = row + width;
      const int across = above[1] + 2 * row[1] + below[1] - above[-1] - 2 * row[-1] - below[-1];
      const int down = below[-1] + 2 * below[0] + below[1] - above[-1] - 2 * above[0] - above[1];
      const bool is_edge = across * across + down * down > minimum * minimum;
      const uint8_t *pixel = view->rgb + 3 * index;
      histogram[(pixel[0] >> 5) << 6 | (pixel[1] >> 5) << 3 | pixel[2] >> 5]++;
      const int32_t tile = y * tiles / height * tiles + columns[x];
      tile_edges[tile] += is_edge;
      tile_pixels[tile]++;
      strong += is_edge;
      pixels++;
    }
  }
  *edges = *colors = 0;
  *box = (castbook_box_t){0};
  if (pixels == 0) return;
  *edges = (double)strong / (double)pixels;
  double entropy = 0;
  for (int i = 0; i < 512; i++) {
    if (histogram[i] == 0) continue;
    const double part = histogram[i] / (double)pixels;
    entropy -= part * castbook_log2(part);
  }
  *colors = entropy / 6;
  double maximum = -1;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    const double part = tile_pixels[tile] < 16 ? 0 : (double)tile_edges[tile] / tile_pixels[tile];
    if (!(part > maximum)) continue;
    maximum = part;
    *box = castbook_tile_in_whole(picture, tile);
  }
}
