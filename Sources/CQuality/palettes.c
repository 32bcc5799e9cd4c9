#include "palettes.h"
#include "picture.h"

#include <stdlib.h>
#include <string.h>

// Colours in logarithms, in steps of a fifth of a stop: brightness, red over blue, red and blue over green.
enum { levels = 60, colors = 66, tints = 30, cells = levels * colors * tints };
// What is brighter than this, in stops, is burnt.
static const double burnt_from = -0.03;
static const double steps_of_stop = 5, lowest_level = -11, lowest_color = -6.4, lowest_tint = -3;

// Gaussians of 0.28, 0.18 and 0.16 stops with 1 in their middle: swatches so near count as the same colour.
enum { level_reach = 4, color_reach = 3, tint_reach = 2 };
static const float level_kernel[level_reach + 1] = {1, 0.774837f, 0.360448f, 0.100669f,
                                                    0.016880f};
static const float color_kernel[color_reach + 1] = {1, 0.539408f, 0.084658f, 0.003866f};
static const float tint_kernel[tint_reach + 1] = {1, 0.457833f, 0.043937f};

typedef struct {
  double x, y, weight;
  // Positions in the density: of brightness, colour and tint, and of the brightest channel.
  double level_place, color_place;
  int32_t tint_bin, peak_bin;
  bool is_burnt, is_backdrop;
} swatch_t;

// How many swatches have about each colour, as a share of all, and in how many the brightest channel is at least
// this bright.
typedef struct {
  float near[cells];
  float brighter[levels];
} density_t;

struct castbook_palettes {
  int32_t pictures;
  swatch_t *swatches;
  int32_t *starts;    // Of each picture, and the end of all.
  double *agreements; // Of each picture with itself; 0 before it is known.
  density_t *all;     // The sum of all pictures.
  density_t *others;  // What a picture is compared with: a sum,
  float share;        // which this makes the mean of.
  float logarithms[256];
};

static double place_of(double value, double lowest) {
  return (value - lowest) * steps_of_stop + 0.5;
}

static int32_t bin_at(double place, int32_t count) {
  return place < 0 ? 0 : place >= count ? count - 1 : (int32_t)place;
}

static int32_t bin(double value, double lowest, int32_t count) {
  return bin_at(place_of(value, lowest), count);
}

static const double natural = 0.6931471805599453;

// e to a power, by its series after the power was divided by 64.
static double exponential(double power) {
  if (power > 0) return 1 / exponential(-power);
  if (power < -20) return 0;
  const double x = power / 64;
  double result = 1 + x * (1 + x / 2 * (1 + x / 3 * (1 + x / 4)));
  for (int i = 0; i < 6; i++) result *= result;
  return result;
}

// How bright the brightest channel of a colour is: it burns first.
static double peak_of(double level, double color, double tint) {
  const double red = tint + color / 2, blue = tint - color / 2;
  const double light = 0.2126 * exponential(red * natural) + 0.7152 +
                       0.0722 * exponential(blue * natural);
  const double most = red > blue ? red : blue;
  return level - castbook_log2(light) + (most > 0 ? most : 0);
}

static void read_swatch(const uint8_t *from, swatch_t *one) {
  const double level = from[0] / 20.0 - 11, color = from[1] / 20.0 - 6.4;
  const double tint = from[2] / 40.0 - 3.2;
  one->level_place = place_of(level, lowest_level);
  one->color_place = place_of(color, lowest_color);
  one->tint_bin = bin(tint, lowest_tint, tints);
  one->is_burnt = from[2] == 255;
  one->peak_bin =
      one->is_burnt ? levels - 1 : bin(peak_of(level, color, tint), lowest_level, levels);
  one->is_backdrop = (from[3] & CASTBOOK_SWATCH_OF_BACKDROP) != 0;
  one->x = (from[3] & ~CASTBOOK_SWATCH_OF_BACKDROP) / 127.0 - 0.5;
  one->y = from[4] / 254.0 - 0.5;
  // What is nearly black tells little of light.
  one->weight = from[0] < 44 ? 0.05 : from[0] >= 88 ? 1 : 0.05 + 0.95 * (from[0] - 44) / 44;
}

// Reads the swatches of a picture; returns how many are compared. A backdrop weighs as much as the subject.
static int32_t read_swatches(
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

castbook_palettes_t *castbook_palettes_new(
    const uint8_t *swatches, const int32_t *counts, int32_t pictures, bool with_backdrops) {
  if (pictures < 1) return NULL;
  castbook_palettes_t *palettes = calloc(1, sizeof *palettes);
  if (palettes == NULL) return NULL;
  int64_t all = 0;
  for (int32_t i = 0; i < pictures; i++) all += counts[i];
  palettes->pictures = pictures;
  palettes->starts = calloc((size_t)pictures + 1, sizeof *palettes->starts);
  palettes->swatches = calloc((size_t)all + 1, sizeof *palettes->swatches);
  palettes->agreements = calloc((size_t)pictures, sizeof *palettes->agreements);
  palettes->others = malloc(sizeof *palettes->others);
  if (palettes->starts == NULL || palettes->swatches == NULL || palettes->agreements == NULL ||
      palettes->others == NULL || all > INT32_MAX / CASTBOOK_SWATCH_BYTES) {
    castbook_palettes_free(palettes);
    return NULL;
  }
  for (int32_t i = 0; i < pictures; i++) {
    const int32_t start = palettes->starts[i];
    palettes->starts[i + 1] =
        start + read_swatches(palettes->swatches + start, swatches, counts[i], with_backdrops);
    swatches += (size_t)CASTBOOK_SWATCH_BYTES * (size_t)counts[i];
  }
  // Of 256 parts of an octave: near enough, and quick.
  for (int i = 0; i < 256; i++) {
    palettes->logarithms[i] = (float)(castbook_log2(1 + (i + 0.5) / 256) * natural);
  }
  return palettes;
}

void castbook_palettes_free(castbook_palettes_t *palettes) {
  if (palettes == NULL) return;
  free(palettes->starts);
  free(palettes->swatches);
  free(palettes->all);
  free(palettes->agreements);
  free(palettes->others);
  free(palettes);
}

// `sign` is -1 to take a picture away again.
static void spread(const swatch_t *one, float sign, density_t *into) {
  const int32_t level = bin_at(one->level_place, levels);
  const int32_t color = bin_at(one->color_place, colors);
  const int32_t tint = one->tint_bin;
  for (int32_t i = level - level_reach; i <= level + level_reach; i++) {
    if (i < 0 || i >= levels) continue;
    const float here = sign * (float)one->weight * level_kernel[abs(i - level)];
    for (int32_t j = color - color_reach; j <= color + color_reach; j++) {
      if (j < 0 || j >= colors) continue;
      const float there = here * color_kernel[abs(j - color)];
      float *row = into->near + (i * colors + j) * tints;
      for (int32_t k = tint - tint_reach; k <= tint + tint_reach; k++) {
        if (k >= 0 && k < tints) row[k] += there * tint_kernel[abs(k - tint)];
      }
    }
  }
}

static void add_picture(
    const castbook_palettes_t *palettes, int32_t picture, float sign, density_t *into) {
  float counts[levels] = {0};
  for (int32_t i = palettes->starts[picture]; i < palettes->starts[picture + 1]; i++) {
    const swatch_t *one = palettes->swatches + i;
    counts[one->peak_bin] += (float)one->weight;
    if (!one->is_burnt) spread(one, sign, into);
  }
  float sum = 0;
  for (int32_t i = levels - 1; i >= 0; i--) {
    sum += counts[i];
    into->brighter[i] += sign * sum;
  }
}

static bool fill_all(castbook_palettes_t *palettes) {
  if (palettes->all != NULL) return true;
  palettes->all = calloc(1, sizeof *palettes->all);
  if (palettes->all == NULL) return false;
  for (int32_t i = 0; i < palettes->pictures; i++) add_picture(palettes, i, 1, palettes->all);
  return true;
}

// What a picture is compared with: one other, or the mean of all others, of which one may be left out.
static bool fill_others(
    castbook_palettes_t *palettes, int32_t picture, int32_t other, int32_t without) {
  density_t *into = palettes->others;
  if (other >= 0) {
    memset(into, 0, sizeof *into);
    add_picture(palettes, other, 1, into);
    palettes->share = 1;
    return true;
  }
  int32_t counted = 0;
  for (int32_t i = 0; i < palettes->pictures; i++) {
    counted += i != picture && i != without && palettes->starts[i + 1] > palettes->starts[i];
  }
  if (counted == 0 || !fill_all(palettes)) return false;
  memcpy(into, palettes->all, sizeof *into);
  add_picture(palettes, picture, -1, into);
  if (without >= 0 && without != picture) add_picture(palettes, without, -1, into);
  palettes->share = 1.0f / (float)counted;
  return true;
}

// The natural logarithm of a share from 0.01 to about 1.
static double logarithm(const castbook_palettes_t *palettes, float share) {
  uint32_t bits;
  memcpy(&bits, &share, sizeof bits);
  return palettes->logarithms[bits >> 15 & 255] +
         ((int32_t)(bits >> 23) - 127) * natural;
}

// How well a picture's colours agree with others when its light is taken for shifted: the mean logarithm of the
// share of the others' swatches that each of its own is like. What is burnt may have been any colour that is
// so bright at least; as many of the others' have to be.
static double agreement(
    const castbook_palettes_t *palettes, int32_t picture, const castbook_light_shift_t *shift,
    int32_t every) {
  const density_t *others = palettes->others;
  const float least = 0.01f;
  const double level_shift = shift->level * steps_of_stop;
  const double color_shift = shift->color * steps_of_stop;
  const double across = shift->across * steps_of_stop, down = shift->down * steps_of_stop;
  const double burnt_place = place_of(burnt_from, lowest_level);
  double sum = 0;
  for (int32_t i = palettes->starts[picture]; i < palettes->starts[picture + 1]; i += every) {
    const swatch_t *one = palettes->swatches + i;
    const double by = level_shift + across * one->x + down * one->y;
    float share;
    if (one->is_burnt) {
      share = palettes->share * others->brighter[bin_at(burnt_place - by, levels)];
      share = share < 0.06f ? 0.06f : share > 0.6f ? 0.6f : share;
    } else {
      const int32_t level = bin_at(one->level_place - by, levels);
      const int32_t color = bin_at(one->color_place - color_shift, colors);
      share = palettes->share * others->near[(level * colors + color) * tints + one->tint_bin];
      if (share < 0) share = 0;
    }
    sum += one->weight * logarithm(palettes, share + least);
  }
  return sum * every;
}

static double agreement_with_itself(castbook_palettes_t *palettes, int32_t picture) {
  double *known = palettes->agreements + picture;
  if (*known == 0) {
    const castbook_light_shift_t none = {0};
    fill_others(palettes, picture, picture, -1);
    *known = agreement(palettes, picture, &none, 1);
  }
  return *known;
}

static double size_of(double value) { return value < 0 ? -value : value; }

// No shift is likelier than some, unless colours say so.
static double likelihood(
    const castbook_palettes_t *palettes, int32_t picture, const castbook_light_shift_t *shift,
    int32_t every) {
  return agreement(palettes, picture, shift, every) - 0.03 * size_of(shift->level) -
         0.06 * size_of(shift->color) -
         0.025 * (size_of(shift->across) + size_of(shift->down));
}

typedef struct {
  castbook_light_shift_t shift;
  double likelihood;
} guess_t;

static guess_t guess(
    const castbook_palettes_t *palettes, int32_t picture, castbook_light_shift_t shift, int32_t every) {
  return (guess_t){
      .shift = shift, .likelihood = likelihood(palettes, picture, &shift, every)};
}

// Steps of a size, each of which makes it likelier.
static guess_t refined(
    const castbook_palettes_t *palettes, int32_t picture, guess_t best, double size) {
  for (int round = 0; round < 6; round++) {
    const double before = best.likelihood;
    for (int part = 0; part < 8; part++) {
      const double way = part & 1 ? size : -size;
      castbook_light_shift_t next = best.shift;
      if (part / 2 == 0) next.level += way;
      if (part / 2 == 1) next.color += way;
      if (part / 2 == 2) next.across += 2 * way;
      if (part / 2 == 3) next.down += 2 * way;
      const guess_t found = guess(palettes, picture, next, 1);
      if (found.likelihood > best.likelihood + 1e-9) best = found;
    }
    if (best.likelihood == before) break;
  }
  return best;
}

enum { kept = 3, starts = kept + 5 };

// Steps from different places often end at the same one, which is kept once.
static void keep(guess_t *best, guess_t found) {
  for (int i = 0; i < kept; i++) {
    if (found.likelihood == best[i].likelihood) return;
    if (found.likelihood < best[i].likelihood) continue;
    memmove(best + i + 1, best + i, (size_t)(kept - 1 - i) * sizeof *best);
    best[i] = found;
    return;
  }
}

// Where to begin, by every second swatch: the likeliest of a coarse grid, no shift at all, and light from each side.
static void find_starts(const castbook_palettes_t *palettes, int32_t picture, guess_t *found) {
  const double warmths[7] = {-1.4, -0.8, -0.4, 0, 0.4, 0.8, 1.4};
  for (int i = 0; i < kept; i++) found[i].likelihood = -1000;
  for (int level = -5; level <= 5; level++) {
    for (int color = 0; color < 7; color++) {
      const castbook_light_shift_t shift = {.level = 0.8 * level, .color = warmths[color]};
      keep(found, guess(palettes, picture, shift, 2));
    }
  }
  found[kept] = guess(palettes, picture, (castbook_light_shift_t){0}, 1);
  for (int side = 0; side < 4; side++) {
    guess_t *best = found + kept + 1 + side;
    best->likelihood = -1000;
    for (int level = -3; level <= 3; level++) {
      const double slope = side & 1 ? 1.6 : -1.6;
      const castbook_light_shift_t shift = {
          .level = 0.8 * level, .across = side < 2 ? slope : 0, .down = side < 2 ? 0 : slope};
      const guess_t next = guess(palettes, picture, shift, 2);
      if (next.likelihood > best->likelihood) *best = next;
    }
  }
}

// The likeliest shift: large steps from all places to begin at, smaller ones from the best of them.
static guess_t likeliest(const castbook_palettes_t *palettes, int32_t picture) {
  guess_t found[starts], best[kept + 1];
  find_starts(palettes, picture, found);
  for (int i = 0; i < kept; i++) best[i].likelihood = -1000;
  for (int i = 0; i < starts; i++) {
    const guess_t start = guess(palettes, picture, found[i].shift, 1);
    keep(best, refined(palettes, picture, start, 0.4));
  }
  guess_t result = found[kept];
  for (int i = 0; i < kept; i++) {
    const guess_t next =
        refined(palettes, picture, refined(palettes, picture, best[i], 0.2), 0.1);
    if (next.likelihood > result.likelihood) result = next;
  }
  return result;
}

bool castbook_palettes_match(
    castbook_palettes_t *palettes, int32_t picture, int32_t other, int32_t without,
    castbook_light_match_t *match) {
  if (palettes->starts[picture] == palettes->starts[picture + 1]) return false;
  const double own = agreement_with_itself(palettes, picture);
  if (!fill_others(palettes, picture, other, without)) return false;
  const castbook_light_shift_t none = {0};
  const double agreed_before = agreement(palettes, picture, &none, 1);
  *match = (castbook_light_match_t){.common = exponential(agreed_before - own)};
  // No light makes it agree much better than that.
  if (match->common > 0.95) return true;
  const guess_t best = likeliest(palettes, picture);
  const double agreed = agreement(palettes, picture, &best.shift, 1);
  match->shift = best.shift;
  match->gain = agreed - agreed_before;
  match->common = exponential(agreed - own);
  return true;
}
