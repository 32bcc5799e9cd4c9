// Reduces the rows of a picture to the mean brightness of 64 by 64 equal parts of it.
//
// All of it is arithmetic of whole numbers, so that the same rows give the same means everywhere, and
// nothing is rounded but the luma of a pixel and, at the end, each mean. Rows come in any order.
#ifndef CASTBOOK_LUMA_H
#define CASTBOOK_LUMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CASTBOOK_LUMA_SIDE = 64 };

/// What has been added of one picture.
typedef struct castbook_luma castbook_luma_t;

/// Begins a picture of so many pixels, whose samples each cover `step` pixels across and down; the
/// last ones less where the sides are no multiple of it. NULL where there is no memory (some 34 kB), or
/// where a side is 0 or larger than a million, or `step` not 1 to 8.
castbook_luma_t *castbook_luma_new(uint64_t width, uint64_t height, uint64_t step);

void castbook_luma_free(castbook_luma_t *luma);

/// Adds the samples of a row, from the top the first being 0; each row once. What lies outside of the
/// picture is passed over, and what is missing of a row counts as black.
void castbook_luma_add(castbook_luma_t *luma, uint64_t row, const uint8_t *samples, size_t count);

/// Adds some samples of a row, `stride` apart from `first` on, as interlaced pictures have them.
void castbook_luma_add_some(
    castbook_luma_t *luma, uint64_t row, const uint8_t *samples, size_t count, uint64_t first,
    uint64_t stride);

/// The means, rounded half up; rows from the top.
void castbook_luma_end(const castbook_luma_t *luma, uint8_t means[4096]);

// How the values of a pixel lie in its bytes.
typedef enum {
  CASTBOOK_PIXELS_GREY = 1,
  CASTBOOK_PIXELS_GREY_ALPHA = 2,
  CASTBOOK_PIXELS_RGB = 3,
  CASTBOOK_PIXELS_RGB_ALPHA = 4,
} castbook_pixels_t;

/// The luma of a row of pixels: 0.299 R + 0.587 G + 0.114 B as JPEG has it, flattened onto white.
void castbook_luma_of_pixels(
    uint8_t *lumas, const uint8_t *bytes, size_t count, castbook_pixels_t kind);

/// The same of one pixel.
uint8_t castbook_luma_of_color(uint8_t red, uint8_t green, uint8_t blue);

/// What a luma becomes over white, where so much of it shows.
uint8_t castbook_luma_over_white(uint8_t luma, uint8_t alpha);

/// A row of lumas over white, each as far as its alpha says.
void castbook_luma_row_over_white(uint8_t *lumas, const uint8_t *alphas, size_t count);

/// Spreads lumas of the range 16 to 235, as films have them, over all of 0 to 255.
void castbook_luma_spread(uint8_t *lumas, const uint8_t *narrow, size_t count);

/// The high bytes of 16-bit values of `depth` bits, in the machine's own order.
void castbook_luma_of_deep(uint8_t *lumas, const uint8_t *values, size_t count, unsigned depth);

#endif
