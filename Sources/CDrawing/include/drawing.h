// The loops over the pixels of a drawing. They use only integers, so every processor draws the same
// bytes. Pixels are red, green and blue in sRGB, a byte each; light is added up linearly, in
// 65535ths.
#ifndef CASTBOOK_DRAWING_H
#define CASTBOOK_DRAWING_H

#include <stddef.h>
#include <stdint.h>

/// A rectangle of pixels in a row-by-row picture.
typedef struct {
  size_t x, y, width, height;
} castbook_drawing_area_t;

/// Fills an area of a picture that is `stride` pixels wide with a color.
void castbook_drawing_fill(uint8_t *rgb, size_t stride, castbook_drawing_area_t area, const uint8_t color[3]);

/// Blends a color into an area. The mask has the share of the color at each pixel, in 255ths; its
/// rows begin `mask_stride` bytes apart.
void castbook_drawing_blend(
    uint8_t *rgb, size_t stride, castbook_drawing_area_t area, const uint8_t *mask, size_t mask_stride,
    const uint8_t color[3]);

/// Writes the share of each pixel that lies inside closed polygons, in 255ths. Areas are exact, and
/// the winding number decides what is inside. Points are pairs of 256ths of a pixel within the
/// mask; `ends` has the index after the last point of each polygon. `sums` must have (width + 2) *
/// height zeros, and is overwritten.
void castbook_drawing_cover(
    uint8_t *mask, int32_t *sums, size_t width, size_t height, const int32_t *points,
    const size_t *ends, size_t polygons);

/// Scales a picture down: each new pixel is the mean light of the part that it covers. No side may
/// grow, or be over a million. `sums` has room for 3 * from_width numbers.
void castbook_drawing_reduce(
    uint8_t *result, size_t width, size_t height, const uint8_t *rgb, size_t from_width,
    size_t from_height, uint64_t *sums);

/// Returns the linear light of an sRGB value, in 65535ths.
uint16_t castbook_drawing_light(uint8_t value);

#endif
