// Measures the brightness, the highlights, the contrast, the color cast and the dark corners of a
// picture.
//
// A plain backdrop is left out of most numbers: a product on white is not too bright, and a subject
// in front of black is not too dark.
//
// Decision: none; docs/scores.md describes the measures. Tests: QualityTests (LitPictures,
// WhatPeopleBring; Processors compares the results with a build for the oldest processor), under
// the address and thread sanitizers in `Scripts/test --long`. No fuzz target: it gets decoded
// pixels, never the bytes of a file.
#include "picture.h"

#include <string.h>

// The largest and the smallest channel of each pixel of a row.
typedef struct {
  uint8_t largest[CASTBOOK_QUALITY_MAXIMUM_SIDE], smallest[CASTBOOK_QUALITY_MAXIMUM_SIDE];
} range_t;

QUICKER static void find_range(range_t *restrict range, const uint8_t *rgb, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    const uint8_t red = rgb[3 * i], green = rgb[3 * i + 1], blue = rgb[3 * i + 2];
    const uint8_t larger = red > green ? red : green, smaller = red > green ? green : red;
    range->largest[i] = larger > blue ? larger : blue;
    range->smallest[i] = smaller < blue ? smaller : blue;
  }
}

// Counts of each value, in two sets that are used by turns: values beside each other are often
// equal, and a count must not wait for the one before.
typedef uint32_t counts_t[2][256];

static int32_t percentile(const counts_t counts, double share) {
  uint32_t sums[256];
  for (int i = 0; i < 256; i++) sums[i] = counts[0][i] + counts[1][i];
  return castbook_percentile(sums, 256, share);
}

typedef struct {
  // Counts of pixels outside a white or black backdrop.
  counts_t lumas, largest;
  uint64_t pixels;
  // Counts of the subject's pixels in front of a dark backdrop.
  counts_t subject_largest;
  uint64_t subject_pixels;
  // Counts of pixels in front of any plain backdrop. The backdrop itself may be burnt: white ones
  // are lit to be.
  uint64_t before, saturation;
  uint64_t white;        // The number of pixels in front of it that are as white,
  uint64_t light;        // and the sum of the lumas of those that are not.
  uint64_t channels[4];  // The number of pixels with 1 to 3 clipped channels.
  uint32_t steps[256];   // How much darker the pixel next to a burnt one is.
  uint32_t clipped[tiles * tiles];
  uint64_t sums[tiles * tiles];
  uint32_t counts[tiles * tiles];
  uint32_t shares[256];  // 65536 divided by each value.
} tones_t;

// A pixel is burnt if a channel is clipped and its luma is high: saturated pink, blue and orange
// have a clipped channel too, and are not burnt.
enum { clipping = 252, burnt_luma = 190 };

// Marks of a pixel that is as white as the backdrop, of one above or below such a pixel, and of one
// beside either.
enum { is_white = 1, is_above_white = 2, is_beside_white = 4 };

// The masks of one row: a nearly white or black backdrop, which is left out; a dark one; and any
// plain one. `white` has a pixel for each of the row, the others for each of the thumb.
typedef struct {
  const uint8_t *extremes, *dark, *plain, *white;
} masks_t;

// The pixel to the left of one in front of the backdrop: its luma, or -1, and whether it is burnt.
typedef struct {
  int32_t luma;
  bool is_burnt;
} neighbour_t;

// The counts of the part of a row that is in one tile. They are kept apart so that they stay in
// registers.
typedef struct {
  uint64_t sum, light, saturation;
  uint32_t pixels, subject_pixels, before, white, clipped;
} part_t;

// Counts a pixel of the subject, or of a scene without a plain backdrop.
static inline __attribute__((always_inline)) void count_before(
    const uint8_t *pixel, uint8_t maximum, uint8_t minimum, uint8_t luma, neighbour_t *left, part_t *part,
    tones_t *tones) {
  part->before++;
  part->light += luma;
  part->saturation += (uint32_t)(maximum - minimum) * tones->shares[maximum];
  bool is_burnt = false;
  if (maximum >= clipping) {
    int32_t channels = 0;
    for (int channel = 0; channel < 3; channel++) channels += pixel[channel] >= clipping;
    tones->channels[channels]++;
    is_burnt = luma >= burnt_luma;
  }
  if (left->luma >= 0 && left->is_burnt != is_burnt) {
    const int32_t step = is_burnt ? luma - left->luma : left->luma - luma;
    tones->steps[step > 0 ? step : 0]++;
  }
  *left = (neighbour_t){.luma = luma, .is_burnt = is_burnt};
  part->clipped += is_burnt;
}

static part_t count_part(
    const view_t *view, int32_t y, int32_t first, int32_t end, const range_t *range, masks_t masks,
    const int32_t *columns, neighbour_t *last, tones_t *tones) {
  part_t part = {0};
  neighbour_t left = *last;
  for (int32_t x = first; x < end; x++) {
    const bool is_left_out = masks.extremes != NULL && masks.extremes[columns[x]];
    bool is_behind = masks.plain != NULL && masks.plain[columns[x]];
    if (!is_behind && !is_left_out && masks.white != NULL && masks.white[x] != 0) {
      part.white += (masks.white[x] & is_white) != 0;
      is_behind = true;
    }
    if (is_left_out || is_behind) left.luma = -1;
    if (is_left_out) continue;
    const size_t index = (size_t)y * (size_t)view->width + (size_t)x;
    const uint8_t maximum = range->largest[x], luma = view->luma[index];
    tones->lumas[x & 1][luma]++;
    tones->largest[x & 1][maximum]++;
    part.pixels++;
    part.sum += luma;
    if (masks.dark != NULL && !masks.dark[columns[x]]) {
      tones->subject_largest[x & 1][maximum]++;
      part.subject_pixels++;
    }
    if (is_behind) continue;
    count_before(view->rgb + 3 * index, maximum, range->smallest[x], luma, &left, &part, tones);
  }
  *last = left;
  return part;
}

QUICKER static bool has_clipped(const uint8_t *largest, int32_t count) {
  uint8_t maximum = 0;
  for (int32_t i = 0; i < count; i++) maximum = largest[i] > maximum ? largest[i] : maximum;
  return maximum >= clipping;
}

// Counts a part of a row without a backdrop in which no pixel is clipped, and none before it is
// burnt.
static part_t count_simple_part(
    const view_t *view, int32_t y, int32_t first, int32_t end, const range_t *range, tones_t *tones) {
  const uint8_t *luma = view->luma + (size_t)y * (size_t)view->width;
  const uint32_t pixels = (uint32_t)(end - first);
  part_t part = {.pixels = pixels, .before = pixels};
  for (int32_t x = first; x < end; x++) {
    const uint8_t maximum = range->largest[x];
    tones->lumas[x & 1][luma[x]]++;
    tones->largest[x & 1][maximum]++;
    part.sum += luma[x];
    part.saturation += (uint32_t)(maximum - range->smallest[x]) * tones->shares[maximum];
  }
  part.light = part.sum;
  return part;
}

static void count_row(
    const view_t *view, int32_t y, masks_t masks, const int32_t *columns, tones_t *tones) {
  int32_t down = 0;
  neighbour_t left = {.luma = -1};
  while (y >= tile_start(view->height, down + 1)) down++;
  range_t range;
  find_range(&range, view->rgb + 3 * (size_t)y * (size_t)view->width, view->width);
  const bool has_backdrop = masks.extremes != NULL || masks.dark != NULL || masks.plain != NULL ||
                            masks.white != NULL;
  for (int32_t across = 0; across < tiles; across++) {
    const int32_t first = tile_start(view->width, across), end = tile_start(view->width, across + 1);
    part_t part;
    if (has_backdrop || left.is_burnt || first == end || has_clipped(range.largest + first, end - first)) {
      part = count_part(view, y, first, end, &range, masks, columns, &left, tones);
    } else {
      part = count_simple_part(view, y, first, end, &range, tones);
      left = (neighbour_t){.luma = view->luma[(size_t)y * (size_t)view->width + (size_t)end - 1]};
    }
    const int32_t tile = down * tiles + across;
    tones->counts[tile] += part.pixels;
    tones->sums[tile] += part.sum;
    tones->clipped[tile] += part.clipped;
    tones->pixels += part.pixels;
    tones->subject_pixels += part.subject_pixels;
    tones->before += part.before;
    tones->white += part.white;
    tones->light += part.light;
    tones->saturation += part.saturation;
  }
}

// The color of a white backdrop. Returns false if there is none.
static bool find_white(const castbook_quality_t *picture, uint8_t color[3]) {
  const view_t *thumb = &picture->thumb;
  uint32_t counts[3][256] = {{0}}, count = 0;
  for (int32_t i = 0; i < thumb->width * thumb->height; i++) {
    if (!picture->extremes[i] || thumb->luma[i] < 128) continue;
    for (int channel = 0; channel < 3; channel++) counts[channel][thumb->rgb[3 * i + channel]]++;
    count++;
  }
  for (int channel = 0; channel < 3; channel++) {
    color[channel] = (uint8_t)castbook_percentile(counts[channel], 256, 0.5);
  }
  return count > 0;
}

// The distance around white parts within which pixels are mixed with it, and the largest difference
// of what is as white as the backdrop.
enum { mixed_with_white = 2, as_white = 2 };

// Marks the pixels of a row that are as white as the backdrop, or near ones that are: what is seen
// through a handle or between spokes, and the edge of what is cut out.
static void find_as_white(const view_t *view, int32_t y, const uint8_t color[3], uint8_t *white) {
  const int32_t width = view->width;
  memset(white, 0, (size_t)width);
  for (int32_t row = y - mixed_with_white; row <= y + mixed_with_white; row++) {
    if (row < 0 || row >= view->height) continue;
    const uint8_t *rgb = view->rgb + 3 * (size_t)row * (size_t)width;
    const uint8_t mark = row == y ? is_white | is_above_white : is_above_white;
    for (int32_t x = 0; x < width; x++) {
      if (color_distance(rgb + 3 * x, color) <= as_white) white[x] |= mark;
    }
  }
  int32_t last = -mixed_with_white - 1;
  for (int32_t x = 0; x < width; x++) {
    if (white[x] & is_above_white) last = x;
    if (x - last <= mixed_with_white) white[x] |= is_beside_white;
  }
  last = width + mixed_with_white;
  for (int32_t x = width - 1; x >= 0; x--) {
    if (white[x] & is_above_white) last = x;
    if (last - x <= mixed_with_white) white[x] |= is_beside_white;
  }
}

// Counts the pixels of the half-size picture. If hardly anything is in front of a backdrop, the
// backdrop counts as the picture: all of it may be burnt.
static void count_tones(const castbook_quality_t *picture, tones_t *tones) {
  const view_t *view = &picture->half, *thumb = &picture->thumb;
  const size_t pixels = (size_t)thumb->width * (size_t)thumb->height;
  size_t left_out = 0, behind = 0;
  uint64_t light = 0;
  for (size_t i = 0; i < pixels; i++) {
    left_out += picture->extremes[i];
    behind += picture->backdrop[i];
    if (picture->backdrop[i]) light += thumb->luma[i];
  }
  const bool has_rest = (pixels - left_out) * 100 >= pixels;
  // In front of a dark backdrop, burnt pixels may be a small share of the picture and all of the
  // subject.
  const bool is_plain = picture->is_plain && has_rest && (pixels - behind) * 100 >= pixels;
  const bool has_subject = is_plain && light < 64 * (uint64_t)behind;
  int32_t columns[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  for (int32_t x = 0; x < view->width; x++) columns[x] = x * thumb->width / view->width;
  uint8_t color[3], white[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  const bool is_on_white = has_rest && left_out > 0 && find_white(picture, color);
  // Every second or third row of a picture that is high enough has all its tones.
  const int32_t every = view->height > 192 ? 3 : view->height > 96 ? 2 : 1;
  for (int32_t y = 0; y < view->height; y += every) {
    const size_t row = (size_t)(y * thumb->height / view->height) * (size_t)thumb->width;
    if (is_on_white) find_as_white(view, y, color, white);
    const masks_t masks = {
        .white = is_on_white ? white : NULL,
        .extremes = left_out > 0 && has_rest ? picture->extremes + row : NULL,
        .dark = has_subject ? picture->backdrop + row : NULL,
        .plain = is_plain ? picture->backdrop + row : NULL};
    count_row(view, y, masks, columns, tones);
  }
}

QUICKER static void take_smallest(uint8_t *smallest, const uint8_t *a, const uint8_t *b, int32_t count) {
  for (int32_t i = 0; i < count; i++) smallest[i] = a[i] < b[i] ? a[i] : b[i];
}

// The second percentile of the minimum around each pixel, outside a backdrop if `backdrop` is not
// NULL; -1 if hardly anything is. Haze lifts these minima everywhere.
static int32_t darkest(const view_t *view, const uint8_t *backdrop) {
  const int32_t width = view->width, height = view->height;
  range_t ranges[3];
  uint8_t two[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  // The minima of three rows; the first and the last one count twice.
  uint8_t columns[CASTBOOK_QUALITY_MAXIMUM_SIDE + 2];
  counts_t counts = {0};
  uint32_t counted = 0;
  find_range(&ranges[0], view->rgb, width);
  for (int32_t y = 0; y < height; y++) {
    const int32_t below = y + 1 < height ? y + 1 : y;
    if (below > y) find_range(&ranges[below % 3], view->rgb + 3 * (size_t)below * (size_t)width, width);
    const uint8_t *row = ranges[y % 3].smallest;
    take_smallest(two, row, ranges[(y > 0 ? y - 1 : y) % 3].smallest, width);
    take_smallest(columns + 1, two, ranges[below % 3].smallest, width);
    columns[0] = columns[1];
    columns[width + 1] = columns[width];
    take_smallest(two, columns, columns + 2, width);
    take_smallest(two, two, columns + 1, width);
    for (int32_t x = 0; x < width; x++) {
      if (backdrop != NULL && backdrop[y * width + x]) continue;
      counts[x & 1][two[x]]++;
      counted++;
    }
  }
  return counted < 64 ? -1 : percentile(counts, 0.02);
}

// How far the light is from white, in stops, by Shades of Grey: the color of the light is that of
// the sixth root of the sum of the sixth powers of each channel. Returns -1 if too little can be
// measured.
static double cast(const castbook_quality_t *picture) {
  const view_t *view = &picture->thumb;
  double powers[256];
  for (int i = 0; i < 256; i++) {
    const double square = picture->light[i] * picture->light[i];
    powers[i] = square * square * square;
  }
  double sums[3] = {0};
  uint32_t count = 0;
  for (int32_t index = 0; index < view->width * view->height; index++) {
    const uint8_t *pixel = view->rgb + 3 * index;
    if (picture->backdrop[index] || pixel[0] >= clipping || pixel[1] >= clipping || pixel[2] >= clipping) {
      continue;
    }
    for (int channel = 0; channel < 3; channel++) sums[channel] += powers[pixel[channel]];
    count++;
  }
  if (count < 100 || !(sums[0] > 0) || !(sums[1] > 0) || !(sums[2] > 0)) return -1;
  const double red = castbook_log2(sums[0] / sums[1]) / 6;
  const double blue = castbook_log2(sums[2] / sums[1]) / 6;
  const double far_red = red < 0 ? -red : red, far_blue = blue < 0 ? -blue : blue;
  return far_red > far_blue ? far_red : far_blue;
}

static double mean_light(
    const view_t *view, const double *light, int32_t x, int32_t y, int32_t width, int32_t height) {
  double sum = 0;
  for (int32_t row = y; row < y + height; row++) {
    for (int32_t column = x; column < x + width; column++) {
      sum += light[view->luma[row * view->width + column]];
    }
  }
  return sum / (width * height);
}

// By how many stops every corner is darker than the part further inwards: the minimum of the four
// corners.
static double corners(const view_t *view, const double *light) {
  const int32_t width = view->width / 10, height = view->height / 10;
  if (width < 1 || height < 1) return 0;
  double minimum = 16;
  for (int i = 0; i < 4; i++) {
    const int32_t x = i % 2 == 0 ? 0 : view->width - width;
    const int32_t y = i / 2 == 0 ? 0 : view->height - height;
    const int32_t inner_x = i % 2 == 0 ? 2 * width : view->width - 3 * width;
    const int32_t inner_y = i / 2 == 0 ? 2 * height : view->height - 3 * height;
    const double corner = mean_light(view, light, x, y, width, height);
    const double inner = mean_light(view, light, inner_x, inner_y, width, height);
    const double stops = castbook_log2((inner + 0.002) / (corner + 0.002));
    if (stops < minimum) minimum = stops;
  }
  return minimum;
}

static castbook_clipping_t clipping_of(const tones_t *tones) {
  castbook_clipping_t result = {.step = -1};
  if (tones->before == 0) return result;
  const double all = (double)tones->before;
  result.clipped =
      (double)(tones->channels[1] + tones->channels[2] + tones->channels[3]) / all;
  result.two = (double)tones->channels[2] / all;
  result.three = (double)tones->channels[3] / all;
  result.saturation = (double)tones->saturation / 65536 / all;
  result.white = (double)tones->white / (all + (double)tones->white);
  result.light = (double)tones->light / all;
  uint32_t steps = 0;
  for (int i = 0; i < 256; i++) steps += tones->steps[i];
  if (steps >= 20) result.step = castbook_percentile(tones->steps, 256, 0.25);
  return result;
}

// The standard deviation of the luma in a tile.
static double spread_of(const view_t *view, int32_t column, int32_t line) {
  const int32_t left = tile_start(view->width, column), right = tile_start(view->width, column + 1);
  const int32_t top = tile_start(view->height, line), bottom = tile_start(view->height, line + 1);
  const double pixels = (double)(right - left) * (bottom - top);
  if (pixels < 1) return 0;
  uint64_t sum = 0, squares = 0;
  for (int32_t y = top; y < bottom; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)view->width;
    for (int32_t x = left; x < right; x++) {
      sum += row[x];
      squares += (uint64_t)row[x] * row[x];
    }
  }
  const double mean = (double)sum / pixels, variance = (double)squares / pixels - mean * mean;
  return variance > 0 ? castbook_root(variance, 2) : 0;
}

// The spread of the luma that a tenth of the tiles exceeds. Haze takes it from all of them.
static double spread(const view_t *view) {
  double spreads[tiles * tiles];
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    spreads[tile] = spread_of(view, tile % tiles, tile / tiles);
  }
  castbook_sort(spreads, tiles * tiles);
  return castbook_between(spreads, tiles * tiles, 0.9);
}

castbook_tones_t castbook_quality_tones(castbook_quality_t *picture) {
  castbook_find_backdrop(picture);
  castbook_tones_t result = {0};
  tones_t tones = {0};
  for (uint32_t i = 1; i < 256; i++) tones.shares[i] = 65536 / i;
  count_tones(picture, &tones);
  if (tones.pixels < 64) return result;
  result.is_measured = true;
  result.middle = percentile(tones.lumas, 0.5);
  const bool has_subject = tones.subject_pixels >= 64;
  result.bright = percentile(has_subject ? tones.subject_largest : tones.largest, 0.997);
  result.upper = picture->is_plain ? -1 : percentile(tones.largest, 0.9);
  result.clipping = clipping_of(&tones);
  int32_t brightest_tile = 0, darkest_tile = 0;
  double maximum = -1, minimum = 256;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    if (tones.counts[tile] < 64) continue;
    const double part = (double)tones.clipped[tile] / tones.counts[tile];
    const double mean = (double)tones.sums[tile] / tones.counts[tile];
    if (part > maximum) {
      maximum = part;
      brightest_tile = tile;
    }
    if (mean < minimum) {
      minimum = mean;
      darkest_tile = tile;
    }
  }
  result.burnt = castbook_tile_in_whole(picture, brightest_tile);
  result.deep = castbook_tile_in_whole(picture, darkest_tile);
  const view_t *thumb = &picture->thumb;
  counts_t lumas = {0};
  for (int32_t i = 0; i < thumb->width * thumb->height; i++) lumas[i & 1][thumb->luma[i]]++;
  const double white = percentile(lumas, 0.99), black = percentile(lumas, 0.01);
  // In a dark picture the range of tones ends where the light ends, which is not haze.
  result.range = (white - black) / (white > 30 ? white : 30);
  result.white = white;
  result.black = black;
  result.spread = spread(thumb);
  result.dark = darkest(thumb, NULL);
  result.dark_subject = picture->is_plain ? darkest(thumb, picture->backdrop) : -1;
  result.cast = cast(picture);
  result.corners = corners(thumb, picture->light);
  return result;
}
