// Scales the planes of a picture down to means of equal parts while its rows arrive.
//
// Rows are summed first, in 16 bits as long as they lie wholly in one small row; only complete sums are
// divided and reduced across. The loops are measured: change them only with `Benchmarks/scores` before and
// after.
//
// Decision: none; docs/scores.md says what is measured at this size. Tests: MediaTests (MeasuredFormats,
// MeasuredColors, MeasuredFixtures) and QualityTests (Processors compares the results with a build for the
// oldest processor), under the address and thread sanitizers in `Scripts/test --long`. Fuzz targets:
// `inspect`, `jpeg-proof`, `png-proof` and `webp`.
#include "raster.h"

#include "quicker.h"
#include "row_colors.h"
#include "statistics.h"

#include <stdlib.h>
#include <string.h>

enum { maximum_planes = 4, maximum_rows_in_16_bits = 256 };

// The index of the first sample of a row that has a share in one of the small row. The same number of
// samples is added up for each, so that the loop has no branches; extra ones have a share of 0.
typedef uint32_t column_t;

typedef struct {
  uint32_t channels;
  uint32_t across, down;
  uint64_t samples, rows;  // The samples in a row, and the rows.
  uint32_t smaller;        // How many samples of the small picture one small sample covers along each side.
  uint32_t small_width, small_height;
  uint64_t row;            // The index of the next row.
  uint32_t small_row;      // The index of the small row that is being filled.
  uint16_t *whole;         // The sums of rows that lie wholly in the small row,
  uint32_t whole_rows;     // and their number.
  uint32_t *shared;        // The sums of rows, each multiplied by its share in the small row.
  float *means;            // The means of the columns of samples.
  column_t *columns;
  float *shares;           // For each small column, the shares of `taps` samples from its first one on.
  uint32_t taps;
  uint8_t *small;
} plane_t;

struct castbook_raster {
  uint64_t width, height;
  uint32_t small_width, small_height;
  plane_t planes[maximum_planes];
  castbook_counting_t counting;
};

static uint64_t minimum(uint64_t a, uint64_t b) { return a < b ? a : b; }

castbook_raster_t *castbook_raster_new(
    uint64_t width, uint64_t height, uint32_t small_width, uint32_t small_height) {
  const uint64_t maximum_side = 1000000;
  const uint32_t maximum_small_side = 4096;
  if (width < 1 || height < 1 || width > maximum_side || height > maximum_side || small_width < 1 ||
      small_height < 1 || small_width > maximum_small_side || small_height > maximum_small_side) {
    return NULL;
  }
  castbook_raster_t *raster = calloc(1, sizeof *raster);
  if (raster == NULL) return NULL;
  raster->width = width;
  raster->height = height;
  raster->small_width = small_width;
  raster->small_height = small_height;
  return raster;
}

static void free_plane(plane_t *plane) {
  free(plane->whole);
  free(plane->shared);
  free(plane->means);
  free(plane->columns);
  free(plane->shares);
  free(plane->small);
  *plane = (plane_t){0};
}

void castbook_raster_free(castbook_raster_t *raster) {
  if (raster == NULL) return;
  for (int i = 0; i < maximum_planes; i++) free_plane(&raster->planes[i]);
  castbook_counting_end(&raster->counting);
  free(raster);
}

uint64_t castbook_raster_width(const castbook_raster_t *raster) { return raster->width; }

uint64_t castbook_raster_height(const castbook_raster_t *raster) { return raster->height; }

// Positions are in pixels times the small width, so that the borders of parts are integers.
static void place_columns(const castbook_raster_t *raster, plane_t *plane) {
  const uint64_t span = (uint64_t)plane->across * plane->small_width;
  const float all = (float)raster->width;
  for (uint64_t i = 0; i < plane->small_width; i++) {
    const uint64_t start = i * raster->width, end = start + raster->width;
    const uint64_t first = start / span, last = (end - 1) / span;
    plane->columns[i] = (uint32_t)first;
    for (uint64_t index = first; index <= last; index++) {
      const uint64_t from = index * span > start ? index * span : start;
      const uint64_t to = minimum((index + 1) * span, end);
      plane->shares[i * plane->taps + (index - first)] = (float)(to - from) / all;
    }
  }
}

// The maximum number of samples that one of the small row is made of.
static uint32_t maximum_taps(const castbook_raster_t *raster, const plane_t *plane) {
  const uint64_t span = (uint64_t)plane->across * plane->small_width;
  uint64_t maximum = 1;
  for (uint64_t i = 0; i < plane->small_width; i++) {
    const uint64_t start = i * raster->width;
    const uint64_t taps = (start + raster->width - 1) / span - start / span + 1;
    if (taps > maximum) maximum = taps;
  }
  return (uint32_t)maximum;
}

bool castbook_raster_plane(
    castbook_raster_t *raster, int number, uint32_t channels, uint32_t across, uint32_t down,
    uint32_t smaller) {
  if (number < 0 || number >= maximum_planes || channels < 1 || channels > 4 || across < 1 ||
      across > 8 || down < 1 || down > 8 || smaller < 1 || smaller > 2) {
    return false;
  }
  plane_t *plane = &raster->planes[number];
  free_plane(plane);
  plane->channels = channels;
  plane->across = across;
  plane->down = down;
  plane->samples = (raster->width + across - 1) / across;
  plane->rows = (raster->height + down - 1) / down;
  plane->smaller = smaller;
  plane->small_width = (raster->small_width + smaller - 1) / smaller;
  plane->small_height = (raster->small_height + smaller - 1) / smaller;
  plane->taps = maximum_taps(raster, plane);
  const size_t values = plane->samples * channels;
  plane->whole = calloc(values, sizeof *plane->whole);
  plane->shared = calloc(values, sizeof *plane->shared);
  // Room for extra samples after the last one, whose shares are 0.
  plane->means = calloc(values + (size_t)plane->taps * channels, sizeof *plane->means);
  plane->columns = calloc(plane->small_width, sizeof *plane->columns);
  plane->shares = calloc((size_t)plane->small_width * plane->taps, sizeof *plane->shares);
  plane->small = calloc((size_t)plane->small_width * plane->small_height, channels);
  if (plane->whole == NULL || plane->shared == NULL || plane->means == NULL ||
      plane->columns == NULL || plane->shares == NULL || plane->small == NULL) {
    free_plane(plane);
    return false;
  }
  place_columns(raster, plane);
  return true;
}

uint64_t castbook_raster_row_samples(const castbook_raster_t *raster, int plane) {
  return raster->planes[plane].samples;
}

uint64_t castbook_raster_rows(const castbook_raster_t *raster, int plane) {
  return raster->planes[plane].rows;
}

QUICKER static void add_whole(uint16_t *sums, const uint8_t *samples, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] = (uint16_t)(sums[i] + samples[i]);
}

QUICKER static void add_shares(
    uint32_t *sums, const uint8_t *samples, size_t count, uint32_t share) {
  for (size_t i = 0; i < count; i++) sums[i] += share * samples[i];
}

// Adds the sums of whole rows to the shared sums, and clears them.
QUICKER static void join(uint32_t *shared, uint16_t *whole, size_t count, uint32_t share) {
  for (size_t i = 0; i < count; i++) {
    shared[i] += share * whole[i];
    whole[i] = 0;
  }
}

QUICKER static void take_means(float *means, uint32_t *sums, size_t count, float scale) {
  for (size_t i = 0; i < count; i++) {
    means[i] = (float)(int32_t)sums[i] * scale;
    sums[i] = 0;
  }
}

static inline __attribute__((always_inline)) void reduce_by(
    uint8_t *small, const plane_t *plane, size_t count, uint32_t channels, uint32_t taps) {
  for (size_t i = 0; i < count; i++) {
    const float *values = plane->means + (size_t)plane->columns[i] * channels;
    const float *shares = plane->shares + i * taps;
    for (uint32_t channel = 0; channel < channels; channel++) {
      float sum = 0.5f;
      for (uint32_t tap = 0; tap < taps; tap++) sum += shares[tap] * values[tap * channels + channel];
      small[i * channels + channel] = (uint8_t)sum;
    }
  }
}

// Common reductions have loops of their own, which the compiler unrolls.
QUICKER static void reduce(uint8_t *small, const plane_t *plane, size_t count) {
#define FOR(number, kind) \
  if (plane->taps == number && plane->channels == kind) { \
    reduce_by(small, plane, count, kind, number); \
    return; \
  }
#define FOR_BOTH(number) FOR(number, 1) FOR(number, 3)
  FOR_BOTH(1) FOR_BOTH(2) FOR_BOTH(3) FOR_BOTH(4) FOR_BOTH(5) FOR_BOTH(6)
  reduce_by(small, plane, count, plane->channels, plane->taps);
}

static void end_small_row(const castbook_raster_t *raster, plane_t *plane) {
  const size_t values = plane->samples * plane->channels;
  if (plane->whole_rows > 0) {
    join(plane->shared, plane->whole, values, plane->down * plane->small_height);
    plane->whole_rows = 0;
  }
  take_means(plane->means, plane->shared, values, 1 / (float)raster->height);
  uint8_t *small =
      plane->small + (size_t)plane->small_row * plane->small_width * plane->channels;
  reduce(small, plane, plane->small_width);
  plane->small_row++;
}

// Positions are in pixels times the small height.
void castbook_raster_row(castbook_raster_t *raster, int number, const uint8_t *samples) {
  plane_t *plane = &raster->planes[number];
  if (plane->small == NULL || plane->row >= plane->rows) return;
  const size_t values = plane->samples * plane->channels;
  const uint64_t span = (uint64_t)plane->down * plane->small_height;
  const uint64_t start = plane->row * span;
  const uint64_t end = minimum(start + span, raster->height * plane->small_height);
  plane->row++;
  while (plane->small_row < plane->small_height) {
    const uint64_t top = plane->small_row * raster->height, bottom = top + raster->height;
    const uint64_t from = start > top ? start : top, to = minimum(end, bottom);
    if (from == start && to == start + span) {
      if (plane->whole_rows == maximum_rows_in_16_bits) {
        join(plane->shared, plane->whole, values, (uint32_t)span);
        plane->whole_rows = 0;
      }
      add_whole(plane->whole, samples, values);
      plane->whole_rows++;
    } else if (from < to) {
      add_shares(plane->shared, samples, values, (uint32_t)(to - from));
    }
    if (bottom > end) return;
    end_small_row(raster, plane);
  }
}

bool castbook_raster_is_whole(const castbook_raster_t *raster) {
  bool has_any = false;
  for (int i = 0; i < maximum_planes; i++) {
    const plane_t *plane = &raster->planes[i];
    if (plane->small == NULL) continue;
    has_any = true;
    if (plane->row < plane->rows) return false;
  }
  return has_any;
}

const uint8_t *castbook_raster_small(const castbook_raster_t *raster, int plane) {
  return raster->planes[plane].small;
}

uint32_t castbook_raster_chroma(const castbook_raster_t *raster) {
  return raster->small_width < raster->width || raster->small_height < raster->height ? 2 : 1;
}

bool castbook_raster_join(
    const castbook_raster_t *raster, castbook_matrix_t matrix, uint8_t *rgb) {
  const plane_t *planes = raster->planes;
  if (!castbook_raster_is_whole(raster) || planes[0].smaller != 1 || planes[1].smaller < 1 ||
      planes[2].smaller != planes[1].smaller) {
    return false;
  }
  // In a picture that is one pixel wide, chroma may be as wide as luma and half as high.
  const unsigned smaller = planes[1].smaller;
  const size_t width = raster->small_width, chroma_width = planes[1].small_width;
  for (size_t row = 0; row < raster->small_height; row++) {
    const uint8_t *luma = planes[0].small + row * width;
    const size_t offset = row / smaller * chroma_width;
    castbook_row_from_ycbcr(
        rgb + 3 * row * width, luma, planes[1].small + offset, planes[2].small + offset, width,
        smaller, matrix);
  }
  return true;
}

void castbook_raster_luma(castbook_raster_t *raster, const uint8_t *lumas) {
  castbook_counting_add(&raster->counting, lumas, raster->width, raster->height);
}

void castbook_raster_coded(castbook_raster_t *raster, uint32_t coarseness) {
  raster->counting.sums.coarseness = coarseness;
}

bool castbook_raster_statistics(
    castbook_raster_t *raster, castbook_raster_statistics_t *statistics) {
  return castbook_counting_result(&raster->counting, raster->height, statistics);
}
