// How fine a picture is at its own size: how sharply its luma bends for how steep it is.
#ifndef CASTBOOK_FINENESS_H
#define CASTBOOK_FINENESS_H

#include <stdbool.h>
#include <stdint.h>

// What is counted of ratios of 0 to 4, in 64ths.
enum { castbook_fineness_steps = 256 };

typedef struct {
  uint64_t blocks;    // Squares of 64 pixels across,
  uint32_t *sums;     // each with slopes and bends across and down,
  uint32_t rows;      // of so many rows.
  uint64_t squares;   // That were looked at,
  uint32_t counts[2][castbook_fineness_steps];
} castbook_fineness_t;

/// Whether there was memory for it.
bool castbook_fineness_begin(castbook_fineness_t *fineness, uint64_t width);

/// Takes three rows of which the middle one has a number from 0.
void castbook_fineness_add(
    castbook_fineness_t *fineness, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    uint64_t number);

/// The ratio in 64ths that nine tenths of the squares with any slopes don't exceed, the lesser of both
/// directions; 0 where there are too few of them.
uint64_t castbook_fineness_tell(castbook_fineness_t *fineness);

/// How many of a thousand squares have slopes. After `castbook_fineness_tell`.
uint64_t castbook_fineness_textured(const castbook_fineness_t *fineness);

void castbook_fineness_end(castbook_fineness_t *fineness);

#endif
