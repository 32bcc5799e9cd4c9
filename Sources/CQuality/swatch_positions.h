// The positions of a picture's swatches among all colors, as palettes.c compares them.
#ifndef CASTBOOK_SWATCH_POSITIONS_H
#define CASTBOOK_SWATCH_POSITIONS_H

#include "palettes.h"

// The density's bins: colors in logarithms, in steps of a fifth of a stop. Brightness, red over
// blue, and red and blue over green.
enum { levels = 60, colors = 66, tints = 30, cells = levels * colors * tints };
static const double steps_of_stop = 5, lowest_level = -11, lowest_color = -6.4, lowest_tint = -3;

// A swatch with some burnt channels may have had other colors. This many are tried; the first is
// its own.
enum { likely_colors = 5 };

typedef struct {
  float level, color;
  int32_t tint_bin;
} color_position_t;

typedef struct {
  double x, y, weight;
  // Positions in the density, of its brightness, color and tint, and of its brightest channel.
  double level_position, color_position;
  int32_t tint_bin, peak_bin;
  // Whether its brightest channel is clipped, and whether another one is not, which still shows its
  // color.
  bool is_burnt, is_partly_burnt, is_backdrop;
  color_position_t likely[likely_colors];
} swatch_t;

/// The position of a value in stops, as a bin with a fraction.
static inline double position_of(double value, double lowest) {
  return (value - lowest) * steps_of_stop + 0.5;
}

/// The bin of a position; positions outside are in the first or the last one.
static inline int32_t bin_at(double position, int32_t count) {
  return position < 0 ? 0 : position >= count ? count - 1 : (int32_t)position;
}

static const double natural = 0.6931471805599453;

/// Returns e to a power, and 0 for powers below -20.
double castbook_exponential(double power);

/// Reads the swatches of a picture and returns how many are compared. Their weights add up to 1,
/// and the backdrop weighs as much as the subject.
int32_t castbook_read_swatches(
    swatch_t *into, const uint8_t *bytes, int32_t count, bool with_backdrops);

#endif
