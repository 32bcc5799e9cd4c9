// A picture at the sizes at which it is measured, and what the measures share.
#ifndef CASTBOOK_QUALITY_PICTURE_H
#define CASTBOOK_QUALITY_PICTURE_H

#include "quality.h"
#include "quicker.h"

// The number of tiles along each side. Some measures are made for each tile.
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
  uint8_t *memory;  // The memory of all views,
  uint8_t *inside;  // and that of the whole view, if it is a part of another picture.
  // For each pixel of the thumb, whether it is a plain backdrop, and whether it is one that is
  // nearly white or black.
  uint8_t *backdrop, *extremes;
  double light[256];  // The result of castbook_light_of for each value.
  bool is_over_white; // Transparent parts were flattened onto white.
  bool has_backdrop;  // The two masks are filled.
  bool is_plain;      // The backdrop is one that a subject can be in front of.
};

/// Writes the luma of pixels of red, green and blue.
void castbook_take_luma(uint8_t *luma, const uint8_t *rgb, size_t count);

/// Fills `backdrop`, `extremes` and `is_plain`, unless that was done before.
void castbook_find_backdrop(castbook_quality_t *picture);

/// Changes the mark `from` to `to` for all pixels connected with the one at `index`. Returns their
/// number, whether they touch the frame, and their box. `stack` has room for all pixels.
int32_t castbook_follow(
    const view_t *view, uint8_t *marks, int32_t *stack, int32_t index, uint8_t from, uint8_t to,
    bool *touches, castbook_box_t *box);

/// The number of steps of `least` levels or more in a row of lumas. The row alternates at most as
/// often between light and dark.
int32_t castbook_steps(const uint8_t *row, int32_t width, int16_t least);

/// How often a row of lumas alternates between light and dark by such steps, and the columns where
/// it begins and ends to do so.
int32_t castbook_changes(
    const uint8_t *row, int32_t width, int32_t least, int32_t *left, int32_t *right);

/// Finds a short line of letters on even ground near a corner of a view, and its box. The corner is
/// 0 to 3: bit 0 is set for one on the left, and bit 1 for an upper one.
bool castbook_find_corner_mark(const view_t *view, int32_t corner, castbook_box_t *box);

/// Converts a part of a view to the same part of the whole.
castbook_box_t castbook_box_in_whole(
    const castbook_quality_t *picture, const view_t *view, int32_t left, int32_t top,
    int32_t right, int32_t bottom);

// The largest distance of the colors of two bars, and the share of a side above which what is
// beside a picture is what it lies on.
enum { color_of_bars = 24 };
static const double most_of_side = 0.6;

/// How far two colors are from each other, in the channel that differs most.
static inline int32_t color_distance(const uint8_t one[3], const uint8_t other[3]) {
  int32_t maximum = 0;
  for (int channel = 0; channel < 3; channel++) {
    const int32_t part = one[channel] > other[channel] ? one[channel] - other[channel]
                                                       : other[channel] - one[channel];
    if (part > maximum) maximum = part;
  }
  return maximum;
}

/// The first row or column of tile `number` of 0 to 8; 8 gives the end of the last one.
static inline int32_t tile_start(int32_t side, int32_t number) { return side * number / tiles; }

/// The part of the whole that a tile covers.
castbook_box_t castbook_tile_in_whole(const castbook_quality_t *picture, int32_t tile);

/// The smallest bin that at least this share of all counts does not exceed.
int32_t castbook_percentile(const uint32_t *counts, int32_t bins, double share);

/// The quantile of sorted values at a share, interpolated.
double castbook_between(const double *sorted, int32_t count, double share);

/// Sorts a few values.
void castbook_sort(double *values, int32_t count);

/// The value that would be at `index` if the values were sorted. It reorders them.
double castbook_select(double *values, int32_t count, int32_t index);

/// The median of any number of values. It reorders them.
double castbook_median(double *values, int32_t count);

// Math functions that give the same results on every processor, as castbook_log2 does.
double castbook_root(double value, int degree);
double castbook_degrees(double y, double x);
/// The linear light of an sRGB value, 0 to 1.
double castbook_light_of(uint8_t value);

// Added to light before its logarithm is taken, so that noise in the dark has no color.
static const double floor_of_light = 0.0008;

/// The luminance of linear light.
static inline double castbook_luminance(double red, double green, double blue) {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

#endif
