#include "swatch_positions.h"
#include "picture.h"

// Sums the series of the power divided by 64, and squares the result six times.
double castbook_exponential(double power) {
  if (power > 0) return 1 / castbook_exponential(-power);
  if (power < -20) return 0;
  const double x = power / 64;
  double result = 1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4)));
  for (int i = 0; i < 6; i++) result *= result;
  return result;
}

double castbook_power_of_two(double power) { return castbook_exponential(power * natural); }

static int32_t bin(double value, double lowest, int32_t count) {
  return bin_at(position_of(value, lowest), count);
}

// The brightness of a color's brightest channel, in stops: that channel burns first.
static double peak_of(double level, double color, double tint) {
  const double red = tint + color / 2, blue = tint - color / 2;
  const double maximum = red > blue ? red : blue;
  return level - castbook_log2(castbook_luminance(castbook_power_of_two(red), 1, castbook_power_of_two(blue))) +
         (maximum > 0 ? maximum : 0);
}

// The channels of a burnt swatch, from its brightness and from red over blue, given that its
// brightest channel is full.
static void channels_of(double level, double color, double channels[3]) {
  const double minimum = 1.0 / 256, light = castbook_power_of_two(level), ratio = castbook_power_of_two(color);
  double red = color >= 0 ? 1 : ratio, blue = color >= 0 ? 1 / ratio : 1;
  double green = (light - castbook_luminance(red, 0, blue)) / 0.7152;
  if (green > 1) {
    green = 1;
    blue = (light - 0.7152) / castbook_luminance(ratio, 0, 1);
    if (blue < minimum) blue = minimum;
    red = blue * ratio;
  }
  channels[0] = red;
  channels[1] = green > minimum ? green : minimum;
  channels[2] = blue;
}

// Lists the colors that a partly burnt swatch may have had: a burnt channel may have been brighter,
// in steps of 0.4 stops, and the others are as they are. So a sky that turned yellow is still like
// a blue or white one.
static void find_likely_colors(double level, double color, swatch_t *one) {
  const double full = 0.65, step = 0.4;
  double channels[3];
  channels_of(level, color, channels);
  int burnt = 0;
  for (int i = 0; i < 3; i++) burnt += channels[i] > full;
  one->is_partly_burnt = burnt > 0 && burnt < 3;
  if (!one->is_partly_burnt) return;
  for (int number = 0; number < likely_colors; number++) {
    double stops[3], light[3];
    for (int i = 0; i < 3; i++) {
      const double more = channels[i] > full ? step * number : 0;
      stops[i] = castbook_log2(channels[i] + floor_of_light) + more;
      light[i] = castbook_power_of_two(stops[i]);
    }
    const double brightness = castbook_log2(castbook_luminance(light[0], light[1], light[2]));
    one->likely[number] = (color_position_t){
        .level = (float)position_of(brightness, lowest_level),
        .color = (float)position_of(stops[0] - stops[2], lowest_color),
        .tint_bin = bin((stops[0] + stops[2]) / 2 - stops[1], lowest_tint, tints)};
  }
  one->level_position = one->likely[0].level;
  one->color_position = one->likely[0].color;
  one->tint_bin = one->likely[0].tint_bin;
}

static void read_swatch(const uint8_t *from, swatch_t *one) {
  const double level = from[0] / 20.0 - 11, color = from[1] / 20.0 - 6.4;
  const double tint = from[2] / 40.0 - 3.2;
  one->level_position = position_of(level, lowest_level);
  one->color_position = position_of(color, lowest_color);
  one->tint_bin = bin(tint, lowest_tint, tints);
  one->is_burnt = from[2] == 255;
  one->is_partly_burnt = false;
  one->peak_bin =
      one->is_burnt ? levels - 1 : bin(peak_of(level, color, tint), lowest_level, levels);
  if (one->is_burnt) find_likely_colors(level, color, one);
  one->is_backdrop = (from[3] & CASTBOOK_SWATCH_OF_BACKDROP) != 0;
  one->x = (from[3] & ~CASTBOOK_SWATCH_OF_BACKDROP) / 127.0 - 0.5;
  one->y = from[4] / 254.0 - 0.5;
  // A nearly black swatch says little about the light.
  one->weight = from[0] < 44 ? 0.05 : from[0] >= 88 ? 1 : 0.05 + 0.95 * (from[0] - 44) / 44;
}

int32_t castbook_read_swatches(
    swatch_t *into, const uint8_t *bytes, int32_t count, bool with_backdrops) {
  double sums[2] = {0};
  int32_t read = 0;
  for (int32_t i = 0; i < count; i++) {
    swatch_t *one = into + read;
    read_swatch(bytes + (size_t)CASTBOOK_SWATCH_BYTES * (size_t)i, one);
    if (one->is_backdrop && !with_backdrops) continue;
    sums[one->is_backdrop] += one->weight;
    read++;
  }
  const int parts = (sums[0] > 0) + (sums[1] > 0);
  for (int32_t i = 0; i < read; i++) into[i].weight /= sums[into[i].is_backdrop] * parts;
  return read;
}
