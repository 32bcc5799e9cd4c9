// All numbers that are measured of a picture, by the code as it ships, which has ways of its own
// for newer processors, and by the same code without them.
#ifndef CASTBOOK_MEASURES_H
#define CASTBOOK_MEASURES_H

#include <stdint.h>

enum { CASTBOOK_MEASURES = 96 };

/// Of an RGB picture; how many were written.
int castbook_measures_as_shipped(
    const uint8_t *rgb, int width, int height, double numbers[CASTBOOK_MEASURES]);
int castbook_measures_plain(
    const uint8_t *rgb, int width, int height, double numbers[CASTBOOK_MEASURES]);

/// A checksum of the picture made small, and what was counted of it on the way.
int castbook_reduction_as_shipped(
    const uint8_t *rgb, int width, int height, double numbers[CASTBOOK_MEASURES]);
int castbook_reduction_plain(
    const uint8_t *rgb, int width, int height, double numbers[CASTBOOK_MEASURES]);

#endif
