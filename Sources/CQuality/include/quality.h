// Measures the pixels of a picture of at most 1024 by 1024: whole numbers, or doubles in one fixed order
// and without the mathematical library, so that every processor finds the same.
//
// What each measure is, and why, stands in docs/scores.md.
#ifndef CASTBOOK_QUALITY_H
#define CASTBOOK_QUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CASTBOOK_QUALITY_LONGEST = 1024 };

/// A part of the picture, in the pixels that it was handed over with.
typedef struct {
  int32_t x, y, width, height;
} castbook_box_t;

/// A picture with what several measures need of it.
typedef struct castbook_quality castbook_quality_t;

/// Takes over nothing: `rgb` must live as long as the result. NULL where there is no memory or a side is 0
/// or too long. White that see-through parts were laid over is no part of the picture.
castbook_quality_t *castbook_quality_new(
    const uint8_t *rgb, int32_t width, int32_t height, bool is_over_white);

void castbook_quality_free(castbook_quality_t *picture);

/// The standard deviation of noise, in the smoothest twentieth of it; below 0 where there is too little
/// to tell. `box` is where it is strongest.
double castbook_quality_noise(castbook_quality_t *picture, castbook_box_t *box);

/// The same of its colors at a quarter of its size, where the noise of a camera's sensor stays that was
/// smoothed; below 0 where there is too little to tell.
double castbook_quality_color_noise(const castbook_quality_t *picture);

typedef struct {
  bool is_measured;
  double sharp;         // 0.5 is an edge of one pixel.
  double directions[4]; // Of edges across 0, 45, 90 and 135 degrees; below 0 where there are too few.
  castbook_box_t box;   // The sharpest part.
} castbook_sharpness_t;

/// Needs to know how strong the noise is, which makes everything look sharp.
castbook_sharpness_t castbook_quality_sharpness(const castbook_quality_t *picture, double noise);

/// By how much edges overshoot on both sides, as a share of their height: sharpening leaves such rims. Below
/// 0 where there are too few edges between even areas.
double castbook_quality_halos(const castbook_quality_t *picture);

typedef struct {
  bool is_plain;        // A plain backdrop stands behind the subject.
  bool has_subject;     // And there is something before it.
  double subject;       // The subject's box, as a share of the picture.
  double touch;         // The share of the frame that the subject touches,
  double cut;           // and how much that matters: less at the lower side than at the others.
  double breadth;       // The most of its own breadth with which it leaves at a side, weighed as well.
  double share;         // What the backdrop covers.
  double extremes;      // What of it is nearly white or nearly black.
  castbook_box_t box;   // Of the subject.
} castbook_backdrop_t;

castbook_backdrop_t castbook_quality_backdrop(castbook_quality_t *picture);

/// What light does to the highlights of what stands before the backdrop, or of a whole scene.
typedef struct {
  double clipped;     // The share of pixels with a clipped channel;
  double two, three;  // with two, and with three of them.
  double step;        // By how many levels burnt parts end, in their softest quarter; -1 without any.
  double saturation;  // The mean of all, 0 to 1.
} castbook_clipping_t;

typedef struct {
  bool is_measured;
  // Outside of a backdrop that is nearly white or black, or dark:
  double bright, middle;         // how bright it is at most, and in the middle.
  castbook_clipping_t clipping;
  double dark, range;          // The darkest of every place, 0 to 255; how far its tones reach, 0 to 1.
  double white;                // The brightest hundredth of the whole picture, 0 to 255.
  double cast;                 // How far its light is from white, in stops.
  double corners;              // By how many stops all corners are darker than what is next to them.
  castbook_box_t burnt, deep;    // Where it is brightest and darkest.
} castbook_tones_t;

castbook_tones_t castbook_quality_tones(castbook_quality_t *picture);

/// By how many stops what is dark in the middle is darker than what is behind it; 0 where nothing is.
double castbook_quality_backlight(const castbook_quality_t *picture, castbook_box_t *box);

/// How busy it is above the subject and beside it: shares of edges and of colors. Noise is none.
void castbook_quality_clutter(
    const castbook_quality_t *picture, double noise, double *edges, double *colors,
    castbook_box_t *box);

/// The share of the picture that bars at its sides take, and what is left between them.
double castbook_quality_bars(castbook_quality_t *picture, castbook_box_t *inner);

typedef struct {
  double collage;        // How surely the picture is put together of several,
  castbook_box_t seam;   // and where.
  double blurred_bars;   // The share of it that bars filled with a blurred copy take,
  castbook_box_t inner;  // and what is between them.
} castbook_seams_t;

castbook_seams_t castbook_quality_seams(castbook_quality_t *picture);

/// The share of outlined letters, outside of a backdrop that is nearly white or black.
double castbook_quality_letters(castbook_quality_t *picture, castbook_box_t *box);

/// How many lines of small text there are, in two tones, as programs write them.
int32_t castbook_quality_text_lines(const castbook_quality_t *picture);

/// The longest straight line, level or upright, that parts flat areas, as user interfaces are drawn; as a
/// share of the side.
double castbook_quality_line(const castbook_quality_t *picture);

/// How far its straight edges are turned, in degrees; false where there are too few.
bool castbook_quality_tilt(const castbook_quality_t *picture, double *degrees);

typedef struct {
  bool is_measured;
  double color;         // log2 of red over blue.
  double exposure;      // log2 of its mean light, in stops.
  double across, down;  // In stops over the whole side.
} castbook_lighting_t;

/// Where its backdrop is plain, the light is that of the subject. Sets are compared by swatches (palettes.h).
castbook_lighting_t castbook_quality_lighting(castbook_quality_t *picture);

/// The binary logarithm of a value above 0, the same everywhere.
double castbook_log2(double value);

#endif
