// Scales a picture down while its rows arrive, and counts statistics of its native pixels.
//
// Each sample of the small picture is the mean of the part of the picture that it covers. Rows
// arrive from the top, each once. The same rows give the same numbers on every processor.
#ifndef CASTBOOK_RASTER_H
#define CASTBOOK_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "row_colors.h"

typedef struct castbook_raster castbook_raster_t;

/// Makes a raster for a picture of `width` by `height` pixels that is scaled down to the small
/// size. Returns NULL if memory is short, if a side is 0 or over a million, or if a small side is
/// over 4095.
castbook_raster_t *castbook_raster_new(
    uint64_t width, uint64_t height, uint32_t small_width, uint32_t small_height);

void castbook_raster_free(castbook_raster_t *raster);

/// Its size in pixels.
uint64_t castbook_raster_width(const castbook_raster_t *raster);
uint64_t castbook_raster_height(const castbook_raster_t *raster);

/// Announces a plane, of at most four. Its samples have `channels` interleaved values, and each
/// covers `across` by `down` pixels. Its small plane has the size of the small picture, or half of
/// it if `smaller` is 2. Returns false if memory is short or a number is out of range.
bool castbook_raster_plane(
    castbook_raster_t *raster, int plane, uint32_t channels, uint32_t across, uint32_t down,
    uint32_t smaller);

/// How much smaller than that of luma the small planes of chroma may be: 2 if the picture is scaled
/// down, since colors are measured at half of its size at most.
uint32_t castbook_raster_chroma(const castbook_raster_t *raster);

/// The number of samples in a plane's row, and the number of its rows.
uint64_t castbook_raster_row_samples(const castbook_raster_t *raster, int plane);
uint64_t castbook_raster_rows(const castbook_raster_t *raster, int plane);

/// Adds a plane's next row, of `castbook_raster_row_samples` samples.
void castbook_raster_row(castbook_raster_t *raster, int plane, const uint8_t *samples);

/// Adds the next `count` rows of a plane, which begin `stride` bytes apart. Rows after the last one
/// are ignored.
void castbook_raster_add_rows(
    castbook_raster_t *raster, int plane, const uint8_t *rows, size_t stride, uint64_t count);

/// Forgets all planes and rows, so that the picture can be passed again.
void castbook_raster_clear(castbook_raster_t *raster);

/// Adds the next row of the picture's luma, one value for each pixel.
void castbook_raster_luma(castbook_raster_t *raster, const uint8_t *lumas);

/// Sets how coarsely the picture's luma was quantized: the sum of its steps, in hundredths of that
/// of a JPEG of quality 50. 0 means that it is unknown.
void castbook_raster_coded(castbook_raster_t *raster, uint32_t coarseness);

/// Whether all rows of all planes have arrived.
bool castbook_raster_is_whole(const castbook_raster_t *raster);

/// The small plane, with interleaved channels and rows from the top.
const uint8_t *castbook_raster_small(const castbook_raster_t *raster, int plane);

/// Writes red, green and blue of the small picture from a plane of luma and two of chroma. Returns
/// false if these are not complete.
bool castbook_raster_join(
    const castbook_raster_t *raster, castbook_matrix_t matrix, uint8_t *rgb);

typedef struct {
  // By the index of the column or row modulo 8: how often the difference to the next one was under
  // 40 while it or a difference beside it was at least 3; and, for these, the sum of how much it
  // exceeded both differences beside it plus one level, at most 15 each. `across_hard` counts
  // differences of at least 40.
  uint64_t across_counted[8], across_excess[8], across_hard[8];
  uint64_t down_counted[8], down_excess[8];
  // Horizontal neighbors by the index of the left one modulo 12; those that are equal; and of
  // these, those that are nearly white or nearly black.
  uint64_t pairs[12], equal[12];
  uint64_t equal_extremes;
  // The curvature of luma as a share of its slope, in 64ths, at most 255: 85 and more in a sharp
  // picture, and the less the more it was enlarged; 0 if too little of it has slopes.
  uint64_t fineness;
  // The curvature in both directions at once, which only detail of single pixels has, in 128ths of
  // the slope, at most 255: 64 and more in a sharp picture; 0 if too little of it has slopes.
  uint64_t detail;
  // The share of squares that have slopes, in thousandths.
  uint64_t textured;
  // The value set by `castbook_raster_coded`.
  uint64_t coarseness;
} castbook_raster_statistics_t;

/// Returns the statistics of luma in `statistics`, or false unless all rows of luma arrived.
bool castbook_raster_statistics(
    castbook_raster_t *raster, castbook_raster_statistics_t *statistics);

#endif
