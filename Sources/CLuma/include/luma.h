// Reduces the rows of a picture to the mean luma of 64 by 64 equal parts of it.
//
// All arithmetic is in integers, so the same rows give the same means everywhere, and only the luma
// of a pixel and, at the end, each mean are rounded. Rows may arrive in any order.
#ifndef CASTBOOK_LUMA_H
#define CASTBOOK_LUMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CASTBOOK_LUMA_SIDE = 64 };

/// The sums of one picture's rows so far.
typedef struct castbook_luma castbook_luma_t;

/// Begins a picture of `width` by `height` pixels whose samples each cover `step` pixels across and
/// down; the last ones cover fewer if a side is not a multiple of `step`. Returns NULL if memory is
/// short (it takes about 34 kB), if a side is 0 or over a million, or if `step` is not 1 to 8.
castbook_luma_t *castbook_luma_new(uint64_t width, uint64_t height, uint64_t step);

void castbook_luma_free(castbook_luma_t *luma);

/// Adds the samples of a row; rows are counted from 0 at the top, and each is added once. Samples
/// outside the picture are ignored, and missing ones count as black.
void castbook_luma_add(castbook_luma_t *luma, uint64_t row, const uint8_t *samples, size_t count);

/// Adds some samples of a row, from column `first` on, `stride` apart, as in interlaced pictures.
void castbook_luma_add_some(
    castbook_luma_t *luma, uint64_t row, const uint8_t *samples, size_t count, uint64_t first,
    uint64_t stride);

/// Writes the means, rounded half up, in rows from the top.
void castbook_luma_end(const castbook_luma_t *luma, uint8_t means[4096]);

// The channels of a pixel.
typedef enum {
  CASTBOOK_PIXELS_GREY = 1,
  CASTBOOK_PIXELS_GREY_ALPHA = 2,
  CASTBOOK_PIXELS_RGB = 3,
  CASTBOOK_PIXELS_RGB_ALPHA = 4,
} castbook_pixels_t;

/// Writes the luma of a row of pixels: 0.299 R + 0.587 G + 0.114 B as in JPEG, flattened onto white
/// by alpha.
void castbook_luma_of_pixels(
    uint8_t *lumas, const uint8_t *bytes, size_t count, castbook_pixels_t kind);

/// Returns the luma of one color.
uint8_t castbook_luma_of_color(uint8_t red, uint8_t green, uint8_t blue);

/// Flattens a luma onto white by an alpha.
uint8_t castbook_luma_over_white(uint8_t luma, uint8_t alpha);

/// Flattens a row of lumas onto white by their alphas, in place.
void castbook_luma_row_over_white(uint8_t *lumas, const uint8_t *alphas, size_t count);

/// Scales lumas of the range 16 to 235, as in films, to 0 to 255.
void castbook_luma_expand(uint8_t *lumas, const uint8_t *narrow, size_t count);

/// Writes the high 8 bits of values of `depth` bits, each in 16 bits in the byte order of the
/// machine.
void castbook_luma_of_deep(uint8_t *lumas, const uint8_t *values, size_t count, unsigned depth);

#endif
