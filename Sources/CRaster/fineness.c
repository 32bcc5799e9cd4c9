#include "fineness.h"

#include "quicker.h"

#include <stdlib.h>
#include <string.h>

// One row in seven is as good as all of them: in an enlarged picture it is sometimes an original
// row and sometimes an interpolated one, whatever the factor.
enum { side = 64, every = 7, rows_of_square = 10, minimum_rows = 5 };

// Slopes are over two pixels: a mean of one and a half levels per pixel is more than noise. Detail
// is measured where they are a little steeper, across and down together.
enum { minimum_slope = 3, minimum_both = 4, minimum_squares = 5, minimum_detailed = 8 };

// The sums of each square: slopes and bends in both directions, and detail.
enum { slope_across, bend_across, slope_down, bend_down, detail, sums_of_square };

// The maximum detail of a pixel, so that 64 of them fit into 16 bits. Only a pattern of black and
// white dots has more.
enum { maximum_detail = 1023 };

bool castbook_fineness_begin(castbook_fineness_t *fineness, uint64_t width) {
  // The first and the last column have no neighbor on one side.
  fineness->blocks = width < side + 2 ? 0 : (width - 2) / side;
  if (fineness->blocks == 0) return true;
  fineness->sums = calloc(fineness->blocks, sums_of_square * sizeof *fineness->sums);
  return fineness->sums != NULL;
}

void castbook_fineness_end(castbook_fineness_t *fineness) {
  free(fineness->sums);
  *fineness = (castbook_fineness_t){0};
}

static inline uint16_t magnitude(int16_t value) { return (uint16_t)(value < 0 ? -value : value); }

// The curvature down of the curvature across: a mesh of single pixels, which no enlarged picture
// has.
static inline uint16_t detail_at(const uint8_t *above, const uint8_t *row, const uint8_t *below) {
  const int16_t corners = (int16_t)(above[-1] + above[1] + below[-1] + below[1]);
  const int16_t sides = (int16_t)(above[0] + below[0] + row[-1] + row[1]);
  const uint16_t found = magnitude((int16_t)(4 * row[0] - 2 * sides + corners));
  return found < maximum_detail ? found : maximum_detail;
}

QUICKER static void add_blocks(
    uint32_t *sums, const uint8_t *above, const uint8_t *row, const uint8_t *below, uint64_t blocks) {
  for (uint64_t block = 0; block < blocks; block++, sums += sums_of_square) {
    // Each sum is of 64 values of at most 510 or 1023, and fits into 16 bits.
    uint16_t across = 0, bends_across = 0, down = 0, bends_down = 0, details = 0;
    const uint64_t start = block * side + 1;
    for (uint64_t i = start; i < start + side; i++) {
      const int16_t twice = (int16_t)(2 * row[i]);
      const int16_t left = row[i - 1], right = row[i + 1], up = above[i], low = below[i];
      across = (uint16_t)(across + magnitude((int16_t)(right - left)));
      bends_across = (uint16_t)(bends_across + magnitude((int16_t)(right + left - twice)));
      down = (uint16_t)(down + magnitude((int16_t)(low - up)));
      bends_down = (uint16_t)(bends_down + magnitude((int16_t)(low + up - twice)));
      details = (uint16_t)(details + detail_at(above + i, row + i, below + i));
    }
    sums[slope_across] += across;
    sums[bend_across] += bends_across;
    sums[slope_down] += down;
    sums[bend_down] += bends_down;
    sums[detail] += details;
  }
}

static void count(uint32_t *counts, uint32_t step) {
  counts[step < castbook_fineness_steps ? step : castbook_fineness_steps - 1]++;
}

// Counts the squares of the rows so far, and begins the next ones.
static void end_squares(castbook_fineness_t *fineness) {
  const uint32_t pixels = side * fineness->rows;
  fineness->squares += fineness->blocks;
  const uint32_t *sums = fineness->sums;
  for (uint64_t block = 0; block < fineness->blocks; block++, sums += sums_of_square) {
    for (int direction = 0; direction < 2; direction++) {
      const uint32_t slopes = sums[direction == 0 ? slope_across : slope_down];
      const uint32_t bends = sums[direction == 0 ? bend_across : bend_down];
      if (slopes < minimum_slope * pixels) continue;
      fineness->sloped[direction]++;
      // The slope per pixel is half of that over two pixels.
      count(fineness->bends, 64 * 2 * bends / slopes);
    }
    const uint32_t both = sums[slope_across] + sums[slope_down];
    if (both >= minimum_both * pixels) count(fineness->details, 128 * sums[detail] / both);
  }
  fineness->rows = 0;
  memset(fineness->sums, 0, fineness->blocks * sums_of_square * sizeof *fineness->sums);
}

void castbook_fineness_add(
    castbook_fineness_t *fineness, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    uint64_t number) {
  if (number % every != 1 || fineness->blocks == 0) return;
  add_blocks(fineness->sums, above, row, below, fineness->blocks);
  fineness->rows++;
  if (fineness->rows == rows_of_square) end_squares(fineness);
}

// The bin that nine tenths of the counts don't exceed; 0 if there are fewer counts than `minimum`.
static uint64_t ninth_decile(const uint32_t *counts, uint64_t minimum) {
  uint64_t all = 0, sum = 0, step = 0;
  for (int i = 0; i < castbook_fineness_steps; i++) all += counts[i];
  if (all < minimum) return 0;
  while (10 * (sum + counts[step]) < 9 * all) sum += counts[step++];
  // A picture without bends still has slopes, so the result must not be 0.
  return step > 0 ? step : 1;
}

castbook_fineness_result_t castbook_fineness_result(castbook_fineness_t *fineness) {
  if (fineness->rows >= minimum_rows) end_squares(fineness);
  const uint64_t across = fineness->sloped[0], down = fineness->sloped[1];
  const uint64_t maximum = across > down ? across : down;
  return (castbook_fineness_result_t){
      .fineness = ninth_decile(fineness->bends, 2 * minimum_squares),
      .detail = ninth_decile(fineness->details, minimum_detailed),
      .textured = fineness->squares > 0 ? 1000 * maximum / fineness->squares : 0,
  };
}
