// A picture at the sizes that its measures are made at.
#ifndef CASTBOOK_QUALITY_PICTURE_H
#define CASTBOOK_QUALITY_PICTURE_H

#include "quality.h"
#include "quicker.h"

// Parts of a side that are measured each for itself.
enum { tiles = 8 };

typedef struct {
  int32_t width, height;
  const uint8_t *rgb;
  uint8_t *luma;
} view_t;

struct castbook_quality {
  view_t whole;     // At most 1024 on its longer side,
  view_t half;      // 512,
  view_t quarter;   // 256,
  view_t thumb;     // 160.
  uint8_t *memory;  // Of all of these.
  // Of the thumb: which pixels belong to a plain backdrop, and which of these are nearly white or black.
  uint8_t *backdrop, *extremes;
  double light[256];  // What castbook_light_of gives for each value.
  bool is_over_white; // Whether see-through parts were laid over white.
  bool has_backdrop;  // Whether these are filled,
  bool is_plain;      // and the backdrop is one that something stands before.
};

/// Fills `backdrop`, `extremes` and `is_plain`, once.
void castbook_find_backdrop(castbook_quality_t *picture);

/// Marks with `to` all that is connected with a place and has the mark `from`; returns how many pixels that
/// is, whether it touches the frame, and the box that it fills. `stack` has room for all pixels.
int32_t castbook_follow(
    const view_t *view, uint8_t *marks, int32_t *stack, int32_t place, uint8_t from, uint8_t to,
    bool *touches, castbook_box_t *box);

/// A part of a view as a part of the whole.
castbook_box_t castbook_box_in_whole(
    const castbook_quality_t *picture, const view_t *view, int32_t left, int32_t top,
    int32_t right, int32_t bottom);

/// The border of a tile: `number` of 0 to 8.
static inline int32_t tile_start(int32_t side, int32_t number) { return side * number / tiles; }

/// A tile as a part of the whole.
castbook_box_t castbook_tile_in_whole(const castbook_quality_t *picture, int32_t tile);

/// The smallest of 0 to `bins` - 1 that at least a share of all that was counted does not exceed.
int32_t castbook_percentile(const uint32_t *counts, int32_t bins, double share);

/// The value at a share of sorted ones, between the two it lies between.
double castbook_between(const double *sorted, int32_t count, double share);

/// Of few values.
void castbook_sort(double *values, int32_t count);

/// The value that would be at a place of 0 to `count` - 1 if all were sorted; they are put in another order.
double castbook_select(double *values, int32_t count, int32_t place);

/// The middle one, or the mean of the two in the middle, of however many; they are put in another order.
double castbook_median(double *values, int32_t count);

// Mathematics that gives the same everywhere, beside castbook_log2.
double castbook_root(double value, int degree);
double castbook_degrees(double y, double x);
/// The light of a stored value, 0 to 1.
double castbook_light_of(uint8_t value);

// Added to all light before its logarithm, so that noise in the dark has no color.
static const double floor_of_light = 0.0008;

/// How bright a color of light is.
static inline double castbook_luminance(double red, double green, double blue) {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

#endif
