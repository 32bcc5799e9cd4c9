// The colors of a subject as a few numbers, and how those of several pictures differ by light
// alone.
//
// Light multiplies what it falls on: in logarithms it shifts all colors by one distance, and a lamp
// at one side shifts them by a plane. So the light of two pictures is compared by the shift that
// makes the colors of one agree with those of the other. Clothes do not cause a shift: none that
// keeps skin in its place makes black cloth agree with other colors.
#ifndef CASTBOOK_PALETTES_H
#define CASTBOOK_PALETTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "quality.h"

enum {
  CASTBOOK_SWATCH_BYTES = 5,  // Brightness, red over blue, red and blue over green, column, row.
  CASTBOOK_SWATCH_OF_BACKDROP = 128,  // Added to the column of a swatch of a plain backdrop.
  CASTBOOK_MAXIMUM_SWATCHES = 320
};

/// Writes the swatches: equal squares of what is in front of a plain backdrop, without bars, and
/// larger ones of the backdrop. Without a plain backdrop they are squares of the whole picture.
/// `swatches` has room for CASTBOOK_MAXIMUM_SWATCHES. Returns their number, 0 if too little is
/// visible.
int32_t castbook_quality_swatches(castbook_quality_t *picture, uint8_t *swatches);

/// A difference of light in stops: brightness, red over blue, and how brightness changes from left
/// to right and from top to bottom.
typedef struct {
  double level, color, across, down;
} castbook_light_shift_t;

/// The swatches of several pictures.
typedef struct castbook_palettes castbook_palettes_t;

/// Copies the swatches of all pictures, which are consecutive, with or without those of their
/// backdrops. Returns NULL if memory is short.
castbook_palettes_t *castbook_palettes_new(
    const uint8_t *swatches, const int32_t *counts, int32_t pictures, bool with_backdrops);

void castbook_palettes_free(castbook_palettes_t *palettes);

typedef struct {
  castbook_light_shift_t shift;  // How the picture's light differs from that of the others.
  double gain;    // How much better its colors agree with theirs after the shift, in natural logarithms,
  double common;  // and how well, 0 to 1: 1 is as well as the picture agrees with itself.
  double middle_gain;  // The gain in the middle of the picture.
  double known;   // The share of its swatches that others are like without any shift.
} castbook_light_match_t;

/// Compares a picture with the picture `other`, or with all others if `other` is below 0; then
/// `without`, if it is not below 0, is left out. Returns false if there is nothing to compare, or
/// if memory is short.
bool castbook_palettes_match(
    castbook_palettes_t *palettes, int32_t picture, int32_t other, int32_t without,
    castbook_light_match_t *match);

#endif
