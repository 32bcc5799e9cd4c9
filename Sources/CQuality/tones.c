#include "picture.h"

#include <string.h>

static double clamped(double value) { return value < 0 ? 0 : value > 1 ? 1 : value; }

static uint8_t largest(const uint8_t *pixel) {
  const uint8_t two = pixel[0] > pixel[1] ? pixel[0] : pixel[1];
  return two > pixel[2] ? two : pixel[2];
}

static uint8_t smallest(const uint8_t *pixel) {
  const uint8_t two = pixel[0] < pixel[1] ? pixel[0] : pixel[1];
  return two < pixel[2] ? two : pixel[2];
}

typedef struct {
  uint32_t lumas[256], largest[256];
  uint64_t pixels;
  uint32_t clipped[tiles * tiles];
  uint64_t sums[tiles * tiles];
  uint32_t counts[tiles * tiles];
} tones_t;

enum { clipping = 252 };

// Counts the half-size picture outside of a backdrop that is nearly white or black.
static void count_tones(const castbook_quality_t *picture, tones_t *tones) {
  const view_t *view = &picture->half, *thumb = &picture->thumb;
  int32_t columns[CASTBOOK_QUALITY_LONGEST];
  for (int32_t x = 0; x < view->width; x++) columns[x] = x * thumb->width / view->width;
  for (int32_t y = 0; y < view->height; y++) {
    const uint8_t *mask =
        picture->extremes + (size_t)(y * thumb->height / view->height) * (size_t)thumb->width;
    int32_t down = 0;
    while (y >= tile_start(view->height, down + 1)) down++;
    int32_t across = 0;
    for (int32_t x = 0; x < view->width; x++) {
      while (x >= tile_start(view->width, across + 1)) across++;
      if (mask[columns[x]]) continue;
      const size_t place = (size_t)y * (size_t)view->width + (size_t)x;
      const uint8_t most = largest(view->rgb + 3 * place);
      tones->lumas[view->luma[place]]++;
      tones->largest[most]++;
      tones->pixels++;
      const int32_t tile = down * tiles + across;
      tones->counts[tile]++;
      tones->sums[tile] += view->luma[place];
      tones->clipped[tile] += most >= clipping;
    }
  }
}

// The darkest of what is darkest around each pixel: haze lifts it everywhere.
static int32_t darkest(const view_t *view) {
  const int32_t width = view->width, height = view->height;
  // The least of a column of three, for three columns at a time.
  uint8_t columns[CASTBOOK_QUALITY_LONGEST];
  uint32_t counts[256] = {0};
  for (int32_t y = 0; y < height; y++) {
    const int32_t top = y > 0 ? y - 1 : 0, bottom = y + 1 < height ? y + 1 : y;
    memset(columns, 255, (size_t)width);
    for (int32_t row = top; row <= bottom; row++) {
      const uint8_t *pixels = view->rgb + 3 * (size_t)row * (size_t)width;
      for (int32_t x = 0; x < width; x++) {
        const uint8_t found = smallest(pixels + 3 * x);
        if (found < columns[x]) columns[x] = found;
      }
    }
    for (int32_t x = 0; x < width; x++) {
      uint8_t least = columns[x];
      if (x > 0 && columns[x - 1] < least) least = columns[x - 1];
      if (x + 1 < width && columns[x + 1] < least) least = columns[x + 1];
      counts[least]++;
    }
  }
  return castbook_percentile(counts, 256, 0.02);
}

// Shades of grey: of each channel the sixth root of the sum of sixth powers of its light.
static double cast(const castbook_quality_t *picture) {
  const view_t *view = &picture->thumb;
  double light[256], sums[3] = {0};
  for (int i = 0; i < 256; i++) light[i] = castbook_light_of((uint8_t)i);
  uint32_t count = 0;
  for (int32_t place = 0; place < view->width * view->height; place++) {
    const uint8_t *pixel = view->rgb + 3 * place;
    if (picture->backdrop[place] || largest(pixel) >= clipping) continue;
    for (int channel = 0; channel < 3; channel++) {
      const double square = light[pixel[channel]] * light[pixel[channel]];
      sums[channel] += square * square * square;
    }
    count++;
  }
  if (count < 100 || !(sums[0] > 0) || !(sums[1] > 0) || !(sums[2] > 0)) return -1;
  const double red = castbook_log2(sums[0] / sums[1]) / 6;
  const double blue = castbook_log2(sums[2] / sums[1]) / 6;
  const double far_red = red < 0 ? -red : red, far_blue = blue < 0 ? -blue : blue;
  return far_red > far_blue ? far_red : far_blue;
}

castbook_tones_t castbook_quality_tones(castbook_quality_t *picture) {
  castbook_find_backdrop(picture);
  castbook_tones_t result = {0};
  tones_t tones = {0};
  count_tones(picture, &tones);
  if (tones.pixels < 64) return result;
  result.is_measured = true;
  const double bright = castbook_percentile(tones.largest, 256, 0.985);
  const double middle = castbook_percentile(tones.lumas, 256, 0.5);
  const double low = castbook_percentile(tones.lumas, 256, 0.2);
  uint64_t clipped = 0;
  for (int i = clipping; i < 256; i++) clipped += tones.largest[i];
  const double clip = (double)clipped / (double)tones.pixels;
  result.under = 0.75 * clamped((bright - 95) / 130) + 0.25 * clamped(middle / 50);
  result.over = clamped(1.15 - 0.75 * clamped(clip / 0.35) - 0.55 * clamped((low - 60) / 140));
  int32_t brightest_tile = 0, darkest_tile = 0;
  double most = -1, least = 256;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    if (tones.counts[tile] < 64) continue;
    const double part = (double)tones.clipped[tile] / tones.counts[tile];
    const double mean = (double)tones.sums[tile] / tones.counts[tile];
    if (part > most) {
      most = part;
      brightest_tile = tile;
    }
    if (mean < least) {
      least = mean;
      darkest_tile = tile;
    }
  }
  result.clipped = castbook_tile_in_whole(picture, brightest_tile);
  result.deep = castbook_tile_in_whole(picture, darkest_tile);
  const view_t *thumb = &picture->thumb;
  uint32_t lumas[256] = {0};
  for (int32_t i = 0; i < thumb->width * thumb->height; i++) lumas[thumb->luma[i]]++;
  const double white = castbook_percentile(lumas, 256, 0.99);
  const double black = castbook_percentile(lumas, 256, 0.01);
  // In a dark picture the tones reach as far as there is light, which is no haze.
  result.range = (white - black) / (white > 30 ? white : 30);
  result.dark = darkest(thumb);
  result.cast = cast(picture);
  return result;
}
