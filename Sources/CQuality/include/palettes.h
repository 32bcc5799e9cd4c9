// The colours of a subject, as few numbers, and how those of several pictures differ by light alone.
//
// Light multiplies what it falls on: in logarithms it moves all colours by one distance, and a lamp at one side by
// a plane. So the light of two pictures is compared by the move that makes the colours of one agree with those of
// the other. What a person wears moves nothing: black cloth is not found among the others by any move that
// keeps skin in its place.
#ifndef CASTBOOK_PALETTES_H
#define CASTBOOK_PALETTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "quality.h"

enum {
  CASTBOOK_SWATCH_BYTES = 5,  // Brightness, red over blue, red and blue over green, column, row.
  CASTBOOK_SWATCH_OF_BACKDROP = 128,  // Is added to the column of what belongs to a plain backdrop.
  CASTBOOK_MAX_SWATCHES = 320
};

/// Writes the swatches: equal squares of what stands before a plain backdrop, without bars, and larger ones of
/// the backdrop; where there is none, squares of the whole picture. `swatches` has room for the maximum. Returns
/// how many there are, 0 where too little is seen.
int32_t castbook_quality_swatches(castbook_quality_t *picture, uint8_t *swatches);

/// A difference of light in stops: brightness, red over blue, and how brightness changes from the left to the right
/// and from the top down.
typedef struct {
  double level, color, across, down;
} castbook_light_shift_t;

/// The swatches of several pictures.
typedef struct castbook_palettes castbook_palettes_t;

/// Copies the swatches of all pictures, which follow each other, with those of their backdrops or without.
/// NULL if there is not enough memory.
castbook_palettes_t *castbook_palettes_new(
    const uint8_t *swatches, const int32_t *counts, int32_t pictures, bool with_backdrops);

void castbook_palettes_free(castbook_palettes_t *palettes);

typedef struct {
  castbook_light_shift_t shift;  // How the picture's light differs from that of the others.
  double gain;    // How much better its colours agree with theirs after that, in natural logarithms,
  double common;  // and how well, 0 to 1: 1 is as well as with themselves.
  double middle_gain;  // The gain of what is in the middle of the picture.
  double known;   // The share of its swatches that others are like without any shift.
} castbook_light_match_t;

/// Compares a picture with one other, or with all others where `other` is below 0; of these one is left out if
/// `without` is not below 0. False where there is none, or no memory.
bool castbook_palettes_match(
    castbook_palettes_t *palettes, int32_t picture, int32_t other, int32_t without,
    castbook_light_match_t *match);

#endif
