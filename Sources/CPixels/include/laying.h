// Lays pixels with alpha over a colour.
#ifndef CASTBOOK_LAYING_H
#define CASTBOOK_LAYING_H

#include <stddef.h>
#include <stdint.h>

/// Pixels of three values and an alpha over a colour: three values remain. `rgb` may be `rgba`.
void castbook_lay_over(uint8_t *rgb, const uint8_t *rgba, size_t count, const uint8_t color[3]);

#endif
