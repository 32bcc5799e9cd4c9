#include "picture.h"

#include <stdlib.h>
#include <string.h>

// MARK: Noise

enum { most_noise = 2041 };  // 8 × 255 and 0.

// How far a pixel lies from what its eight neighbours make of it: 1 -2 1, -2 4 -2, 1 -2 1.
QUICKER static void deviate(
    uint16_t *deviations, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    int32_t count) {
  for (int32_t i = 1; i < count - 1; i++) {
    const int corners = above[i - 1] + above[i + 1] + below[i - 1] + below[i + 1];
    const int sides = above[i] + below[i] + row[i - 1] + row[i + 1];
    const int deviation = corners - 2 * sides + 4 * row[i];
    deviations[i] = (uint16_t)(deviation < 0 ? -deviation : deviation);
  }
}

double castbook_quality_noise(castbook_quality_t *picture, castbook_box_t *box) {
  const view_t *view = &picture->whole;
  double found[tiles * tiles];
  int32_t count = 0;
  double strongest = -1;
  *box = (castbook_box_t){0};
  uint16_t deviations[CASTBOOK_QUALITY_LONGEST];
  static const int32_t least_pixels = 64;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    const int32_t left = tile_start(view->width, tile % tiles);
    const int32_t right = tile_start(view->width, tile % tiles + 1);
    const int32_t top = tile_start(view->height, tile / tiles);
    const int32_t bottom = tile_start(view->height, tile / tiles + 1);
    uint32_t counts[most_noise] = {0};
    uint64_t sum = 0;
    int32_t pixels = 0;
    for (int32_t y = top > 0 ? top : 1; y < bottom && y < view->height - 1; y++) {
      const uint8_t *row = view->luma + (size_t)y * (size_t)view->width + left;
      deviate(deviations, row - view->width, row, row + view->width, right - left);
      for (int32_t x = 1; x < right - left - 1; x++) {
        counts[deviations[x]]++;
        sum += row[x];
        pixels++;
      }
    }
    if (pixels < least_pixels || sum < 16 * (uint64_t)pixels || sum > 240 * (uint64_t)pixels) {
      continue;
    }
    // Half of all deviations of noise are under 0.6745 of its own, and the mask makes it six times as
    // large. Between two counts the share of the next tells the rest.
    uint32_t below = 0;
    int32_t middle = 0;
    while (2 * (below + counts[middle]) < (uint32_t)pixels) below += counts[middle++];
    const double part = ((double)pixels / 2 - below) / counts[middle];
    const double sigma = (middle + part - 0.5) / (6 * 0.6745);
    found[count++] = sigma > 0 ? sigma : 0;
    if (sigma > strongest) {
      strongest = sigma;
      *box = castbook_tile_in_whole(picture, tile);
    }
  }
  if (count < 3) return -1;
  castbook_sort(found, count);
  return castbook_between(found, count, 0.2);
}

// MARK: Sharpness

// The line through a pixel on which its edge is looked for: six pixels to either side.
enum { reach = 6, line = 2 * reach + 1 };

// Steps of half a slope to range: 0.5 is the 512th.
enum { steps = 513 };

typedef struct {
  const uint8_t *luma;
  int32_t width, height;
  uint8_t *low, *high, *scratch;
  uint32_t counts[tiles * tiles][steps];
  uint32_t valid[tiles * tiles];
} edges_t;

QUICKER static void lower(
    uint8_t *restrict into, const uint8_t *restrict a, const uint8_t *restrict b, size_t count) {
  for (size_t i = 0; i < count; i++) into[i] = a[i] < b[i] ? a[i] : b[i];
}

QUICKER static void higher(
    uint8_t *restrict into, const uint8_t *restrict a, const uint8_t *restrict b, size_t count) {
  for (size_t i = 0; i < count; i++) into[i] = a[i] > b[i] ? a[i] : b[i];
}

// Extremes of `line` pixels from each one on: of 2, 4, 8, and of two of 8 that overlap. What runs over the
// end of a row is never asked for.
static void find_extremes(
    uint8_t *into, uint8_t *scratch, const uint8_t *luma, size_t count, ptrdiff_t step,
    void (*extreme)(
        uint8_t *restrict, const uint8_t *restrict, const uint8_t *restrict, size_t)) {
  size_t rest = count - (size_t)step;
  extreme(scratch, luma, luma + step, rest);
  rest -= (size_t)(2 * step);
  extreme(into, scratch, scratch + 2 * step, rest);
  rest -= (size_t)(4 * step);
  extreme(scratch, into, into + 4 * step, rest);
  rest -= (size_t)(5 * step);
  extreme(into, scratch, scratch + 5 * step, rest);
}

// How steep the luma is at each pixel of a row: the difference of the two beside it on the line, means of
// three across it, of 1, 2 and 1.
QUICKER static void slopes(
    uint16_t *into, const uint8_t *ahead, const uint8_t *behind, ptrdiff_t across, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    const int one = ahead[i - across] + 2 * ahead[i] + ahead[i + across];
    const int other = behind[i - across] + 2 * behind[i] + behind[i + across];
    const int slope = one - other;
    into[i] = (uint16_t)(slope < 0 ? -slope : slope);
  }
}

static uint32_t reciprocals[256];

// 512 steps are half a range; a slope of four counts is one step of luma over two pixels.
__attribute__((constructor)) static void fill_reciprocals(void) {
  for (uint32_t range = 1; range < 256; range++) reciprocals[range] = (128u << 16) / range;
}

QUICKER static void subtract(
    uint8_t *restrict into, const uint8_t *high, const uint8_t *low, int32_t count) {
  for (int32_t i = 0; i < count; i++) into[i] = (uint8_t)(high[i] - low[i]);
}

enum { block = 16 };

static bool is_quiet(const uint8_t ranges[block], uint32_t threshold) {
  uint8_t most = 0;
  for (int i = 0; i < block; i++) most = ranges[i] > most ? ranges[i] : most;
  return most <= threshold;
}

// Counts the edges in a part of a row, each as often as rows are looked at.
static void count_row(
    edges_t *edges, int32_t tile, const uint8_t *ranges, const uint16_t *found, int32_t count,
    uint32_t threshold, uint32_t weight) {
  uint32_t *counts = edges->counts[tile];
  uint32_t valid = 0;
  for (int32_t i = 0; i < count;) {
    // Most of a picture has no edges.
    if (count - i >= block && is_quiet(ranges + i, threshold)) {
      i += block;
      continue;
    }
    const int32_t end = count - i >= block ? i + block : count;
    for (; i < end; i++) {
      const uint32_t range = ranges[i];
      if (range <= threshold) continue;
      const uint32_t place = (found[i] * reciprocals[range]) >> 16;
      counts[place < steps ? place : steps - 1]++;
      valid += weight;
    }
  }
  edges->valid[tile] += valid;
}

static void count_edges(edges_t *edges, int32_t dx, int32_t dy, int32_t threshold) {
  const int32_t width = edges->width, height = edges->height;
  const ptrdiff_t step = (ptrdiff_t)dy * width + dx;
  // Across the line: its direction turned by a right angle.
  const ptrdiff_t across = (ptrdiff_t)dx * width - dy;
  const size_t count = (size_t)width * (size_t)height;
  memset(edges->counts, 0, sizeof edges->counts);
  memset(edges->valid, 0, sizeof edges->valid);
  if (width <= line || height <= line) return;
  find_extremes(edges->low, edges->scratch, edges->luma, count, step, lower);
  find_extremes(edges->high, edges->scratch, edges->luma, count, step, higher);
  const int32_t first = reach, last = width - reach;
  uint16_t found[CASTBOOK_QUALITY_LONGEST];
  uint8_t ranges[CASTBOOK_QUALITY_LONGEST];
  // In a picture that is high enough every second row has edges enough.
  const int32_t rows = height > 512 ? 2 : 1;
  for (int32_t y = reach; y < height - reach; y += rows) {
    const size_t start = (size_t)y * (size_t)width;
    const uint8_t *row = edges->luma + start + first;
    const ptrdiff_t line_start = (ptrdiff_t)start + first - reach * step;
    slopes(found, row + step, row - step, across, last - first);
    subtract(ranges, edges->high + line_start, edges->low + line_start, last - first);
    // The tile of a row is found once; that of a column changes rarely.
    int32_t down = 0;
    while (y >= tile_start(height, down + 1)) down++;
    for (int32_t across_tile = 0; across_tile < tiles; across_tile++) {
      const int32_t tile_left = tile_start(width, across_tile);
      const int32_t tile_right = tile_start(width, across_tile + 1);
      const int32_t left = (tile_left > first ? tile_left : first) - first;
      const int32_t right = (tile_right < last ? tile_right : last) - first;
      if (left < right) {
        count_row(
            edges, down * tiles + across_tile, ranges + left, found + left, right - left,
            (uint32_t)threshold, (uint32_t)rows);
      }
    }
  }
}

// A Gaussian of 0.7: 1, 4.3 and 1 of it, to the next whole numbers.
static void soften(uint8_t *into, const uint8_t *luma, uint8_t *scratch, int32_t width, int32_t height) {
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = luma + (size_t)y * (size_t)width;
    uint8_t *line_into = scratch + (size_t)y * (size_t)width;
    for (int32_t x = 0; x < width; x++) {
      const int left = row[x > 0 ? x - 1 : 0], right = row[x < width - 1 ? x + 1 : width - 1];
      line_into[x] = (uint8_t)((53 * left + 150 * row[x] + 53 * right + 128) >> 8);
    }
  }
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = scratch + (size_t)y * (size_t)width;
    const uint8_t *above = y > 0 ? row - width : row;
    const uint8_t *below = y < height - 1 ? row + width : row;
    uint8_t *line_into = into + (size_t)y * (size_t)width;
    for (int32_t x = 0; x < width; x++) {
      line_into[x] = (uint8_t)((53 * above[x] + 150 * row[x] + 53 * below[x] + 128) >> 8);
    }
  }
}

// The sharpness in one direction: of each tile what 99 in 100 of its edges don't exceed, and of these what
// 97 in 100 don't. Below 0 where fewer than three tiles have edges enough.
static double direction(const edges_t *edges, int32_t *best) {
  double found[tiles * tiles];
  int32_t count = 0;
  double sharpest = -1;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    const int32_t width = tile_start(edges->width, tile % tiles + 1) -
                          tile_start(edges->width, tile % tiles);
    const int32_t height = tile_start(edges->height, tile / tiles + 1) -
                           tile_start(edges->height, tile / tiles);
    if (edges->valid[tile] * 100 < (uint32_t)(width * height) || edges->valid[tile] == 0) continue;
    const int32_t place = castbook_percentile(edges->counts[tile], steps, 0.99);
    found[count] = place / (2.0 * (steps - 1));
    if (found[count] > sharpest) {
      sharpest = found[count];
      *best = tile;
    }
    count++;
  }
  if (count < 3) return -1;
  castbook_sort(found, count);
  return castbook_between(found, count, 0.97);
}

castbook_sharpness_t castbook_quality_sharpness(const castbook_quality_t *picture, double noise) {
  castbook_sharpness_t result = {.is_measured = false, .directions = {-1, -1, -1, -1}};
  const view_t *view = &picture->whole;
  const size_t count = (size_t)view->width * (size_t)view->height;
  edges_t *edges = malloc(sizeof *edges);
  uint8_t *memory = malloc(4 * count);
  if (edges == NULL || memory == NULL) {
    free(edges);
    free(memory);
    return result;
  }
  *edges = (edges_t){
      .luma = view->luma, .width = view->width, .height = view->height,
      .low = memory, .high = memory + count, .scratch = memory + 2 * count};
  if (noise > 3) {
    soften(memory + 3 * count, view->luma, edges->scratch, view->width, view->height);
    edges->luma = memory + 3 * count;
  }
  const int32_t threshold = (int32_t)(24 + 6 * (noise > 0 ? noise : 0));
  static const int32_t across[4] = {1, 1, 0, -1}, down[4] = {0, 1, 1, 1};
  double sum = 0, least = 1, most = -1;
  int measured = 0;
  for (int i = 0; i < 4; i++) {
    int32_t best = 0;
    count_edges(edges, across[i], down[i], threshold);
    const double sharp = direction(edges, &best);
    result.directions[i] = sharp;
    if (sharp < 0) continue;
    measured++;
    sum += sharp;
    if (sharp < least) least = sharp;
    if (sharp > most) {
      most = sharp;
      result.box = castbook_tile_in_whole(picture, best);
    }
  }
  result.is_measured = measured > 0;
  if (measured > 0) result.sharp = least / 2 + sum / measured / 2;
  free(edges);
  free(memory);
  return result;
}
