#include "picture.h"

#include <string.h>

// Noise is everywhere and texture is not, so noise is measured in the smoothest twentieth of a
// picture's squares.
static const double smoothest = 0.05;

enum {
  luma_side = 24,   // The side of a square in the whole picture,
  color_side = 12,  // and in the quarter-size one.
  maximum_squares = (CASTBOOK_QUALITY_MAXIMUM_SIDE / luma_side) * (CASTBOOK_QUALITY_MAXIMUM_SIDE / luma_side),
  minimum_squares = 9,
  // Larger deviations are edges; they are counted together.
  maximum_deviation = 1023,
  // Noise can't be seen in squares whose mean luma is below or above these: they are black or
  // burnt.
  darkest = 16,
  brightest = 240
};

// Counts the deviations of a square that are at most `maximum`.
QUICKER static int32_t count_up_to(const uint16_t *deviations, int32_t count, uint16_t maximum) {
  uint16_t found = 0;
  for (int32_t i = 0; i < count; i++) found = (uint16_t)(found + (deviations[i] <= maximum));
  return found;
}

// Estimates the standard deviation of noise from its median deviation: half of all deviations are
// below 0.6745 standard deviations, and the mask multiplies them by six. The median is interpolated
// between deviations that are equal to it.
static double deviation_of(const uint16_t *deviations, int32_t pixels) {
  // The smallest deviation that half of all don't exceed: a range four times as large each time,
  // since most are small, and then half of that each time.
  int32_t middle = 0, below = 0, last = 15, up_to;
  for (; 2 * (up_to = count_up_to(deviations, pixels, (uint16_t)last)) < pixels; last = 4 * last + 3) {
    middle = last + 1;
    below = up_to;
  }
  while (middle < last) {
    const int32_t half = (middle + last) / 2, count = count_up_to(deviations, pixels, (uint16_t)half);
    if (2 * count >= pixels) {
      last = half;
      up_to = count;
    } else {
      middle = half + 1;
      below = count;
    }
  }
  const double part = ((double)pixels / 2 - below) / (up_to - below);
  const double sigma = (middle + part - 0.5) / (6 * 0.6745);
  return sigma > 0 ? sigma : 0;
}

// How far each pixel of a row is from what its eight neighbors predict, by the mask 1 -2 1, -2 4
// -2, 1 -2 1.
QUICKER static void deviate(
    uint16_t *deviations, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    int32_t count) {
  for (int32_t i = 1; i < count - 1; i++) {
    const int corners = above[i - 1] + above[i + 1] + below[i - 1] + below[i + 1];
    const int sides = above[i] + below[i] + row[i - 1] + row[i + 1];
    const int deviation = corners - 2 * sides + 4 * row[i];
    const int size = deviation < 0 ? -deviation : deviation;
    deviations[i] = (uint16_t)(size < maximum_deviation ? size : maximum_deviation);
  }
}

// As `deviate`, for the difference between red or blue and green.
QUICKER static void deviate_in_color(
    uint16_t *deviations, const uint8_t *rgb, size_t width, int32_t count, int channel) {
  for (int32_t i = 1; i < count - 1; i++) {
    const uint8_t *pixel = rgb + 3 * i;
    int sum = 0;
    for (int y = -1; y <= 1; y++) {
      for (int x = -1; x <= 1; x++) {
        const uint8_t *at = pixel + y * 3 * (ptrdiff_t)width + 3 * x;
        sum += (y == 0 ? -2 : 1) * (x == 0 ? -2 : 1) * (at[channel] - at[1]);
      }
    }
    const int size = sum < 0 ? -sum : sum;
    deviations[i] = (uint16_t)(size < maximum_deviation ? size : maximum_deviation);
  }
}

typedef struct {
  const view_t *view;
  // The channel that is compared with green, or below 0 for luma.
  int32_t channel;
  int32_t side, count;
  double sigmas[maximum_squares];
  // For each tile, the sum over its squares and their number.
  double sums[tiles * tiles];
  int32_t counts[tiles * tiles];
} squares_t;

// Every second row of a square is enough.
enum { every = 2, maximum_rows = luma_side / every };

static void measure_square(
    squares_t *squares, uint16_t deviations[][CASTBOOK_QUALITY_MAXIMUM_SIDE], int32_t left, int32_t top) {
  const view_t *view = squares->view;
  const size_t side = (size_t)squares->side;
  uint16_t found[luma_side * maximum_rows];
  uint32_t sum = 0;
  for (size_t y = 0; y < side; y += every) {
    const uint8_t *row = view->luma + ((size_t)top + y) * (size_t)view->width + left;
    memcpy(found + y / every * side, deviations[y / every] + left, side * sizeof *found);
    for (size_t x = 0; x < side; x++) sum += row[x];
  }
  const int32_t pixels = squares->side * squares->side / every;
  if (sum < (uint32_t)(darkest * pixels) || sum > (uint32_t)(brightest * pixels)) return;
  const double sigma = deviation_of(found, pixels);
  squares->sigmas[squares->count++] = sigma;
  const int32_t across = (left + squares->side / 2) * tiles / view->width;
  const int32_t down = (top + squares->side / 2) * tiles / view->height;
  squares->sums[down * tiles + across] += sigma;
  squares->counts[down * tiles + across]++;
}

// The first and last row and column have no neighbors on one side.
static void measure_squares(squares_t *squares) {
  const view_t *view = squares->view;
  const size_t width = (size_t)view->width;
  uint16_t deviations[maximum_rows][CASTBOOK_QUALITY_MAXIMUM_SIDE];
  for (int32_t top = 1; top + squares->side < view->height; top += squares->side) {
    for (int32_t y = 0; y < squares->side; y += every) {
      const size_t start = (size_t)(top + y) * width;
      uint16_t *row = deviations[y / every];
      if (squares->channel < 0) {
        const uint8_t *luma = view->luma + start;
        deviate(row, luma - width, luma, luma + width, view->width);
      } else {
        deviate_in_color(row, view->rgb + 3 * start, width, view->width, squares->channel);
      }
    }
    for (int32_t left = 1; left + squares->side < view->width; left += squares->side) {
      measure_square(squares, deviations, left, top);
    }
  }
}

// The noise in the smoothest squares, or a value below 0 if there are too few squares.
static double noise_of(squares_t *squares) {
  measure_squares(squares);
  if (squares->count < minimum_squares) return -1;
  const int32_t index = (int32_t)(smoothest * squares->count);
  return castbook_select(squares->sigmas, squares->count, index);
}

double castbook_quality_noise(castbook_quality_t *picture, castbook_box_t *box) {
  squares_t squares = {.view = &picture->whole, .channel = -1, .side = luma_side};
  *box = (castbook_box_t){0};
  const double noise = noise_of(&squares);
  double strongest = -1;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    if (squares.counts[tile] == 0) continue;
    const double mean = squares.sums[tile] / squares.counts[tile];
    if (mean <= strongest) continue;
    strongest = mean;
    *box = castbook_tile_in_whole(picture, tile);
  }
  return noise;
}

double castbook_quality_color_noise(const castbook_quality_t *picture) {
  double maximum = -1;
  for (int32_t channel = 0; channel < 3; channel += 2) {
    squares_t squares = {.view = &picture->quarter, .channel = channel, .side = color_side};
    const double noise = noise_of(&squares);
    if (noise > maximum) maximum = noise;
  }
  return maximum;
}
