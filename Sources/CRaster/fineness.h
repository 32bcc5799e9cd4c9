// Measures how fine a picture is at its own size: the curvature of its luma as a share of its
// slope.
#ifndef CASTBOOK_FINENESS_H
#define CASTBOOK_FINENESS_H

#include <stdbool.h>
#include <stdint.h>

// The number of bins of the ratio of bends to slopes, 0 to 4 in 64ths, and of detail, 0 to 2 in
// 128ths.
enum { castbook_fineness_steps = 256 };

typedef struct {
  uint64_t blocks;    // The number of squares of 64 pixels in a row of them,
  uint32_t *sums;     // the sums of each,
  uint32_t rows;      // and the number of rows that were added to these.
  uint64_t squares;   // The number of squares so far,
  uint32_t sloped[2]; // and of those with slopes across and down.
  uint32_t bends[castbook_fineness_steps], details[castbook_fineness_steps];
} castbook_fineness_t;

typedef struct {
  // The ratio of bends to slopes, in 64ths, that nine tenths of the squares with slopes don't
  // exceed, in both directions together; 0 if there are too few of them.
  uint64_t fineness;
  // That ratio for the finest detail, a mesh of single pixels, in 128ths of the slopes.
  uint64_t detail;
  // The share of squares that have slopes, in thousandths.
  uint64_t textured;
} castbook_fineness_result_t;

/// Begins a picture. Returns false if memory is short.
bool castbook_fineness_begin(castbook_fineness_t *fineness, uint64_t width);

/// Adds a row with the rows above and below it. `number` is the row's index from 0.
void castbook_fineness_add(
    castbook_fineness_t *fineness, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    uint64_t number);

/// Returns the result for all rows added.
castbook_fineness_result_t castbook_fineness_result(castbook_fineness_t *fineness);

void castbook_fineness_end(castbook_fineness_t *fineness);

#endif
