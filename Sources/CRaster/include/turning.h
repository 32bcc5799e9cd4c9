// Rotates and mirrors pictures of red, green and blue.
#ifndef CASTBOOK_TURNING_H
#define CASTBOOK_TURNING_H

#include <stddef.h>
#include <stdint.h>

// The index of the pixel that becomes the upper left corner, and the steps from there to the pixels
// that become its right and its lower neighbor.
typedef struct {
  ptrdiff_t first, across, down;
} castbook_pixel_turn_t;

/// Turns a picture. `width` and `height` are those of the result.
void castbook_turn_pixels(
    uint8_t *into, const uint8_t *from, size_t width, size_t height, castbook_pixel_turn_t turn);

#endif
