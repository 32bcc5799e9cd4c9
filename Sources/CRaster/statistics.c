// Counts differences between neighboring pixels: the grid of a JPEG's blocks, and pixels that
// repeat.
//
// Decision: none; docs/scores.md describes the measures. Tests: MediaTests (MeasuredBlocks) and
// QualityTests (Processors compares the results with a build for the oldest processor), under the
// address and thread sanitizers in `Scripts/test --long`. Fuzz targets: `inspect`, `jpeg-proof`,
// `png-proof` and `webp`.
#include "statistics.h"

#include "quicker.h"

#include <stdlib.h>
#include <string.h>

// A step of at least `largest_step` is an edge in the picture, not of a coded block. A step stands
// out if it exceeds those beside it by more than one level, which is what rounding of smooth shades
// makes; no more than `maximum_excess`, what a coded block makes, is counted. If all three steps
// are smaller than `minimum_step`, no grid could be seen: most of a drawing and of a sky is like
// that.
enum { largest_step = 40, maximum_excess = 15, minimum_step = 3 };
enum { nearly_black = 10, nearly_white = 250 };

enum {
  lanes = castbook_counting_lanes,
  thirds = castbook_counting_thirds,
  stretch = thirds * lanes,
  // Stretches whose counts fit into bytes: each of their 15 vectors adds an excess of at most 15.
  batch = 5 * stretch,
  // Additions of such bytes that fit into 16 bits.
  maximum_additions = UINT16_MAX / UINT8_MAX,
  rows_kept = 6,
};

// Operations on vectors of bytes. They are macros because a function can't return a vector that the
// oldest processor has no register for.
typedef uint8_t bytes_t __attribute__((vector_size(lanes)));
typedef uint16_t wide_t __attribute__((vector_size(lanes * sizeof(uint16_t))));
#define LARGER(a, b) __builtin_elementwise_max(a, b)
#define SMALLER(a, b) __builtin_elementwise_min(a, b)
#define LESS(a, b) __builtin_elementwise_sub_sat(a, b)
#define DIFFERENCE(a, b) (LESS(a, b) | LESS(b, a))
#define ALL(value) (((bytes_t){0}) + (uint8_t)(value))

static inline __attribute__((always_inline)) void load(bytes_t *bytes, const uint8_t *from) {
  memcpy(bytes, from, sizeof *bytes);
}

// A row begins one vector after the start of its memory, and a stretch and a vector can be read
// after its end: what is read there doesn't count.
static bool begin(castbook_counting_t *counting, uint64_t width) {
  const uint64_t bytes = lanes + width + stretch + lanes;
  counting->width = width;
  counting->memory = calloc(rows_kept, bytes);
  if (counting->memory == NULL || !castbook_fineness_begin(&counting->fineness, width)) return false;
  uint8_t **rows[rows_kept] = {
      &counting->lumas,    &counting->last,     &counting->second_last,
      &counting->steps[0], &counting->steps[1], &counting->steps[2],
  };
  for (uint64_t i = 0; i < rows_kept; i++) *rows[i] = counting->memory + i * bytes + lanes;
  return true;
}

// MARK: Counting

// The counts of some columns of a row.
typedef struct {
  bytes_t across_excess, across_counted, across_hard, extremes, equal[thirds], down_excess, down_counted;
} some_t;

// Which of a vector's columns count.
typedef struct {
  bytes_t across;  // They have a step to the right, and one on both sides of it,
  bytes_t pairs;   // they have a step to the right,
  bytes_t down;    // or they are in the picture.
} among_t;

// Adds by how much each step is larger than the one before and the one after it.
static inline __attribute__((always_inline)) void exceed(
    bytes_t *excess, bytes_t *counted, const bytes_t *before, const bytes_t *step, const bytes_t *after,
    const bytes_t *among) {
  const bytes_t beside = LARGER(*before, *after);
  const bytes_t is_relevant = (bytes_t)(*step < ALL(largest_step)) &
                              (bytes_t)(LARGER(*step, beside) >= ALL(minimum_step)) & *among;
  const bytes_t allowed = __builtin_elementwise_add_sat(beside, ALL(1));
  *excess += SMALLER(LESS(*step, allowed), ALL(maximum_excess)) & is_relevant;
  // A true comparison is -1.
  *counted -= is_relevant;
}

// The rows that are compared: the newest one and the one before it, and the steps down to the last
// three.
typedef struct {
  const uint8_t *lumas, *last, *oldest, *older;
  uint8_t *newest;
} rows_t;

// Counts one vector of columns, which is this third of its stretch.
static inline __attribute__((always_inline)) void count_vector(
    some_t *some, const rows_t *rows, uint64_t column, const int third, const among_t *among) {
  const uint8_t *lumas = rows->lumas + column;
  bytes_t left, here, right, second_right;
  load(&left, lumas - 1);
  load(&here, lumas);
  load(&right, lumas + 1);
  load(&second_right, lumas + 2);
  const bytes_t before = DIFFERENCE(left, here), step = DIFFERENCE(here, right);
  const bytes_t after = DIFFERENCE(right, second_right);
  exceed(&some->across_excess, &some->across_counted, &before, &step, &after, &among->across);
  // A picture whose pixels were repeated eight times also has edges on a grid, and only there.
  some->across_hard -= (bytes_t)(step >= ALL(largest_step)) & among->across;
  const bytes_t is_equal = (bytes_t)(step == ALL(0)) & among->pairs;
  some->equal[third] -= is_equal;
  some->extremes -= is_equal & ((bytes_t)(here < ALL(nearly_black)) | (bytes_t)(here > ALL(nearly_white)));
  bytes_t above, oldest, older;
  load(&above, rows->last + column);
  load(&oldest, rows->oldest + column);
  load(&older, rows->older + column);
  const bytes_t newest = DIFFERENCE(above, here);
  memcpy(rows->newest + column, &newest, sizeof newest);
  exceed(&some->down_excess, &some->down_counted, &oldest, &older, &newest, &among->down);
}

// Which columns of the vector at `column` are among the first `count`.
static inline __attribute__((always_inline)) void find_first(bytes_t *among, uint64_t count, uint64_t column) {
  static const uint8_t marks[2 * lanes] = {
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  };
  const uint64_t left = count > column ? count - column : 0;
  load(among, marks + lanes - (left < lanes ? left : lanes));
}

// Counts one vector of columns, some of which may not be in the picture.
static inline __attribute__((always_inline)) void count_border(
    some_t *some, const rows_t *rows, uint64_t column, const int third, uint64_t width) {
  among_t among;
  find_first(&among.across, width < 2 ? 0 : width - 2, column);
  find_first(&among.pairs, width - 1, column);
  find_first(&among.down, width, column);
  // The first column has no step before it.
  if (column == 0) among.across[0] = 0;
  count_vector(some, rows, column, third, &among);
}

static inline __attribute__((always_inline)) void add(uint16_t *counts, const bytes_t *bytes) {
  wide_t sums;
  memcpy(&sums, counts, sizeof sums);
  sums += __builtin_convertvector(*bytes, wide_t);
  memcpy(counts, &sums, sizeof sums);
}

// Counts the columns from `column` on, at most a batch of them. The step two rows above has both of
// its neighbors with this row; it counts from the fourth row on. Each of eight counts gets one row
// in eight.
QUICKER static void count_columns(castbook_counting_t *counting, uint64_t column) {
  const rows_t rows = {
      counting->lumas, counting->last, counting->steps[0], counting->steps[1], counting->steps[2]};
  const among_t all = {ALL(255), ALL(255), ALL(255)};
  some_t some = {0};
  const uint64_t width = counting->width, end = column + batch < width ? column + batch : width;
  for (; column < end; column += stretch) {
    if (column > 0 && column + stretch + 2 <= width) {
      count_vector(&some, &rows, column, 0, &all);
      count_vector(&some, &rows, column + lanes, 1, &all);
      count_vector(&some, &rows, column + 2 * lanes, 2, &all);
    } else {
      count_border(&some, &rows, column, 0, width);
      count_border(&some, &rows, column + lanes, 1, width);
      count_border(&some, &rows, column + 2 * lanes, 2, width);
    }
  }
  castbook_counts_t *counts = &counting->counts;
  add(counts->across_excess, &some.across_excess);
  add(counts->across_counted, &some.across_counted);
  add(counts->across_hard, &some.across_hard);
  add(counts->extremes, &some.extremes);
  for (int third = 0; third < thirds; third++) add(counts->equal[third], &some.equal[third]);
  if (counting->rows < 3) return;
  add(counts->down_excess[(counting->rows - 2) % 8], &some.down_excess);
  add(counts->down_counted[(counting->rows - 2) % 8], &some.down_counted);
}

static void gather_lanes(uint64_t *sums, const uint16_t *counts, int first, int period) {
  for (int i = 0; i < lanes; i++) sums[(first + i) % period] += counts[i];
}

// Adds the counts of the lanes to the sums, and clears them.
static void gather(castbook_counting_t *counting) {
  const castbook_counts_t *counts = &counting->counts;
  castbook_raster_statistics_t *sums = &counting->sums;
  gather_lanes(sums->across_excess, counts->across_excess, 0, 8);
  gather_lanes(sums->across_counted, counts->across_counted, 0, 8);
  gather_lanes(sums->across_hard, counts->across_hard, 0, 8);
  gather_lanes(&sums->equal_extremes, counts->extremes, 0, 1);
  for (int i = 0; i < thirds; i++) gather_lanes(sums->equal, counts->equal[i], i * lanes, 12);
  for (int i = 0; i < 8; i++) {
    gather_lanes(&sums->down_excess[i], counts->down_excess[i], 0, 1);
    gather_lanes(&sums->down_counted[i], counts->down_counted[i], 0, 1);
  }
  counting->counts = (castbook_counts_t){0};
  counting->additions = 0;
}

// Makes room for the newest row and its steps in place of the oldest.
static void turn(castbook_counting_t *counting) {
  uint8_t *lumas = counting->second_last, *steps = counting->steps[0];
  counting->second_last = counting->last;
  counting->last = counting->lumas;
  counting->lumas = lumas;
  counting->steps[0] = counting->steps[1];
  counting->steps[1] = counting->steps[2];
  counting->steps[2] = steps;
}

void castbook_counting_add(
    castbook_counting_t *counting, const uint8_t *lumas, uint64_t width, uint64_t height) {
  if (counting->has_failed || counting->rows >= height) return;
  if (counting->memory == NULL && !begin(counting, width)) {
    counting->has_failed = true;
    return;
  }
  turn(counting);
  memcpy(counting->lumas, lumas, width);
  for (uint64_t column = 0; column < width; column += batch) {
    if (counting->additions == maximum_additions) gather(counting);
    counting->additions++;
    count_columns(counting, column);
  }
  if (counting->rows > 1) {
    castbook_fineness_add(
        &counting->fineness, counting->second_last, counting->last, counting->lumas, counting->rows - 1);
  }
  counting->rows++;
}

bool castbook_counting_result(
    castbook_counting_t *counting, uint64_t height, castbook_raster_statistics_t *statistics) {
  if (counting->has_failed || counting->memory == NULL || counting->rows < height) return false;
  gather(counting);
  *statistics = counting->sums;
  const castbook_fineness_result_t found = castbook_fineness_result(&counting->fineness);
  statistics->fineness = found.fineness;
  statistics->detail = found.detail;
  statistics->textured = found.textured;
  for (uint64_t i = 0; i < 12; i++) {
    // The number of indices from 0 to width - 2 that are i modulo 12.
    const uint64_t pairs = counting->width - 1;
    statistics->pairs[i] = pairs > i ? ((pairs - i - 1) / 12 + 1) * height : 0;
  }
  return true;
}

void castbook_counting_end(castbook_counting_t *counting) {
  free(counting->memory);
  castbook_fineness_end(&counting->fineness);
  *counting = (castbook_counting_t){0};
}
