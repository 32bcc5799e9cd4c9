#include "picture.h"

#include <stdlib.h>
#include <string.h>

// MARK: Clutter

void castbook_quality_clutter(
    const castbook_quality_t *picture, double *edges, double *colors, castbook_box_t *box) {
  const view_t *view = &picture->half;
  const int32_t width = view->width, height = view->height;
  const int32_t ring_x = width * 18 / 100, ring_y = height * 18 / 100;
  uint32_t histogram[512] = {0}, tile_edges[tiles * tiles] = {0}, tile_pixels[tiles * tiles] = {0};
  uint64_t pixels = 0, strong = 0;
  int32_t columns[CASTBOOK_QUALITY_LONGEST];
  for (int32_t x = 0; x < width; x++) columns[x] = x * tiles / width;
  for (int32_t y = 1; y < height - 1; y++) {
    const bool is_row = y < ring_y || y >= height - ring_y;
    for (int32_t x = 1; x < width - 1; x++) {
      if (!is_row && x >= ring_x && x < width - ring_x) x = width - ring_x;
      if (x >= width - 1) break;
      const size_t place = (size_t)y * (size_t)width + (size_t)x;
      const uint8_t *row = view->luma + place, *above = row - width, *below = row + width;
      const int across = above[1] + 2 * row[1] + below[1] - above[-1] - 2 * row[-1] - below[-1];
      const int down = below[-1] + 2 * below[0] + below[1] - above[-1] - 2 * above[0] - above[1];
      // Sobel over 8 above 2.5.
      const bool is_edge = across * across + down * down > 400;
      const uint8_t *pixel = view->rgb + 3 * place;
      histogram[(pixel[0] >> 5) << 6 | (pixel[1] >> 5) << 3 | pixel[2] >> 5]++;
      const int32_t tile = y * tiles / height * tiles + columns[x];
      tile_edges[tile] += is_edge;
      tile_pixels[tile]++;
      strong += is_edge;
      pixels++;
    }
  }
  *edges = *colors = 0;
  *box = (castbook_box_t){0};
  if (pixels == 0) return;
  *edges = (double)strong / (double)pixels;
  double entropy = 0;
  for (int i = 0; i < 512; i++) {
    if (histogram[i] == 0) continue;
    const double part = histogram[i] / (double)pixels;
    entropy -= part * castbook_log2(part);
  }
  *colors = entropy / 6;
  double most = -1;
  for (int32_t tile = 0; tile < tiles * tiles; tile++) {
    const double part = tile_pixels[tile] < 16 ? 0 : (double)tile_edges[tile] / tile_pixels[tile];
    if (!(part > most)) continue;
    most = part;
    *box = castbook_tile_in_whole(picture, tile);
  }
}

// MARK: Bars

// A side of the picture: its lines from the border inwards, each of so many pixels.
typedef struct {
  const uint8_t *rgb;   // The first pixel of the outermost line.
  ptrdiff_t inwards;    // From one line to the next, in bytes,
  ptrdiff_t along;      // and from one pixel of a line to the next.
  int32_t lines, pixels;
} side_t;

enum { same_color = 10, step_of_color = 14 };

static uint8_t middle_of(const side_t *side, int channel) {
  uint32_t counts[256] = {0};
  for (int32_t i = 0; i < side->pixels; i++) counts[side->rgb[i * side->along + channel]]++;
  return (uint8_t)castbook_percentile(counts, 256, 0.5);
}

static int32_t distance(const uint8_t *pixel, const uint8_t color[3]) {
  int32_t most = 0;
  for (int channel = 0; channel < 3; channel++) {
    const int32_t part =
        pixel[channel] > color[channel] ? pixel[channel] - color[channel]
                                        : color[channel] - pixel[channel];
    if (part > most) most = part;
  }
  return most;
}

// Whether 97 in 100 pixels of a line have a color.
static bool has_color(const side_t *side, int32_t line, const uint8_t color[3]) {
  int32_t others = 0;
  const int32_t most = side->pixels * 3 / 100;
  for (int32_t i = 0; i < side->pixels; i++) {
    others += distance(side->rgb + line * side->inwards + i * side->along, color) > same_color;
    if (others > most) return false;
  }
  return true;
}

// How many lines at a side are a bar: of one color, and ended by a step over the whole length. Between the
// two there may be a line of both.
static int32_t bar(const side_t *side) {
  uint8_t color[3];
  for (int channel = 0; channel < 3; channel++) color[channel] = middle_of(side, channel);
  int32_t run = 0;
  while (run < side->lines && has_color(side, run, color)) run++;
  if (run == 0 || run + 1 >= side->lines) return 0;
  int32_t stepped = 0;
  const uint8_t *behind = side->rgb + (run + 1) * side->inwards;
  for (int32_t i = 0; i < side->pixels; i++) {
    stepped += distance(behind + i * side->along, color) > step_of_color;
  }
  return stepped * 100 > side->pixels * 55 ? run : 0;
}

double castbook_quality_bars(const castbook_quality_t *picture, castbook_box_t *inner) {
  const view_t *view = &picture->whole;
  const int32_t width = view->width, height = view->height;
  const ptrdiff_t row = 3 * (ptrdiff_t)width;
  const uint8_t *last = view->rgb + (height - 1) * row;
  const side_t sides[4] = {
      {.rgb = view->rgb, .inwards = row, .along = 3, .lines = height, .pixels = width},
      {.rgb = last, .inwards = -row, .along = 3, .lines = height, .pixels = width},
      {.rgb = view->rgb, .inwards = 3, .along = row, .lines = width, .pixels = height},
      {.rgb = view->rgb + row - 3, .inwards = -3, .along = row, .lines = width, .pixels = height},
  };
  int32_t bars[4];
  for (int i = 0; i < 4; i++) bars[i] = bar(&sides[i]);
  double taken = 0;
  for (int pair = 0; pair < 2; pair++) {
    const double first = (double)bars[2 * pair] / sides[2 * pair].lines;
    const double second = (double)bars[2 * pair + 1] / sides[2 * pair].lines;
    double share = 0;
    if (first > 0 && second > 0) {
      share = first + second;
    } else {
      // A single one may be a wall; a narrow one is an edge.
      const double one = first > 0 ? first : second;
      share = one > 0.03 ? 0.6 * one : 0;
      if (share == 0) bars[2 * pair] = bars[2 * pair + 1] = 0;
    }
    if (share > taken) taken = share;
  }
  *inner = castbook_box_in_whole(
      picture, view, bars[2], bars[0], width - bars[3], height - bars[1]);
  return taken;
}

// MARK: Collage

QUICKER static void add_steps(
    uint16_t *restrict sums, const uint8_t *before, const uint8_t *after, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    const int difference = after[i] - before[i];
    sums[i] = (uint16_t)(sums[i] + (difference > 9 || difference < -9));
  }
}

// A seam runs over the whole side: how much more of the line steps than of those near it.
static double seam(const double *shares, int32_t count, int32_t *place) {
  double most = 0;
  *place = -1;
  for (int32_t i = count * 12 / 100; i < count * 88 / 100; i++) {
    // What is no more than that can't stand out by more.
    if (shares[i] <= most) continue;
    double around[18];
    int32_t neighbours = 0;
    for (int32_t far = 4; far <= 12; far++) {
      if (i - far >= 1) around[neighbours++] = shares[i - far];
      if (i + far < count - 1) around[neighbours++] = shares[i + far];
    }
    if (neighbours < 6) continue;
    const double found = shares[i] - castbook_median(around, neighbours);
    if (found > most) {
      most = found;
      *place = i;
    }
  }
  return most;
}

double castbook_quality_seam(const castbook_quality_t *picture, castbook_box_t *box) {
  const view_t *view = &picture->whole;
  const int32_t width = view->width, height = view->height;
  uint16_t columns[CASTBOOK_QUALITY_LONGEST] = {0};
  double across[CASTBOOK_QUALITY_LONGEST] = {0}, down[CASTBOOK_QUALITY_LONGEST] = {0};
  *box = (castbook_box_t){0};
  if (width < 3 || height < 3) return 0;
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)width;
    add_steps(columns + 1, row, row + 2, width - 2);
    if (y == 0 || y == height - 1) continue;
    uint16_t steps[CASTBOOK_QUALITY_LONGEST] = {0};
    add_steps(steps, row - width, row + width, width);
    uint32_t sum = 0;
    for (int32_t x = 0; x < width; x++) sum += steps[x];
    down[y] = (double)sum / width;
  }
  for (int32_t x = 1; x < width - 1; x++) across[x] = (double)columns[x] / height;
  int32_t column, row;
  const double vertical = seam(across, width, &column), level = seam(down, height, &row);
  if (vertical >= level && column >= 0) {
    *box = castbook_box_in_whole(
        picture, view, column > 4 ? column - 4 : 0, 0, column + 5, height);
  } else if (row >= 0) {
    *box = castbook_box_in_whole(picture, view, 0, row > 4 ? row - 4 : 0, width, row + 5);
  }
  return vertical > level ? vertical : level;
}

// MARK: Drawn lines

enum { line_step = 12, flat_step = 2, line_gap = 2 };

// Where the luma steps from one flat area to another: between the pixels `across` the line, and nowhere
// between those `along` it.
QUICKER static void find_steps(
    uint8_t *restrict found, const uint8_t *pixels, ptrdiff_t across, ptrdiff_t along,
    int32_t count) {
  const uint8_t *above = pixels - across, *below = pixels + across;
  for (int32_t i = 0; i < count; i++) {
    const int step = below[i] - above[i];
    const int level_above = above[i + along] - above[i - along];
    const int level_below = below[i + along] - below[i - along];
    found[i] = (uint8_t)((step > line_step || step < -line_step) & (level_above <= flat_step) &
                         (level_above >= -flat_step) & (level_below <= flat_step) &
                         (level_below >= -flat_step));
  }
}

// A part of a line as it is followed: how long it is up to its last step.
typedef struct {
  int32_t run, last;
} line_t;

// Follows a line to its step at `place` of `count`. What ends on both sides before the frame counts half, as
// the rim of a thing on a plain backdrop may.
static int32_t follow_line(line_t *line, int32_t place, int32_t count) {
  const int32_t border = count / 64 + 2, gap = place - line->last - 1;
  line->run = line->run > 0 && gap <= line_gap ? line->run + gap + 1 : 1;
  line->last = place;
  const bool is_at_border = place - line->run < border || place >= count - border;
  return is_at_border ? line->run : line->run / 2;
}

// The longest part of a line, of those that run with the rows or of those that cross them, as a share.
static double longest_line(const view_t *view, bool is_level) {
  const int32_t width = view->width, height = view->height;
  uint8_t found[CASTBOOK_QUALITY_LONGEST];
  line_t lines[CASTBOOK_QUALITY_LONGEST] = {0};
  int32_t longest = 0;
  for (int32_t y = 1; y < height - 1; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)width + 1;
    find_steps(found, row, is_level ? width : 1, is_level ? 1 : width, width - 2);
    line_t level = {0};
    const uint8_t *next = found, *end = found + (width > 2 ? width - 2 : 0);
    // Few pixels are at a step.
    while (next < end && (next = memchr(next, 1, (size_t)(end - next))) != NULL) {
      const int32_t x = (int32_t)(next - found) + 1;
      const int32_t length = is_level ? follow_line(&level, x, width)
                                      : follow_line(&lines[x], y, height);
      if (length > longest) longest = length;
      next++;
    }
  }
  return (double)longest / (is_level ? width : height);
}

double castbook_quality_line(const castbook_quality_t *picture) {
  const double level = longest_line(&picture->half, true);
  const double upright = longest_line(&picture->half, false);
  return level > upright ? level : upright;
}

// MARK: Letters

enum { light_ink = 232, dark_ink = 24, near_ink = 3 };

QUICKER static void least_of(
    uint8_t *restrict into, const uint8_t *restrict a, const uint8_t *restrict b, int32_t count) {
  for (int32_t i = 0; i < count; i++) into[i] = a[i] < b[i] ? a[i] : b[i];
}

// The least of seven rows around each pixel of a row; there are two rows of room.
static void darken(const view_t *view, int32_t y, uint8_t *scratch) {
  const int32_t width = view->width;
  const int32_t top = y > near_ink ? y - near_ink : 0;
  const int32_t bottom = y + near_ink < view->height - 1 ? y + near_ink : view->height - 1;
  memcpy(scratch, view->luma + (size_t)top * (size_t)width, (size_t)width);
  uint8_t *least = scratch, *other = scratch + CASTBOOK_QUALITY_LONGEST;
  for (int32_t row = top + 1; row <= bottom; row++) {
    least_of(other, least, view->luma + (size_t)row * (size_t)width, width);
    uint8_t *swapped = least;
    least = other;
    other = swapped;
  }
  if (least != scratch) memcpy(scratch, least, (size_t)width);
}

// The least of seven columns around one.
static uint8_t least_near(const uint8_t *row, int32_t x, int32_t width) {
  uint8_t found = 255;
  const int32_t left = x > near_ink ? x - near_ink : 0;
  const int32_t right = x + near_ink < width - 1 ? x + near_ink : width - 1;
  for (int32_t column = left; column <= right; column++) {
    if (row[column] < found) found = row[column];
  }
  return found;
}

double castbook_quality_letters(castbook_quality_t *picture, castbook_box_t *box) {
  castbook_find_backdrop(picture);
  const view_t *view = &picture->whole, *thumb = &picture->thumb;
  const int32_t width = view->width, height = view->height;
  uint8_t dark[2 * CASTBOOK_QUALITY_LONGEST];
  uint64_t letters = 0;
  int32_t left = width, right = 0, top = height, bottom = 0;
  for (int32_t y = 0; y < height; y++) {
    const uint8_t *row = view->luma + (size_t)y * (size_t)width;
    bool has_light = false;
    for (int32_t x = 0; x < width; x++) has_light |= row[x] > light_ink;
    if (!has_light) continue;
    darken(view, y, dark);
    // A dark outline before a white backdrop is no letter.
    const uint8_t *mask =
        picture->extremes + (size_t)(y * thumb->height / height) * (size_t)thumb->width;
    for (int32_t x = 0; x < width; x++) {
      if (row[x] <= light_ink || mask[x * thumb->width / width] ||
          least_near(dark, x, width) >= dark_ink) {
        continue;
      }
      letters++;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      if (y >= bottom) bottom = y + 1;
    }
  }
  *box = letters > 0 ? castbook_box_in_whole(picture, view, left, top, right, bottom)
                     : (castbook_box_t){0};
  return (double)letters / ((double)width * height);
}

// MARK: Tilt

bool castbook_quality_tilt(const castbook_quality_t *picture, double *degrees) {
  const view_t *view = &picture->quarter;
  const int32_t width = view->width, height = view->height;
  // By whole degrees from -45 to 45 off the level and the upright.
  double weights[91] = {0}, sum = 0;
  for (int32_t y = 1; y < height - 1; y++) {
    for (int32_t x = 1; x < width - 1; x++) {
      const uint8_t *row = view->luma + (size_t)y * (size_t)width + (size_t)x;
      const uint8_t *above = row - width, *below = row + width;
      const int across = above[1] + 2 * row[1] + below[1] - above[-1] - 2 * row[-1] - below[-1];
      const int down = below[-1] + 2 * below[0] + below[1] - above[-1] - 2 * above[0] - above[1];
      const int strength = across * across + down * down;
      if (strength < 160 * 160) continue;
      double angle = castbook_degrees(down, across);
      while (angle > 45) angle -= 90;
      while (angle < -45) angle += 90;
      weights[(int)(angle + 45.5)] += 1;
      sum += 1;
    }
  }
  if (sum < 200) return false;
  int best = 0;
  double most = 0;
  for (int i = 1; i < 90; i++) {
    const double found = weights[i - 1] + weights[i] + weights[i + 1];
    if (found > most) {
      most = found;
      best = i;
    }
  }
  // Edges all around give each three degrees a thirtieth.
  if (most < 0.35 * sum) return false;
  *degrees = best - 45;
  return true;
}
