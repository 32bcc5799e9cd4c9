// Makes a picture small while its rows come by, and counts what only its native pixels tell.
//
// Each sample of the small picture is the mean of the part of the picture that it covers. Rows come from
// the top, each once. The same rows give the same numbers on every processor.
#ifndef CASTBOOK_RASTER_H
#define CASTBOOK_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "row_colors.h"

typedef struct castbook_raster castbook_raster_t;

/// A picture of so many pixels, to be made so small; NULL where there is no memory, a side is 0 or longer
/// than a million, or the small sides are longer than 4096.
castbook_raster_t *castbook_raster_new(
    uint64_t width, uint64_t height, uint32_t small_width, uint32_t small_height);

void castbook_raster_free(castbook_raster_t *raster);

/// Its size in pixels.
uint64_t castbook_raster_width(const castbook_raster_t *raster);
uint64_t castbook_raster_height(const castbook_raster_t *raster);

/// Says what comes: planes, at most four, each of so many values a sample, which stand together; a sample
/// covers `across` by `down` pixels. Its small plane has as many samples to a side as the small picture, or
/// half as many where `smaller` is 2. Whether there was memory for it.
bool castbook_raster_plane(
    castbook_raster_t *raster, int plane, uint32_t channels, uint32_t across, uint32_t down,
    uint32_t smaller);

/// How much smaller than those of luma the small planes of chroma may be: 2 where the picture is made
/// smaller at all, since colors are measured at half of its size at most.
uint32_t castbook_raster_chroma(const castbook_raster_t *raster);

/// The samples that a plane's row has, and its rows.
uint64_t castbook_raster_row_samples(const castbook_raster_t *raster, int plane);
uint64_t castbook_raster_rows(const castbook_raster_t *raster, int plane);

/// Takes a plane's next row: as many samples as it has.
void castbook_raster_row(castbook_raster_t *raster, int plane, const uint8_t *samples);

/// Takes the next row of the picture's luma, as many as it has pixels across.
void castbook_raster_luma(castbook_raster_t *raster, const uint8_t *lumas);

/// Says how coarsely the picture's luma was coded: the sum of its steps in hundredths of those of a JPEG of
/// quality 50. 0 is not known.
void castbook_raster_coded(castbook_raster_t *raster, uint32_t coarseness);

/// Whether all rows have come by of all planes.
bool castbook_raster_is_whole(const castbook_raster_t *raster);

/// The small plane: its channels stand together, rows from the top.
const uint8_t *castbook_raster_small(const castbook_raster_t *raster, int plane);

/// Red, green and blue of the small picture, made of a plane of luma and two of chroma; false where these
/// are not whole.
bool castbook_raster_join(
    const castbook_raster_t *raster, castbook_matrix_t matrix, uint8_t *rgb);

typedef struct {
  // By the number of the column or row modulo 8: how often the difference to the next was under 40, and it
  // or one beside it was 3 at least; and of these the sum of by how much it was larger than both of those
  // and one level, at most 15 of each. Across, how often it was 40 at least.
  uint64_t across_counted[8], across_excess[8], across_hard[8];
  uint64_t down_counted[8], down_excess[8];
  // Horizontal neighbours by the number of the left one modulo 12; those that are equal; of these those
  // that are nearly white or nearly black.
  uint64_t pairs[12], equal[12];
  uint64_t equal_extremes;
  // How sharply the luma bends for how steep it is, in 64ths: of a sharp picture 85 and more, and the
  // less the more it was enlarged; 0 where too little of it has slopes. At most 255.
  uint64_t fineness;
  // How much it bends both ways at once, as only detail of single pixels does, in 128ths of how steep it is: of a
  // sharp picture 64 and more; 0 where too little of it has slopes. At most 255.
  uint64_t detail;
  // How many of a thousand squares of it have slopes.
  uint64_t textured;
  // As it was said by `castbook_raster_coded`.
  uint64_t coarseness;
} castbook_raster_statistics_t;

/// What was counted of the lumas; false where not all of their rows came by.
bool castbook_raster_statistics(
    castbook_raster_t *raster, castbook_raster_statistics_t *statistics);

#endif
