// Scales the planes of a picture down to means of equal parts while its rows arrive.
//
// A small row is made of a few rows, which are multiplied by their shares in it and added while
// they are in the nearest cache; only complete sums are divided and reduced across. The loops are
// measured: change them only with `Benchmarks/scores` before and after.
//
// Decision: none; docs/scores.md says what is measured at this size. Tests: MediaTests
// (MeasuredFormats, MeasuredColors, MeasuredFixtures) and QualityTests (Processors compares the
// results with a build for the oldest processor), under the address and thread sanitizers in
// `Scripts/test --long`. Fuzz targets: `inspect`, `jpeg-proof`, `png-proof` and `webp`.
#include "raster.h"

#include "quicker.h"
#include "row_colors.h"
#include "statistics.h"

#include <stdlib.h>
#include <string.h>

enum {
  maximum_planes = 4,
  held_rows = 8,  // Rows that arrive one by one are added this many at a time.
  lanes = 4,      // The numbers in one register.
  eight = 8,      // The small samples that are made at once.
};

typedef float floats_t __attribute__((vector_size(lanes * sizeof(float))));
typedef float eight_floats_t __attribute__((vector_size(eight * sizeof(float))));
typedef int32_t eight_integers_t __attribute__((vector_size(eight * sizeof(int32_t))));
typedef uint8_t eight_bytes_t __attribute__((vector_size(eight)));

// The index of the first sample of a row that has a share in one of the small row. The same number
// of samples is added up for each, so that the loop has no branches; extra ones have a share of 0.
typedef uint32_t column_t;

typedef struct {
  uint32_t channels;
  uint32_t across, down;
  uint64_t samples, rows;  // The samples in a row, and the rows.
  uint32_t smaller;        // How many samples of the small picture one small sample covers along each side.
  uint32_t small_width, small_height;
  uint64_t row;            // The index of the next row.
  uint32_t small_row;      // The index of the small row that is being filled.
  uint8_t *held;           // Rows that wait,
  uint32_t held_count;     // and their number.
  int32_t *sums;           // The sums of rows so far, each multiplied by its share in the small row,
  bool has_sums;           // if there are any.
  float *means;            // The means of the columns of samples.
  column_t *columns;
  // For each small column, the shares of `taps` samples from its first one on. If there is one
  // channel, the first shares of eight columns precede their second ones, and so on.
  float *shares;
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
  // The shares of rows must fit into 15 bits.
  const uint32_t maximum_small_side = 4095;
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
  free(plane->held);
  free(plane->sums);
  free(plane->means);
  free(plane->columns);
  free(plane->shares);
  free(plane->small);
  *plane = (plane_t){0};
}

void castbook_raster_free(castbook_raster_t *raster) {
  if (raster == NULL) return;
  castbook_raster_clear(raster);
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
      const uint64_t tap = index - first;
      const uint64_t place = plane->channels == 1
                                 ? (i / eight * plane->taps + tap) * eight + i % eight
                                 : i * plane->taps + tap;
      plane->shares[place] = (float)(to - from) / all;
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
  const size_t columns = ((size_t)plane->small_width + eight - 1) / eight * eight;
  plane->held = malloc(held_rows * values);
  plane->sums = malloc(values * sizeof *plane->sums);
  // Room for extra samples after the last one, whose shares are 0.
  plane->means = calloc(
      values + (size_t)plane->taps * channels + lanes, sizeof *plane->means);
  plane->columns = calloc(columns, sizeof *plane->columns);
  plane->shares = calloc(columns * plane->taps, sizeof *plane->shares);
  plane->small = malloc(((size_t)plane->small_width * plane->small_height + eight) * channels);
  if (plane->held == NULL || plane->sums == NULL || plane->means == NULL ||
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

// MARK: Rows

// Rows that are added to a small one, with their shares in it.
typedef struct {
  const uint8_t *rows[held_rows];
  int16_t shares[held_rows];
  int count;
} portion_t;

// The sum of a number of rows in one column. The number is known where this is called, so that the
// loop is unrolled and the columns are added in vectors.
static inline __attribute__((always_inline)) int32_t sum_of(
    const portion_t *portion, const int count, size_t column) {
  int32_t sum = 0;
  for (int i = 0; i < count; i++) sum += portion->shares[i] * portion->rows[i][column];
  return sum;
}

static inline __attribute__((always_inline)) void add_to(
    int32_t *restrict sums, const portion_t *portion, const int count, size_t values,
    const bool is_first) {
  const portion_t all = *portion;
  for (size_t i = 0; i < values; i++) {
    sums[i] = (is_first ? 0 : sums[i]) + sum_of(&all, count, i);
  }
}

// Means of all rows at once, whose sums need not be kept.
static inline __attribute__((always_inline)) void take_at_once(
    float *restrict means, const portion_t *portion, const int count, size_t values, float scale) {
  const portion_t all = *portion;
  for (size_t i = 0; i < values; i++) means[i] = (float)sum_of(&all, count, i) * scale;
}

// Calls a function with a number that the compiler knows.
#define WITH_COUNT(CALL) \
  switch (portion->count) { \
    case 1: CALL(1); break; \
    case 2: CALL(2); break; \
    case 3: CALL(3); break; \
    case 4: CALL(4); break; \
    case 5: CALL(5); break; \
    case 6: CALL(6); break; \
    case 7: CALL(7); break; \
    default: CALL(8); break; \
  }

QUICKER static void add_portion(int32_t *sums, const portion_t *portion, size_t values, bool is_first) {
#define FIRST(number) add_to(sums, portion, number, values, true)
#define NEXT(number) add_to(sums, portion, number, values, false)
  if (is_first) {
    WITH_COUNT(FIRST)
  } else {
    WITH_COUNT(NEXT)
  }
#undef FIRST
#undef NEXT
}

QUICKER static void take_portion(float *means, const portion_t *portion, size_t values, float scale) {
#define TAKE(number) take_at_once(means, portion, number, values, scale)
  WITH_COUNT(TAKE)
#undef TAKE
}

QUICKER static void take_means(float *restrict means, const int32_t *sums, size_t count, float scale) {
  for (size_t i = 0; i < count; i++) means[i] = (float)sums[i] * scale;
}

// MARK: Columns

static inline floats_t floats_at(const float *values) {
  floats_t floats;
  memcpy(&floats, values, sizeof floats);
  return floats;
}

// Writes eight numbers, rounded down, as bytes.
static inline __attribute__((always_inline)) void put(uint8_t *small, const eight_floats_t *numbers) {
  const eight_integers_t whole = __builtin_convertvector(*numbers, eight_integers_t);
  const eight_bytes_t bytes = __builtin_convertvector(whole, eight_bytes_t);
  memcpy(small, &bytes, sizeof bytes);
}

static inline __attribute__((always_inline)) void join(eight_floats_t *both, floats_t low, floats_t high) {
  *both = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

// Adds the share of one sample of each of eight columns.
static inline __attribute__((always_inline)) void add_share(
    eight_floats_t *sum, const float *shares, const eight_floats_t *samples) {
  eight_floats_t factors;
  memcpy(&factors, shares, sizeof factors);
  *sum += factors * *samples;
}

// Adds up to four samples of each of eight columns, one after another: the sums are rounded in this
// order.
static inline __attribute__((always_inline)) void add_samples(
    eight_floats_t *sum, const float *means, const column_t *columns, const float *shares, uint32_t taps) {
  // The samples of two columns each, which are transposed.
  eight_floats_t a, b, c, d;
  join(&a, floats_at(means + columns[0]), floats_at(means + columns[4]));
  join(&b, floats_at(means + columns[1]), floats_at(means + columns[5]));
  join(&c, floats_at(means + columns[2]), floats_at(means + columns[6]));
  join(&d, floats_at(means + columns[3]), floats_at(means + columns[7]));
  const eight_floats_t ab = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
  const eight_floats_t cd = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13);
  const eight_floats_t first = __builtin_shufflevector(ab, cd, 0, 1, 8, 9, 4, 5, 12, 13);
  const eight_floats_t second = __builtin_shufflevector(ab, cd, 2, 3, 10, 11, 6, 7, 14, 15);
  add_share(sum, shares, &first);
  if (taps > 1) add_share(sum, shares + eight, &second);
  if (taps <= 2) return;
  const eight_floats_t ab2 = __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
  const eight_floats_t cd2 = __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
  const eight_floats_t third = __builtin_shufflevector(ab2, cd2, 0, 1, 8, 9, 4, 5, 12, 13);
  const eight_floats_t fourth = __builtin_shufflevector(ab2, cd2, 2, 3, 10, 11, 6, 7, 14, 15);
  add_share(sum, shares + 2 * eight, &third);
  if (taps > 3) add_share(sum, shares + 3 * eight, &fourth);
}

// One channel. The rows follow each other, so that the extra samples of one are overwritten by the
// next.
static inline __attribute__((always_inline)) void reduce_one(
    uint8_t *small, const plane_t *plane, const uint32_t taps) {
  const column_t *columns = plane->columns;
  const float *means = plane->means, *shares = plane->shares;
  const size_t width = plane->small_width;
  for (size_t i = 0; i < width; i += eight, columns += eight, shares += eight * taps) {
    eight_floats_t sum = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
    for (uint32_t tap = 0; tap < taps; tap += lanes) {
      add_samples(
          &sum, means + tap, columns, shares + (size_t)tap * eight,
          taps - tap < lanes ? taps - tap : lanes);
    }
    put(small + i, &sum);
  }
}

// One small pixel of three channels, or four.
static inline __attribute__((always_inline)) floats_t pixel(
    const float *means, column_t column, const float *shares, const uint32_t channels,
    const uint32_t taps) {
  const float *values = means + (size_t)column * channels;
  floats_t sum = {0.5f, 0.5f, 0.5f, 0.5f};
  for (uint32_t tap = 0; tap < taps; tap++) sum += floats_at(values + tap * channels) * shares[tap];
  return sum;
}

// Three or four channels, two small pixels at a time. What is written after three is overwritten by
// the next.
static inline __attribute__((always_inline)) void reduce_pixels(
    uint8_t *small, const plane_t *plane, const uint32_t channels, const uint32_t taps) {
  const column_t *columns = plane->columns;
  const float *shares = plane->shares;
  for (size_t i = 0; i < plane->small_width; i += 2, columns += 2, shares += 2 * taps) {
    const floats_t first = pixel(plane->means, columns[0], shares, channels, taps);
    const floats_t second = pixel(plane->means, columns[1], shares + taps, channels, taps);
    eight_floats_t both;
    if (channels == 3) {
      join(&both, __builtin_shufflevector(first, second, 0, 1, 2, 4),
           __builtin_shufflevector(second, second, 1, 2, 3, 3));
    } else {
      join(&both, first, second);
    }
    put(small + i * channels, &both);
  }
}

static void reduce_any(uint8_t *small, const plane_t *plane) {
  const uint32_t channels = plane->channels, taps = plane->taps;
  for (size_t i = 0; i < plane->small_width; i++) {
    const float *values = plane->means + (size_t)plane->columns[i] * channels;
    for (uint32_t channel = 0; channel < channels; channel++) {
      float sum = 0.5f;
      for (uint32_t tap = 0; tap < taps; tap++) {
        sum += plane->shares[i * taps + tap] * values[tap * channels + channel];
      }
      small[i * channels + channel] = (uint8_t)sum;
    }
  }
}

// Common reductions have loops of their own, which the compiler unrolls.
QUICKER static void reduce(uint8_t *small, const plane_t *plane) {
#define FOR(number) \
  if (plane->taps == number) { \
    if (plane->channels == 1) { \
      reduce_one(small, plane, number); \
      return; \
    } \
    if (plane->channels == 3) { \
      reduce_pixels(small, plane, 3, number); \
      return; \
    } \
  }
  FOR(1) FOR(2) FOR(3) FOR(4) FOR(5) FOR(6)
  if (plane->channels == 1) {
    reduce_one(small, plane, plane->taps);
  } else if (plane->channels >= 3) {
    reduce_pixels(small, plane, plane->channels, plane->taps);
  } else {
    reduce_any(small, plane);
  }
}

// MARK: Adding

static void end_small_row(plane_t *plane) {
  reduce(
      plane->small + (size_t)plane->small_row * plane->small_width * plane->channels, plane);
  plane->small_row++;
  plane->has_sums = false;
}

// Adds rows that belong to the current small row, at most `held_rows`. `is_last` says that they are
// its last.
static void add_rows_of_small_row(
    const castbook_raster_t *raster, plane_t *plane, const portion_t *portion, bool is_last) {
  const size_t values = plane->samples * plane->channels;
  const float scale = 1 / (float)raster->height;
  if (is_last && !plane->has_sums) {
    take_portion(plane->means, portion, values, scale);
    return;
  }
  add_portion(plane->sums, portion, values, !plane->has_sums);
  plane->has_sums = true;
  if (is_last) take_means(plane->means, plane->sums, values, scale);
}

// Adds the next rows of a plane. Positions are in pixels times the small height.
static void add_rows(
    const castbook_raster_t *raster, plane_t *plane, const uint8_t *rows, size_t stride, uint64_t count) {
  const uint64_t span = (uint64_t)plane->down * plane->small_height;
  const uint64_t first = plane->row, after = first + count;
  const uint64_t end = raster->height * plane->small_height;
  plane->row = after;
  while (plane->small_row < plane->small_height) {
    const uint64_t top = plane->small_row * raster->height, bottom = top + raster->height;
    const uint64_t last = minimum((bottom + span - 1) / span, plane->rows);
    uint64_t row = top / span > first ? top / span : first;
    while (row < minimum(last, after)) {
      portion_t portion = {.count = 0};
      for (; portion.count < held_rows && row < minimum(last, after); portion.count++, row++) {
        const uint64_t from = row * span > top ? row * span : top;
        const uint64_t to = minimum(minimum((row + 1) * span, end), bottom);
        portion.rows[portion.count] = rows + (row - first) * stride;
        portion.shares[portion.count] = (int16_t)(to - from);
      }
      add_rows_of_small_row(raster, plane, &portion, row == last);
    }
    if (last > after) return;
    end_small_row(plane);
  }
}

static void add_held(const castbook_raster_t *raster, plane_t *plane) {
  if (plane->held_count == 0) return;
  const uint32_t count = plane->held_count;
  plane->held_count = 0;
  add_rows(raster, plane, plane->held, plane->samples * plane->channels, count);
}

void castbook_raster_row(castbook_raster_t *raster, int number, const uint8_t *samples) {
  plane_t *plane = &raster->planes[number];
  const size_t bytes = plane->samples * plane->channels;
  if (plane->small == NULL || plane->row + plane->held_count >= plane->rows) return;
  memcpy(plane->held + plane->held_count * bytes, samples, bytes);
  plane->held_count++;
  if (plane->held_count == held_rows || plane->row + plane->held_count == plane->rows) {
    add_held(raster, plane);
  }
}

void castbook_raster_add_rows(
    castbook_raster_t *raster, int number, const uint8_t *rows, size_t stride, uint64_t count) {
  plane_t *plane = &raster->planes[number];
  if (plane->small == NULL) return;
  add_held(raster, plane);
  add_rows(raster, plane, rows, stride, minimum(count, plane->rows - plane->row));
}

void castbook_raster_clear(castbook_raster_t *raster) {
  for (int i = 0; i < maximum_planes; i++) free_plane(&raster->planes[i]);
  castbook_counting_end(&raster->counting);
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
