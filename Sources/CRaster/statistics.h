// Statistics of a picture's luma at its own size.
#ifndef CASTBOOK_STATISTICS_H
#define CASTBOOK_STATISTICS_H

#include "fineness.h"
#include "raster.h"

// Each column has counts of its own, mostly bytes, which are added to the sums before they overflow.
typedef struct {
  uint64_t width;
  uint64_t rows;           // The number of rows so far.
  bool has_failed;         // Memory was short.
  uint8_t *memory;
  uint8_t *last, *second_last;
  uint8_t *steps[3];       // The differences of the last rows to the rows before them.
  uint8_t *across;         // The differences of neighbors in a row.
  uint8_t *across_counted, *across_hard, *equal, *extremes;
  uint8_t *down_counted[8];
  uint16_t *across_excess, *down_excess[8];
  uint32_t since_across, since_down;
  castbook_fineness_t fineness;
  castbook_raster_statistics_t sums;
} castbook_counting_t;

void castbook_counting_add(
    castbook_counting_t *counting, const uint8_t *lumas, uint64_t width, uint64_t height);

bool castbook_counting_result(
    castbook_counting_t *counting, uint64_t height, castbook_raster_statistics_t *statistics);

void castbook_counting_end(castbook_counting_t *counting);

#endif
