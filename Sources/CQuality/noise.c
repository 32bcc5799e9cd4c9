#include "picture.h"

enum { most_noise = 2041 };  // 8 × 255 and 0.

// How far a pixel lies from what its eight neighbours make of it: 1 -2 1, -2 4 -2, 1 -2 1.
QUICKER static void deviate(
    uint16_t *deviations, const uint8_t *above, const uint8_t *row, const uint8_t *below,
    int32_t count) {
  for (int32_t i = 1; i < count - 1; i++) {
    const int corners = above[i - 1] + above[i + 1] + below[i - 1] + below[i + 1];
    const int sides = above[i] + below[i] + row[i - 1] + row[i + 1];
    const int deviation = corners - 2 * sides + 4 * row[i];
    deviations[i] = (uint16_t)(deviation < 0 ? -deviation : deviation);
  }
}

// Half of all deviations of noise are under 0.6745 of its own, and the mask makes it six times as large.
// Between two counts the share of the next tells the rest.
static double deviation_of(const uint32_t *counts, int32_t pixels) {
  uint32_t below = 0;
  int32_t middle = 0;
  while (2 * (below + counts[middle]) < (uint32_t)pixels) below += counts[middle++];
  const double part = ((double)pixels / 2 - below) / counts[middle];
  const double sigma = (middle + part - 0.5) / (6 * 0.6745);
  return sigma > 0 ? sigma : 0;
}

double castbook_quality_noise(castbook_quality_t *picture, castbook_box_t *box) {
  const view_t *view = &picture->whole;
  double found[tiles * tiles];
  int32_t count = 0;
  double strongest = -1;
  *box = (castbook_box_t){0};
  uint16_t deviations[CASTBOOK_QUALITY_LONGEST];
  static const int32_t least_pixels = 64;
  // In a picture that is high enough every second row has noise enough.
  const int32_t rows = view->height > 512 ? 2 : 1;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    const int32_t left = tile_start(view->width, tile % tiles);
    const int32_t right = tile_start(view->width, tile % tiles + 1);
    const int32_t top = tile_start(view->height, tile / tiles);
    const int32_t bottom = tile_start(view->height, tile / tiles + 1);
    uint32_t counts[most_noise] = {0};
    uint64_t sum = 0;
    int32_t pixels = 0;
    for (int32_t y = top > 0 ? top : 1; y < bottom && y < view->height - 1; y += rows) {
      const uint8_t *row = view->luma + (size_t)y * (size_t)view->width + left;
      deviate(deviations, row - view->width, row, row + view->width, right - left);
      for (int32_t x = 1; x < right - left - 1; x++) {
        counts[deviations[x]]++;
        sum += row[x];
        pixels++;
      }
    }
    if (pixels < least_pixels || sum < 16 * (uint64_t)pixels || sum > 240 * (uint64_t)pixels) {
      continue;
    }
    const double sigma = deviation_of(counts, pixels);
    found[count++] = sigma;
    if (sigma > strongest) {
      strongest = sigma;
      *box = castbook_tile_in_whole(picture, tile);
    }
  }
  if (count < 3) return -1;
  castbook_sort(found, count);
  return castbook_between(found, count, 0.2);
}


// MARK: Noise of colors

enum { most_color_noise = 8 * 510 + 1 };

// How far the difference of a channel to green lies from what the eight around it make of it.
static int deviation_of_color(const uint8_t *pixel, ptrdiff_t row, int channel) {
  int sum = 0;
  for (int y = -1; y <= 1; y++) {
    for (int x = -1; x <= 1; x++) {
      const uint8_t *at = pixel + y * row + 3 * x;
      const int weight = (y == 0 ? -2 : 1) * (x == 0 ? -2 : 1);
      sum += weight * (at[channel] - at[1]);
    }
  }
  return sum < 0 ? -sum : sum;
}

// The noise of red, or of blue, over green in one tile; below 0 where it is too dark or too light to tell.
static double color_noise_of_tile(const view_t *view, int32_t tile, int channel) {
  const int32_t left = tile_start(view->width, tile % tiles);
  const int32_t right = tile_start(view->width, tile % tiles + 1);
  const int32_t top = tile_start(view->height, tile / tiles);
  const int32_t bottom = tile_start(view->height, tile / tiles + 1);
  const ptrdiff_t row = 3 * (ptrdiff_t)view->width;
  uint32_t counts[most_color_noise] = {0};
  uint64_t sum = 0;
  int32_t pixels = 0;
  // Every second row has noise enough.
  for (int32_t y = top > 0 ? top : 1; y < bottom && y < view->height - 1; y += 2) {
    for (int32_t x = left > 0 ? left : 1; x < right && x < view->width - 1; x++) {
      const size_t place = (size_t)y * (size_t)view->width + (size_t)x;
      counts[deviation_of_color(view->rgb + 3 * place, row, channel)]++;
      sum += view->luma[place];
      pixels++;
    }
  }
  if (pixels < 64 || sum < 16 * (uint64_t)pixels || sum > 240 * (uint64_t)pixels) return -1;
  return deviation_of(counts, pixels);
}

double castbook_quality_color_noise(const castbook_quality_t *picture) {
  double most = -1;
  for (int channel = 0; channel < 3; channel += 2) {
    double found[tiles * tiles];
    int32_t count = 0;
    for (int32_t tile = 0; tile < tiles * tiles; tile++) {
      const double sigma = color_noise_of_tile(&picture->quarter, tile, channel);
      if (sigma >= 0) found[count++] = sigma;
    }
    if (count < 3) continue;
    castbook_sort(found, count);
    const double sigma = castbook_between(found, count, 0.2);
    if (sigma > most) most = sigma;
  }
  return most;
}
