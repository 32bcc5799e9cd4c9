// The loops over pixels of a drawing: whole numbers only, so that every processor draws the same bytes.
// Pixels are red, green and blue, a byte each, in sRGB; light is added up linearly, in 65535ths.
#ifndef CASTBOOK_DRAWING_H
#define CASTBOOK_DRAWING_H

#include <stddef.h>
#include <stdint.h>

/// A rectangle of pixels in a row-by-row picture.
typedef struct {
  size_t x, y, width, height;
} castbook_drawing_area_t;

/// Fills an area of a picture that is `stride` pixels wide with a colour.
void castbook_drawing_fill(uint8_t *rgb, size_t stride, castbook_drawing_area_t area, const uint8_t color[3]);

/// Lays a colour over an area, at each pixel as much of it as the mask says, in 255ths. The mask's rows
/// begin `mask_stride` bytes apart.
void castbook_drawing_blend(
    uint8_t *rgb, size_t stride, castbook_drawing_area_t area, const uint8_t *mask, size_t mask_stride,
    const uint8_t color[3]);

/// The share of each pixel that lies inside closed polygons, in 255ths: exact areas, the winding
/// number decides what is inside. Points are pairs of 256ths of a pixel within the mask; `ends` says behind
/// which point each polygon ends. `sums` has (width + 2) * height zeros, and is used up.
void castbook_drawing_cover(
    uint8_t *mask, int32_t *sums, size_t width, size_t height, const int32_t *points,
    const size_t *ends, size_t polygons);

/// Makes a picture smaller, each new pixel the mean light of the part that it covers. No side may grow, and
/// none is over a million; `sums` has 3 * from_width.
void castbook_drawing_reduce(
    uint8_t *result, size_t width, size_t height, const uint8_t *rgb, size_t from_width,
    size_t from_height, uint64_t *sums);

/// How much light a value of sRGB is, in 65535ths.
uint16_t castbook_drawing_light(uint8_t value);

#endif
