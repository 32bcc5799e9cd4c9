#include "drawing.h"

#include <string.h>

// The linear light of each sRGB value, by IEC 61966-2-1, in 65535ths, rounded to the nearest.
static const uint16_t light[256] = {
  0, 20, 40, 60, 80, 99, 119, 139, 159, 179, 199, 219, 241, 264, 288, 313, 340, 367, 396, 427,
  458, 491, 526, 562, 599, 637, 677, 718, 761, 805, 851, 898, 947, 997, 1048, 1101, 1156, 1212,
  1270, 1330, 1391, 1453, 1517, 1583, 1651, 1720, 1790, 1863, 1937, 2013, 2090, 2170, 2250, 2333,
  2418, 2504, 2592, 2681, 2773, 2866, 2961, 3058, 3157, 3258, 3360, 3464, 3570, 3678, 3788, 3900,
  4014, 4129, 4247, 4366, 4488, 4611, 4736, 4864, 4993, 5124, 5257, 5392, 5530, 5669, 5810, 5953,
  6099, 6246, 6395, 6547, 6700, 6856, 7014, 7174, 7335, 7500, 7666, 7834, 8004, 8177, 8352, 8528,
  8708, 8889, 9072, 9258, 9445, 9635, 9828, 10022, 10219, 10417, 10619, 10822, 11028, 11235,
  11446, 11658, 11873, 12090, 12309, 12530, 12754, 12980, 13209, 13440, 13673, 13909, 14146,
  14387, 14629, 14874, 15122, 15371, 15623, 15878, 16135, 16394, 16656, 16920, 17187, 17456,
  17727, 18001, 18277, 18556, 18837, 19121, 19407, 19696, 19987, 20281, 20577, 20876, 21177,
  21481, 21787, 22096, 22407, 22721, 23038, 23357, 23678, 24002, 24329, 24658, 24990, 25325,
  25662, 26001, 26344, 26688, 27036, 27386, 27739, 28094, 28452, 28813, 29176, 29542, 29911,
  30282, 30656, 31033, 31412, 31794, 32179, 32567, 32957, 33350, 33745, 34143, 34544, 34948,
  35355, 35764, 36176, 36591, 37008, 37429, 37852, 38278, 38706, 39138, 39572, 40009, 40449,
  40891, 41337, 41785, 42236, 42690, 43147, 43606, 44069, 44534, 45002, 45473, 45947, 46423,
  46903, 47385, 47871, 48359, 48850, 49344, 49841, 50341, 50844, 51349, 51858, 52369, 52884,
  53401, 53921, 54445, 54971, 55500, 56032, 56567, 57105, 57646, 58190, 58737, 59287, 59840,
  60396, 60955, 61517, 62082, 62650, 63221, 63795, 64372, 64952, 65535,
};

uint16_t castbook_drawing_light(uint8_t value) { return light[value]; }

// Twice the light halfway between each value and the next one, and the smallest value of the light
// in each 4096th of the range. The halfway points are so far apart that the nearest value is that
// one or the next.
static uint32_t halves[256];
static uint8_t minimum[4096];

__attribute__((constructor)) static void fill_tables(void) {
  for (unsigned value = 0; value < 255; value++) halves[value] = (uint32_t)light[value] + light[value + 1];
  halves[255] = UINT32_MAX;
  unsigned value = 0;
  for (unsigned part = 0; part < 4096; part++) {
    while (2 * 16 * part > halves[value]) value++;
    minimum[part] = (uint8_t)value;
  }
}

// The value whose light is nearest.
static inline uint8_t value_of(uint32_t amount) {
  const unsigned value = minimum[amount >> 4];
  return (uint8_t)(value + (2 * amount > halves[value]));
}

void castbook_drawing_fill(uint8_t *rgb, size_t stride, castbook_drawing_area_t area, const uint8_t color[3]) {
  for (size_t row = area.y; row < area.y + area.height; row++) {
    uint8_t *pixel = rgb + 3 * (row * stride + area.x);
    for (size_t i = 0; i < area.width; i++, pixel += 3) memcpy(pixel, color, 3);
  }
}

void castbook_drawing_blend(
    uint8_t *rgb, size_t stride, castbook_drawing_area_t area, const uint8_t *mask, size_t mask_stride,
    const uint8_t color[3]) {
  for (size_t row = 0; row < area.height; row++) {
    uint8_t *pixel = rgb + 3 * ((area.y + row) * stride + area.x);
    const uint8_t *share = mask + row * mask_stride;
    for (size_t i = 0; i < area.width; i++, pixel += 3) {
      if (share[i] == 0) continue;
      for (size_t part = 0; part < 3; part++) {
        const uint32_t over = share[i] * (uint32_t)light[color[part]];
        const uint32_t under = (255u - share[i]) * (uint32_t)light[pixel[part]];
        pixel[part] = value_of((over + under + 127) / 255);
      }
    }
  }
}

// Adds the light of one row, multiplied by `times`, to the sums of all columns.
static void add_row(uint64_t *restrict down, const uint8_t *restrict row, size_t count, uint64_t times) {
  for (size_t k = 0; k < count; k++) down[k] += times * light[row[k]];
}

// `sum` divided by `whole`, rounded to the nearest. `share` is 1 / `whole`: multiplying by it and
// correcting the rounding is several times as fast as a division.
static inline uint32_t mean(uint64_t sum, uint64_t whole, double share) {
  const uint64_t rounded = sum + whole / 2;
  uint64_t result = (uint64_t)((double)rounded * share);
  if (result * whole > rounded) {
    result--;
  } else if (rounded - result * whole >= whole) {
    result++;
  }
  return (uint32_t)result;
}

// Writes one row of the result: the mean of the columns that each of its pixels covers.
static void write_row(
    uint8_t *result, size_t width, const uint64_t *down, size_t from_width, uint64_t whole) {
  const double share = 1.0 / (double)whole;
  // Positions are in pixels of the source times the width of the result.
  for (size_t part = 0; part < width; part++) {
    const size_t start = part * from_width, end = start + from_width;
    const size_t first = start / width, last = (end - 1) / width;
    for (size_t color = 0; color < 3; color++) {
      const uint64_t *column = down + color;
      uint64_t sum = ((first + 1) * width - start) * column[3 * first];
      if (last > first) {
        uint64_t between = 0;
        for (size_t i = first + 1; i < last; i++) between += column[3 * i];
        sum += width * between + (end - last * width) * column[3 * last];
      }
      result[3 * part + color] = value_of(mean(sum, whole, share));
    }
  }
}

void castbook_drawing_reduce(
    uint8_t *result, size_t width, size_t height, const uint8_t *rgb, size_t from_width,
    size_t from_height, uint64_t *sums) {
  const size_t count = 3 * from_width;
  memset(sums, 0, count * sizeof *sums);
  const uint64_t whole = (uint64_t)from_width * from_height;
  size_t part = 0;
  for (size_t i = 0; i < from_height; i++) {
    const uint8_t *row = rgb + count * i;
    size_t start = i * height;
    const size_t end = start + height;
    while (start < end) {
      const size_t border = (part + 1) * from_height;
      const size_t stop = border < end ? border : end;
      add_row(sums, row, count, stop - start);
      start = stop;
      if (stop != border) continue;
      write_row(result + 3 * part * width, width, sums, from_width, whole);
      memset(sums, 0, count * sizeof *sums);
      part++;
    }
  }
}
