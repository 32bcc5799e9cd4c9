// Statistics of a picture's luma at its own size.
#ifndef CASTBOOK_STATISTICS_H
#define CASTBOOK_STATISTICS_H

#include "fineness.h"
#include "raster.h"

// The columns that are counted at once, and the counts of each, which are added to the sums before
// they overflow. Three vectors of them are a multiple of both periods, 8 and 12.
enum { castbook_counting_lanes = 32, castbook_counting_thirds = 3 };
typedef uint16_t castbook_lane_counts_t[castbook_counting_lanes];

typedef struct {
  castbook_lane_counts_t across_excess, across_counted, across_hard, extremes;
  castbook_lane_counts_t equal[castbook_counting_thirds];
  castbook_lane_counts_t down_excess[8], down_counted[8];
} castbook_counts_t;

typedef struct {
  uint64_t width;
  uint64_t rows;                        // The number of rows so far.
  bool has_failed;                      // Memory was short.
  uint8_t *memory;
  uint8_t *lumas, *last, *second_last;  // The newest row and those before it.
  uint8_t *steps[3];                    // The differences of the last rows to the rows before them.
  castbook_counts_t counts;
  uint32_t additions;                   // What was added to each of `counts` since they were gathered.
  castbook_fineness_t fineness;
  castbook_raster_statistics_t sums;
} castbook_counting_t;

void castbook_counting_add(
    castbook_counting_t *counting, const uint8_t *lumas, uint64_t width, uint64_t height);

bool castbook_counting_result(
    castbook_counting_t *counting, uint64_t height, castbook_raster_statistics_t *statistics);

void castbook_counting_end(castbook_counting_t *counting);

#endif
