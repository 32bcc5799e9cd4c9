// How fine a picture is at its own size: how sharply its luma bends for how steep it is.
#ifndef CASTBOOK_FINENESS_H
#define CASTBOOK_FINENESS_H

#include <stdbool.h>
#include <stdint.h>

// What is counted of bends for slopes, of 0 to 4 in 64ths, and of the finest detail, of 0 to 2 in 128ths.
enum { castbook_fineness_steps = 256 };

typedef struct {
  uint64_t blocks;    // Squares of 64 pixels across,
  uint32_t *sums;     // each with what is summed of it,
  uint32_t rows;      // of so many rows.
  uint64_t squares;   // That were looked at,
  uint32_t sloped[2]; // Of these, those that have slopes across, and down.
  uint32_t bends[castbook_fineness_steps], details[castbook_fineness_steps];
} castbook_fineness_t;

typedef struct {
  // The ratio of bends to slopes in 64ths that nine tenths of the squares with slopes don't exceed, in both
  // directions together; 0 where there are too few of them.
  uint64_t fineness;
  // The same of the finest detail, a mesh of single pixels, in 128ths of the slopes.
  uint64_t detail;
  // How many of a thousand squares have slopes.
  uint64_t textured;
} castbook_fineness_result_t;

/// Whether there was memory for it.
bool castbook_fineness_begin(castbook_fineness_t *fineness, uint64_t width);

/// Takes three rows of which the middle one has a number from 0.
void castbook_fineness_add(
    castbook_fineness_t *fineness, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    uint64_t number);

/// What all rows that came by come to.
castbook_fineness_result_t castbook_fineness_tell(castbook_fineness_t *fineness);

void castbook_fineness_end(castbook_fineness_t *fineness);

#endif
