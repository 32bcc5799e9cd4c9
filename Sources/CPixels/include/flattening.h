// Flattens pixels with alpha onto a color.
#ifndef CASTBOOK_FLATTENING_H
#define CASTBOOK_FLATTENING_H

#include <stddef.h>
#include <stdint.h>

/// Flattens pixels of three values and an alpha onto a color. `rgb` may be the same memory as
/// `rgba`.
void castbook_flatten_onto(uint8_t *rgb, const uint8_t *rgba, size_t count, const uint8_t color[3]);

#endif
