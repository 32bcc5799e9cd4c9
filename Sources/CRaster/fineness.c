#include "fineness.h"

#include "quicker.h"

#include <stdlib.h>
#include <string.h>

// One row in seven tells as much as all of them, and is now an old one of an enlarged picture and now a new
// one, however often it was enlarged.
enum { side = 64, every = 7, rows_of_square = 10, least_rows = 5 };

// Slopes are of two pixels: a mean of a level and a half from pixel to pixel is more than noise.
enum { least_slope = 3, least_squares = 5 };

bool castbook_fineness_begin(castbook_fineness_t *fineness, uint64_t width) {
  // The first and the last column have no neighbour on one side.
  fineness->blocks = width < side + 2 ? 0 : (width - 2) / side;
  if (fineness->blocks == 0) return true;
  fineness->sums = calloc(fineness->blocks, 4 * sizeof *fineness->sums);
  return fineness->sums != NULL;
}

void castbook_fineness_end(castbook_fineness_t *fineness) {
  free(fineness->sums);
  *fineness = (castbook_fineness_t){0};
}

static inline uint16_t magnitude(int16_t value) { return (uint16_t)(value < 0 ? -value : value); }

QUICKER static void add_blocks(
    uint32_t *sums, const uint8_t *above, const uint8_t *row, const uint8_t *below, uint64_t blocks) {
  for (uint64_t block = 0; block < blocks; block++, sums += 4) {
    // 64 values of at most 510 each.
    uint16_t slope_across = 0, bend_across = 0, slope_down = 0, bend_down = 0;
    const uint64_t start = block * side + 1;
    for (uint64_t i = start; i < start + side; i++) {
      const int16_t twice = (int16_t)(2 * row[i]);
      const int16_t left = row[i - 1], right = row[i + 1], up = above[i], down = below[i];
      slope_across = (uint16_t)(slope_across + magnitude((int16_t)(right - left)));
      bend_across = (uint16_t)(bend_across + magnitude((int16_t)(right + left - twice)));
      slope_down = (uint16_t)(slope_down + magnitude((int16_t)(down - up)));
      bend_down = (uint16_t)(bend_down + magnitude((int16_t)(down + up - twice)));
    }
    sums[0] += slope_across;
    sums[1] += bend_across;
    sums[2] += slope_down;
    sums[3] += bend_down;
  }
}

// Counts the squares of the rows that came by, and begins the next.
static void end_squares(castbook_fineness_t *fineness) {
  fineness->squares += fineness->blocks;
  for (uint64_t block = 0; block < fineness->blocks; block++) {
    for (int direction = 0; direction < 2; direction++) {
      const uint32_t slopes = fineness->sums[4 * block + 2 * (uint64_t)direction];
      const uint32_t bends = fineness->sums[4 * block + 2 * (uint64_t)direction + 1];
      if (slopes < least_slope * side * fineness->rows) continue;
      // From pixel to pixel it is half as steep as over two.
      const uint32_t step = 64 * 2 * bends / slopes;
      fineness->counts[direction]
                      [step < castbook_fineness_steps ? step : castbook_fineness_steps - 1]++;
    }
  }
  fineness->rows = 0;
  memset(fineness->sums, 0, fineness->blocks * 4 * sizeof *fineness->sums);
}

void castbook_fineness_add(
    castbook_fineness_t *fineness, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    uint64_t number) {
  if (number % every != 1 || fineness->blocks == 0) return;
  add_blocks(fineness->sums, above, row, below, fineness->blocks);
  fineness->rows++;
  if (fineness->rows == rows_of_square) end_squares(fineness);
}

uint64_t castbook_fineness_tell(castbook_fineness_t *fineness) {
  if (fineness->rows >= least_rows) end_squares(fineness);
  uint64_t least = 0;
  for (int direction = 0; direction < 2; direction++) {
    uint64_t all = 0, sum = 0, step = 0;
    for (int i = 0; i < castbook_fineness_steps; i++) all += fineness->counts[direction][i];
    if (all < least_squares) continue;
    while (10 * (sum + fineness->counts[direction][step]) < 9 * all) {
      sum += fineness->counts[direction][step++];
    }
    // A picture that bends nowhere has slopes all the same.
    if (step == 0) step = 1;
    if (least == 0 || step < least) least = step;
  }
  return least;
}

uint64_t castbook_fineness_textured(const castbook_fineness_t *fineness) {
  uint64_t most = 0;
  for (int direction = 0; direction < 2; direction++) {
    uint64_t all = 0;
    for (int i = 0; i < castbook_fineness_steps; i++) all += fineness->counts[direction][i];
    if (all > most) most = all;
  }
  return fineness->squares > 0 ? 1000 * most / fineness->squares : 0;
}
