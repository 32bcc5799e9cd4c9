// Measures how steep edges are: the slope at a pixel as a share of the range of luma on a line of
// 13 pixels through it, in four directions and in tiles.
//
// Ranges come from minima and maxima of two and of four pixels, which the lines of a row share.
// `Benchmarks/scores` measures the time of these loops.
//
// Decision: none; docs/scores.md describes the measure. Tests: QualityTests (SoftPictures,
// WhatPeopleBring; Processors compares the results with a build for the oldest processor), under
// the address and thread sanitizers in `Scripts/test --long`. No fuzz target: it gets decoded
// pixels, never the bytes of a file.
#include "picture.h"

#include <stdlib.h>
#include <string.h>

// The line through a pixel on which its edge is measured: six pixels to either side.
enum { radius = 6, line = 2 * radius + 1 };

// The number of bins for half a slope as a share of the range: 0.5 is bin 512.
enum { steps = 513 };

// The number of rows of extremes that are kept: more than a line spans.
enum { kept = 16 };

typedef struct {
  const uint8_t *luma;
  int32_t width, height;
  // The minima and maxima of two and of four pixels of a line, from each pixel of a row on.
  uint8_t low_two[kept][CASTBOOK_QUALITY_MAXIMUM_SIDE], high_two[kept][CASTBOOK_QUALITY_MAXIMUM_SIDE];
  uint8_t low_four[kept][CASTBOOK_QUALITY_MAXIMUM_SIDE], high_four[kept][CASTBOOK_QUALITY_MAXIMUM_SIDE];
  // Two sets of counts, used by turns: many edges beside each other are equally steep, and a count
  // must not wait for the one before. A tile has at most 16,384 pixels.
  uint16_t counts[tiles * tiles][2][steps];
  uint32_t valid[tiles * tiles];
} edges_t;

QUICKER static void lower(
    uint8_t *restrict into, const uint8_t *a, const uint8_t *b, int32_t count) {
  for (int32_t i = 0; i < count; i++) into[i] = a[i] < b[i] ? a[i] : b[i];
}

QUICKER static void higher(
    uint8_t *restrict into, const uint8_t *a, const uint8_t *b, int32_t count) {
  for (int32_t i = 0; i < count; i++) into[i] = a[i] > b[i] ? a[i] : b[i];
}

// The parts of the lines of a row: their thirteen pixels are three groups of four, and one pixel.
typedef struct {
  const uint8_t *low[3], *high[3], *last;
} fours_t;

QUICKER static void find_ranges(uint8_t *restrict into, const fours_t *fours, int32_t count) {
  const uint8_t *a = fours->low[0], *b = fours->low[1], *c = fours->low[2];
  const uint8_t *d = fours->high[0], *e = fours->high[1], *f = fours->high[2];
  const uint8_t *last = fours->last;
  for (int32_t i = 0; i < count; i++) {
    const uint8_t low = a[i] < b[i] ? a[i] : b[i], other_low = c[i] < last[i] ? c[i] : last[i];
    const uint8_t high = d[i] > e[i] ? d[i] : e[i], other_high = f[i] > last[i] ? f[i] : last[i];
    into[i] = (uint8_t)((high > other_high ? high : other_high) -
                        (low < other_low ? low : other_low));
  }
}

// Finds the extremes of two pixels of each line that begins in this row. From one pixel of a line
// to the next are `dx` columns and `dy` rows.
static void find_twos(edges_t *edges, int32_t y, int32_t dx, int32_t dy) {
  const int32_t left = dx < 0 ? -dx : 0, count = edges->width - (dx < 0 ? -dx : dx);
  const uint8_t *row = edges->luma + (size_t)y * (size_t)edges->width + left;
  const uint8_t *next = row + (ptrdiff_t)dy * edges->width + dx;
  lower(edges->low_two[y % kept] + left, row, next, count);
  higher(edges->high_two[y % kept] + left, row, next, count);
}

// Finds the extremes of four pixels from those of two.
static void find_fours(edges_t *edges, int32_t y, int32_t dx, int32_t dy) {
  const int32_t left = dx < 0 ? -3 * dx : 0, count = edges->width - 3 * (dx < 0 ? -dx : dx);
  const int32_t one = y % kept, other = (y + 2 * dy) % kept;
  lower(edges->low_four[one] + left, edges->low_two[one] + left,
        edges->low_two[other] + left + 2 * dx, count);
  higher(edges->high_four[one] + left, edges->high_two[one] + left,
         edges->high_two[other] + left + 2 * dx, count);
}

// The parts of the lines through the pixels of a row, from the first pixel that is measured.
static fours_t fours_of(const edges_t *edges, int32_t y, int32_t dx, int32_t dy) {
  fours_t fours;
  static const int32_t starts[3] = {-radius, -radius + 4, -radius + 8};
  for (int i = 0; i < 3; i++) {
    const int32_t row = (y + starts[i] * dy) % kept, column = radius + starts[i] * dx;
    fours.low[i] = edges->low_four[row] + column;
    fours.high[i] = edges->high_four[row] + column;
  }
  fours.last = edges->luma + (size_t)(y + radius * dy) * (size_t)edges->width + radius + radius * dx;
  return fours;
}

// Finds the slope at each pixel of a row: the difference of the two pixels beside it on the line,
// each the sum of three across the line, with the weights 1, 2 and 1.
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

// Bin 512 is half a range; a slope of four is one step of luma over two pixels.
__attribute__((constructor)) static void fill_reciprocals(void) {
  for (uint32_t range = 1; range < 256; range++) reciprocals[range] = (128u << 16) / range;
}

enum { block = 8 };
typedef uint8_t ranges_t __attribute__((vector_size(block)));
typedef uint16_t places_t __attribute__((vector_size(block * sizeof(uint16_t))));
typedef bool flags_t __attribute__((ext_vector_type(block)));

// For each set of bits, which are set.
static places_t set_bits[1 << block];

__attribute__((constructor)) static void fill_set_bits(void) {
  for (int bits = 0; bits < 1 << block; bits++) {
    int count = 0;
    for (uint16_t bit = 0; bit < block; bit++) {
      if (bits >> bit & 1) set_bits[bits][count++] = bit;
    }
  }
}

// Finds which of `count` ranges are above the threshold, and returns their number. Both arrays have
// room for a block more. There are no branches: how many of a block are edges can't be predicted.
QUICKER static int32_t find_edges(
    uint16_t *edges, const uint8_t *ranges, int32_t count, uint32_t threshold) {
  const ranges_t least = (ranges_t){0} + (uint8_t)(threshold < 255 ? threshold : 255);
  int32_t found = 0;
  for (int32_t i = 0; i < count; i += block) {
    ranges_t values;
    memcpy(&values, ranges + i, sizeof values);
    const flags_t flags = __builtin_convertvector(values > least, flags_t);
    uint8_t bits;
    memcpy(&bits, &flags, sizeof bits);
    if (count - i < block) bits &= (uint8_t)((1u << (count - i)) - 1);
    const places_t places = set_bits[bits] + (uint16_t)i;
    memcpy(edges + found, &places, sizeof places);
    found += __builtin_popcount(bits);
  }
  return found;
}

// The bin of an edge.
static inline uint32_t bin_of(uint32_t slope, uint32_t range) {
  const uint32_t bin = (slope * reciprocals[range]) >> 16;
  return bin < steps ? bin : steps - 1;
}

// Counts the edges in a part of a row. `weight` is the number of rows that this row represents.
// Behind the part, `ranges` has room for a block.
static void count_row(
    edges_t *edges, int32_t tile, const uint8_t *ranges, const uint16_t *found, int32_t count,
    uint32_t threshold, uint32_t weight) {
  uint16_t places[CASTBOOK_QUALITY_MAXIMUM_SIDE + block];
  const int32_t number = find_edges(places, ranges, count, threshold);
  edges->valid[tile] += (uint32_t)number * weight;
  uint16_t *restrict counts = edges->counts[tile][0], *restrict others = edges->counts[tile][1];
  // An odd one is counted twice, and once less.
  places[number] = 0;
  for (int32_t i = 0; i < number; i += 2) {
    counts[bin_of(found[places[i]], ranges[places[i]])]++;
    others[bin_of(found[places[i + 1]], ranges[places[i + 1]])]++;
  }
  if (number % 2 != 0) others[bin_of(found[0], ranges[0])]--;
}

// Counts the edges of a row, tile by tile.
static void count_tiles(
    edges_t *edges, int32_t y, const uint8_t *ranges, const uint16_t *found, uint32_t threshold,
    uint32_t weight) {
  const int32_t first = radius, last = edges->width - radius;
  int32_t down = 0;
  while (y >= tile_start(edges->height, down + 1)) down++;
  for (int32_t across = 0; across < tiles; across++) {
    const int32_t tile_left = tile_start(edges->width, across);
    const int32_t tile_right = tile_start(edges->width, across + 1);
    const int32_t left = (tile_left > first ? tile_left : first) - first;
    const int32_t right = (tile_right < last ? tile_right : last) - first;
    if (left >= right) continue;
    count_row(edges, down * tiles + across, ranges + left, found + left, right - left, threshold,
              weight);
  }
}

static void count_edges(edges_t *edges, int32_t dx, int32_t dy, int32_t threshold) {
  const int32_t width = edges->width, height = edges->height;
  const ptrdiff_t step = (ptrdiff_t)dy * width + dx;
  // The step across the line: its direction turned by a right angle.
  const ptrdiff_t across = (ptrdiff_t)dx * width - dy;
  memset(edges->counts, 0, sizeof edges->counts);
  memset(edges->valid, 0, sizeof edges->valid);
  if (width <= line || height <= line) return;
  uint16_t found[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  uint8_t ranges[CASTBOOK_QUALITY_MAXIMUM_SIDE + block] = {0};
  // In a picture that is high enough, every second row has enough edges.
  const int32_t rows = height > 512 ? 2 : 1;
  // The rows up to which twos and fours are known. Lines that go down begin above the row, others
  // in it.
  int32_t twos = dy > 0 ? 0 : radius, fours = twos;
  for (int32_t y = radius; y < height - radius; y += rows) {
    for (; fours <= y + 2 * dy; fours += rows) {
      for (; twos <= fours + 2 * dy; twos += rows) find_twos(edges, twos, dx, dy);
      find_fours(edges, fours, dx, dy);
    }
    const fours_t lines = fours_of(edges, y, dx, dy);
    find_ranges(ranges, &lines, width - 2 * radius);
    const uint8_t *row = edges->luma + (size_t)y * (size_t)width + radius;
    slopes(found, row + step, row - step, across, width - 2 * radius);
    count_tiles(edges, y, ranges, found, (uint32_t)threshold, (uint32_t)rows);
  }
}

// Weighs three pixels by 53, 150 and 53: a Gaussian of 0.7.
QUICKER static void mix(
    uint8_t *restrict into, const uint8_t *before, const uint8_t *pixels, const uint8_t *after, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    into[i] = (uint8_t)((53 * before[i] + 150 * pixels[i] + 53 * after[i] + 128) >> 8);
  }
}

// Softens across and down. Pixels beyond the border are those at the border.
static void soften(uint8_t *into, const uint8_t *luma, uint8_t *scratch, int32_t width, int32_t height) {
  uint8_t padded[CASTBOOK_QUALITY_MAXIMUM_SIDE + 2];
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = luma + (size_t)y * (size_t)width;
    padded[0] = row[0];
    memcpy(padded + 1, row, (size_t)width);
    padded[width + 1] = row[width - 1];
    mix(scratch + (size_t)y * (size_t)width, padded, padded + 1, padded + 2, width);
  }
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = scratch + (size_t)y * (size_t)width;
    mix(into + (size_t)y * (size_t)width, y > 0 ? row - width : row, row,
        y < height - 1 ? row + width : row, width);
  }
}

// The sharpness in one direction: the 97th percentile of the tiles' 99th percentiles. Returns a
// value below
// 0 if fewer than three tiles have enough edges. `best` is the sharpest tile.
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
    uint32_t counts[steps];
    for (int32_t i = 0; i < steps; i++) {
      counts[i] = (uint32_t)edges->counts[tile][0][i] + edges->counts[tile][1][i];
    }
    const int32_t bin = castbook_percentile(counts, steps, 0.99);
    found[count] = bin / (2.0 * (steps - 1));
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
  edges_t *edges = calloc(1, sizeof *edges);
  uint8_t *memory = noise > 3 ? malloc(2 * count) : NULL;
  if (edges == NULL || (noise > 3 && memory == NULL)) {
    free(edges);
    free(memory);
    return result;
  }
  edges->luma = view->luma;
  edges->width = view->width;
  edges->height = view->height;
  if (memory != NULL) {
    soften(memory, view->luma, memory + count, view->width, view->height);
    edges->luma = memory;
  }
  const int32_t threshold = (int32_t)(24 + 6 * (noise > 0 ? noise : 0));
  static const int32_t across[4] = {1, 1, 0, -1}, down[4] = {0, 1, 1, 1};
  double sum = 0, minimum = 1, maximum = -1;
  int measured = 0;
  for (int i = 0; i < 4; i++) {
    int32_t best = 0;
    count_edges(edges, across[i], down[i], threshold);
    const double sharp = direction(edges, &best);
    result.directions[i] = sharp;
    if (sharp < 0) continue;
    measured++;
    sum += sharp;
    if (sharp < minimum) minimum = sharp;
    if (sharp > maximum) {
      maximum = sharp;
      result.box = castbook_tile_in_whole(picture, best);
    }
  }
  result.is_measured = measured > 0;
  if (measured > 0) result.sharp = minimum / 2 + sum / measured / 2;
  free(edges);
  free(memory);
  return result;
}
