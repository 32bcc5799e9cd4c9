// Measures the pixels of a picture of at most 1024 × 1024. All calculations are in integers, or in
// doubles in one fixed order and without the math library, so that every processor finds the same.
//
// docs/scores.md says what each measure is, and why.
#ifndef CASTBOOK_QUALITY_H
#define CASTBOOK_QUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CASTBOOK_QUALITY_MAXIMUM_SIDE = 1024 };

/// A part of the picture, in pixels of the picture that was passed in.
typedef struct {
  int32_t x, y, width, height;
} castbook_box_t;

/// A picture with smaller copies and masks that several measures need.
typedef struct castbook_quality castbook_quality_t;

/// Makes a picture from pixels, which are not copied: `rgb` must live as long as the result.
/// Returns NULL if memory is short, or if a side is 0 or too long. If `is_over_white` is true,
/// transparent parts were flattened onto white, which is then not part of the picture.
castbook_quality_t *castbook_quality_new(
    const uint8_t *rgb, int32_t width, int32_t height, bool is_over_white);

/// Makes a picture of a part of another one, whose pixels are copied. Returns NULL if memory is
/// short, or if the part is not inside.
castbook_quality_t *castbook_quality_inside(const castbook_quality_t *picture, castbook_box_t box);

void castbook_quality_free(castbook_quality_t *picture);

/// Returns the standard deviation of the noise, measured in the smoothest twentieth of the picture,
/// or a value below 0 if too little can be measured. `box` is where the noise is strongest.
double castbook_quality_noise(castbook_quality_t *picture, castbook_box_t *box);

/// Returns the standard deviation of the noise of colors at a quarter of the size, where the noise
/// of a camera's sensor remains after smoothing, or a value below 0 if too little can be measured.
double castbook_quality_color_noise(const castbook_quality_t *picture);

typedef struct {
  bool is_measured;
  double sharp;         // 0.5 is an edge of one pixel.
  double directions[4]; // Of edges across 0, 45, 90 and 135 degrees; below 0 if there are too few.
  castbook_box_t box;   // The sharpest part.
} castbook_sharpness_t;

/// Measures the sharpness. It must know how strong the noise is, since noise makes everything look
/// sharp.
castbook_sharpness_t castbook_quality_sharpness(const castbook_quality_t *picture, double noise);

/// Returns how much edges overshoot on both sides, as a share of their height: sharpening leaves
/// such halos. Returns a value below 0 if there are too few edges between even areas.
double castbook_quality_halos(const castbook_quality_t *picture);

typedef struct {
  bool is_plain;        // There is a plain backdrop.
  bool has_subject;     // There is a subject in front of it.
  double subject;       // The subject's box, as a share of the picture.
  double touch;         // The share of the frame that the subject touches,
  double cut;           // and that share weighted: the lower side matters less than the others.
  double breadth;       // The largest share of its own breadth with which it leaves a side, weighted as well.
  double share;         // The share of the picture that the backdrop covers.
  double extremes;      // The share that is nearly white or nearly black backdrop.
  castbook_box_t box;   // The subject's box.
} castbook_backdrop_t;

castbook_backdrop_t castbook_quality_backdrop(castbook_quality_t *picture);

/// Returns whether what stands before the color of the border may be in several large parts; true
/// if memory is short.
bool castbook_quality_has_parts(const castbook_quality_t *picture);

/// The highlights of the subject in front of a backdrop, or of a whole scene.
typedef struct {
  double clipped;     // The share of pixels with a clipped channel;
  double two, three;  // with two, and with three clipped channels.
  double white;       // The share that is as white as a white backdrop, which is counted nowhere else.
  double light;       // The mean luma.
  double step;        // The lower quartile of the steps at the edges of burnt parts, in levels; -1 without any.
  double saturation;  // The mean saturation, 0 to 1.
} castbook_clipping_t;

typedef struct {
  bool is_measured;
  // Outside a backdrop that is nearly white, nearly black or dark:
  double bright, middle;         // the brightness of the brightest pixels, and the median,
  double upper;                  // and what a tenth of a scene exceeds; -1 before a plain backdrop.
  castbook_clipping_t clipping;
  double dark, range;          // The second percentile of local minima, 0 to 255; the range of tones, 0 to 1.
  double dark_subject;         // The same of what is in front of a plain backdrop; -1 without one.
  double white, black;         // The brightest and the darkest hundredth of the whole picture, 0 to 255.
  double spread;               // The spread of the luma within a part that a tenth of all parts exceeds.
  double cast;                 // How far its light is from white, in stops; below 0 if too little can be measured.
  double corners;              // By how many stops every corner is darker than the part next to it.
  castbook_box_t burnt, deep;    // Where it is brightest and darkest.
} castbook_tones_t;

castbook_tones_t castbook_quality_tones(castbook_quality_t *picture);

/// Returns by how many stops a dark subject in the middle is darker than what is behind it, or 0 if
/// there is no such subject.
double castbook_quality_backlight(const castbook_quality_t *picture, castbook_box_t *box);

/// Measures how busy the picture is above and beside the subject: the share of edges, without
/// noise, and the share of colors. `box` is the busiest part.
void castbook_quality_clutter(
    const castbook_quality_t *picture, double noise, double *edges, double *colors,
    castbook_box_t *box);

/// Returns the share of the picture that bars or a frame at its sides cover. `inner` is the part
/// between them.
double castbook_quality_bars(castbook_quality_t *picture, castbook_box_t *inner);

typedef struct {
  double collage;        // The confidence that the picture is a collage, 0 to 1,
  castbook_box_t seam;   // and its strongest seam.
  double blurred_bars;   // The share of the picture that bars with a blurred copy of it cover,
  castbook_box_t inner;  // and the part between them.
} castbook_seams_t;

castbook_seams_t castbook_quality_seams(castbook_quality_t *picture);

/// Returns the share of the picture that outlined letters, lines of text and marks in corners
/// cover, outside a nearly white or nearly black backdrop. `box` is the part they are in, and
/// `has_title` tells whether a mark is in an upper corner, where the title of a window or a page
/// is.
double castbook_quality_letters(
    castbook_quality_t *picture, castbook_box_t *box, bool *has_title);

/// Returns the number of lines of small text in two tones, as user interfaces show them.
int32_t castbook_quality_text_lines(const castbook_quality_t *picture);

/// Returns the length of the longest horizontal or vertical line between flat areas, as in user
/// interfaces, as a share of the side.
double castbook_quality_line(const castbook_quality_t *picture);

/// Measures how far straight edges are tilted, in degrees. Returns false if there are too few.
bool castbook_quality_tilt(const castbook_quality_t *picture, double *degrees);

typedef struct {
  bool is_measured;
  double color;         // log2 of red over blue.
  double exposure;      // log2 of its mean light, in stops.
  double across, down;  // In stops over the whole side.
} castbook_lighting_t;

/// Measures the light of a picture; in front of a plain backdrop, that of the subject. Sets are
/// compared by swatches instead (palettes.h).
castbook_lighting_t castbook_quality_lighting(castbook_quality_t *picture);

/// Returns the binary logarithm of a value above 0, the same on every processor.
double castbook_log2(double value);

/// Returns a power of two, the same on every processor.
double castbook_power_of_two(double power);

#endif
