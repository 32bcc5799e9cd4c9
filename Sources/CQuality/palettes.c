// Compares the light of a picture with that of others by their swatches.
//
// The swatches of the others are spread into a density over all colors. The shift of light is
// searched for after which a picture's own swatches agree best with that density: a coarse grid
// first, then smaller and smaller steps. The loops use tables and fixed steps, so every processor
// finds the same.
//
// Decision: docs/decisions/0019-sets.md (Light). Tests: QualityTests (LightingOfSets, LitViews,
// GroupedPictures), under the address and thread sanitizers in `Scripts/test --long`. No fuzz
// target: any bytes are valid swatches.
#include "swatch_positions.h"
#include "palettes.h"
#include "picture.h"

#include <stdlib.h>
#include <string.h>

// A swatch whose brightest channel is above this, in stops, is burnt.
static const double burnt_from = -0.03;

// Gaussians of 0.28, 0.18 and 0.16 stops with 1 in the middle: swatches that near count as one
// color.
enum { level_radius = 4, color_radius = 3, tint_radius = 2 };
static const float level_kernel[level_radius + 1] = {1, 0.774837f, 0.360448f, 0.100669f,
                                                    0.016880f};
static const float color_kernel[color_radius + 1] = {1, 0.539408f, 0.084658f, 0.003866f};
static const float tint_kernel[tint_radius + 1] = {1, 0.457833f, 0.043937f};

// The share of all swatches that have about each color, and the share of those whose brightest
// channel is at least as bright as each level.
typedef struct {
  float near[cells];
  float brighter[levels];
} density_t;

struct castbook_palettes {
  int32_t pictures;
  swatch_t *swatches;
  int32_t *starts;    // The index of each picture's first swatch, and the end of the last one's.
  double *agreements; // The agreement of each picture with itself; 0 before it is known.
  double *burnt;      // The share of each picture that is burnt in all channels.
  density_t *all;     // The sum of all pictures.
  density_t *others;  // The sum of the pictures to compare with,
  float share;        // and the factor that makes it their mean.
  float logarithms[256];
};

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
  palettes->burnt = calloc((size_t)pictures, sizeof *palettes->burnt);
  palettes->others = malloc(sizeof *palettes->others);
  if (palettes->starts == NULL || palettes->swatches == NULL || palettes->agreements == NULL ||
      palettes->burnt == NULL || palettes->others == NULL ||
      all > INT32_MAX / CASTBOOK_SWATCH_BYTES) {
    castbook_palettes_free(palettes);
    return NULL;
  }
  for (int32_t i = 0; i < pictures; i++) {
    const int32_t start = palettes->starts[i];
    const int32_t end = start + castbook_read_swatches(
                                    palettes->swatches + start, swatches, counts[i], with_backdrops);
    palettes->starts[i + 1] = end;
    for (int32_t k = start; k < end; k++) {
      const swatch_t *one = palettes->swatches + k;
      if (one->is_burnt && !one->is_partly_burnt) palettes->burnt[i] += one->weight;
    }
    swatches += (size_t)CASTBOOK_SWATCH_BYTES * (size_t)counts[i];
  }
  // A table of 256 parts of an octave is exact enough, and quick.
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
  free(palettes->burnt);
  free(palettes->others);
  free(palettes);
}

// Adds one swatch to a density; a `sign` of -1 subtracts it.
static void spread(const swatch_t *one, float sign, density_t *into) {
  const int32_t level = bin_at(one->level_position, levels);
  const int32_t color = bin_at(one->color_position, colors);
  const int32_t tint = one->tint_bin;
  for (int32_t i = level - level_radius; i <= level + level_radius; i++) {
    if (i < 0 || i >= levels) continue;
    const float here = sign * (float)one->weight * level_kernel[abs(i - level)];
    for (int32_t j = color - color_radius; j <= color + color_radius; j++) {
      if (j < 0 || j >= colors) continue;
      const float there = here * color_kernel[abs(j - color)];
      float *row = into->near + (i * colors + j) * tints;
      for (int32_t k = tint - tint_radius; k <= tint + tint_radius; k++) {
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
    if (!one->is_burnt || one->is_partly_burnt) spread(one, sign, into);
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

// Fills `others`, which a picture is compared with: one other picture, or the mean of all others,
// of which one may be left out. Returns false if there is none, or if memory is short.
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

// The natural logarithm of a share between 0.01 and about 1, from the table.
static double logarithm(const castbook_palettes_t *palettes, float share) {
  uint32_t bits;
  memcpy(&bits, &share, sizeof bits);
  return palettes->logarithms[bits >> 15 & 255] +
         ((int32_t)(bits >> 23) - 127) * natural;
}

// The share of the others' swatches that have about this color.
__attribute__((always_inline)) static inline float near(
    const castbook_palettes_t *palettes, double level, double color, int32_t tint_bin) {
  const int32_t row = bin_at(level, levels) * colors + bin_at(color, colors);
  return palettes->share * palettes->others->near[row * tints + tint_bin];
}

// A shift in steps of the density.
typedef struct {
  double level, color, across, down;
} steps_t;

static steps_t steps_of(const castbook_light_shift_t *shift) {
  return (steps_t){.level = shift->level * steps_of_stop, .color = shift->color * steps_of_stop,
                   .across = shift->across * steps_of_stop, .down = shift->down * steps_of_stop};
}

// The share of the others' swatches that a burnt swatch may have been like. One that is burnt in
// all channels may have had any color that is at least as bright, so the share is that of all such
// swatches.
static float share_of_burnt(
    const castbook_palettes_t *palettes, int32_t picture, const swatch_t *one, double by,
    double color_shift) {
  if (!one->is_partly_burnt) {
    const double position = position_of(burnt_from, lowest_level) - by;
    const float maximum = palettes->burnt[picture] > 0.6 ? (float)palettes->burnt[picture] : 0.6f;
    const float share = palettes->share * palettes->others->brighter[bin_at(position, levels)];
    return share < 0.06f ? 0.06f : share > maximum ? maximum : share;
  }
  float share = 0;
  for (int i = 0; i < likely_colors; i++) {
    const color_position_t *likely = one->likely + i;
    const float here =
        near(palettes, likely->level - by, likely->color - color_shift, likely->tint_bin);
    if (here > share) share = here;
  }
  return share;
}

// The share of the others' swatches that one swatch is like, if its light is shifted by `shift`.
__attribute__((always_inline)) static inline float share_of_like(
    const castbook_palettes_t *palettes, int32_t picture, const swatch_t *one,
    const steps_t *shift) {
  const double by = shift->level + shift->across * one->x + shift->down * one->y;
  if (one->is_burnt) return share_of_burnt(palettes, picture, one, by, shift->color);
  const float share =
      near(palettes, one->level_position - by, one->color_position - shift->color, one->tint_bin);
  return share > 0 ? share : 0;
}

static const float minimum_share = 0.01f;

// How well a picture's colors agree with the others if its light is shifted by `shift`: the mean
// logarithm of the share of the others' swatches that each of its own is like. Only every
// `every`-th one is used.
static double agreement(
    const castbook_palettes_t *palettes, int32_t picture, const castbook_light_shift_t *shift,
    int32_t every) {
  const steps_t steps = steps_of(shift);
  double sum = 0;
  for (int32_t i = palettes->starts[picture]; i < palettes->starts[picture + 1]; i += every) {
    const swatch_t *one = palettes->swatches + i;
    const float share = share_of_like(palettes, picture, one, &steps);
    sum += one->weight * logarithm(palettes, share + minimum_share);
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

// The agreement less a small price for each part of the shift, so that without evidence no shift
// wins.
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

// Improves a guess by steps of one size in each parameter, as long as they make it likelier.
static guess_t refined(
    const castbook_palettes_t *palettes, int32_t picture, guess_t best, double size,
    int32_t every) {
  for (int round = 0; round < 6; round++) {
    const double before = best.likelihood;
    for (int part = 0; part < 8; part++) {
      const double way = part & 1 ? size : -size;
      castbook_light_shift_t next = best.shift;
      if (part / 2 == 0) next.level += way;
      if (part / 2 == 1) next.color += way;
      if (part / 2 == 2) next.across += 2 * way;
      if (part / 2 == 3) next.down += 2 * way;
      const guess_t found = guess(palettes, picture, next, every);
      if (found.likelihood > best.likelihood + 1e-9) best = found;
    }
    if (best.likelihood == before) break;
  }
  return best;
}

enum { kept = 3, starts = kept + 5, unknown = -1000 };

// Inserts a guess into the best ones. Steps from different starts often end at the same guess,
// which is kept once.
static void keep(guess_t *best, guess_t found) {
  for (int i = 0; i < kept; i++) {
    if (found.likelihood == best[i].likelihood) return;
    if (found.likelihood < best[i].likelihood) continue;
    memmove(best + i + 1, best + i, (size_t)(kept - 1 - i) * sizeof *best);
    best[i] = found;
    return;
  }
}

// Finds the guesses to start from, by every second swatch: the likeliest of a coarse grid, no shift
// at all, and light from each of the four sides.
static void find_starts(const castbook_palettes_t *palettes, int32_t picture, guess_t *found) {
  const double warmths[7] = {-1.4, -0.8, -0.4, 0, 0.4, 0.8, 1.4};
  for (int i = 0; i < kept; i++) found[i].likelihood = unknown;
  for (int level = -5; level <= 5; level++) {
    for (int color = 0; color < 7; color++) {
      const castbook_light_shift_t shift = {.level = 0.8 * level, .color = warmths[color]};
      keep(found, guess(palettes, picture, shift, 2));
    }
  }
  found[kept] = guess(palettes, picture, (castbook_light_shift_t){0}, 1);
  for (int side = 0; side < 4; side++) {
    guess_t *best = found + kept + 1 + side;
    best->likelihood = unknown;
    for (int level = -3; level <= 3; level++) {
      const double slope = side & 1 ? 1.6 : -1.6;
      const castbook_light_shift_t shift = {
          .level = 0.8 * level, .across = side < 2 ? slope : 0, .down = side < 2 ? 0 : slope};
      const guess_t next = guess(palettes, picture, shift, 2);
      if (next.likelihood > best->likelihood) *best = next;
    }
  }
}

// Finds the likeliest shift: large steps from all starts, then smaller ones from the best results.
static guess_t likeliest(const castbook_palettes_t *palettes, int32_t picture) {
  guess_t found[starts] = {0}, best[kept];
  find_starts(palettes, picture, found);
  for (int i = 0; i < kept; i++) best[i] = (guess_t){.likelihood = unknown};
  for (int i = 0; i < starts; i++) {
    const guess_t start = guess(palettes, picture, found[i].shift, 2);
    keep(best, refined(palettes, picture, start, 0.4, 2));
  }
  guess_t result = found[kept];
  // There may be fewer than `kept` results: all may have ended at one guess.
  for (int i = 0; i < kept && best[i].likelihood > unknown; i++) {
    const guess_t start = guess(palettes, picture, best[i].shift, 1);
    const guess_t next = refined(
        palettes, picture, refined(palettes, picture, start, 0.2, 1), 0.1, 1);
    if (next.likelihood > result.likelihood) result = next;
  }
  return result;
}

// Sets `known`, the share of a picture's swatches that others are like without any shift, and
// `middle_gain`, how much better those in its middle agree after the shift. A subject in front of
// another backdrop is like the others without any shift, and agrees less after one.
static void compare_parts(
    const castbook_palettes_t *palettes, int32_t picture, castbook_light_match_t *match) {
  const float like = 0.045f;
  const steps_t none = {0}, shift = steps_of(&match->shift);
  double gain = 0, weight = 0;
  for (int32_t i = palettes->starts[picture]; i < palettes->starts[picture + 1]; i++) {
    const swatch_t *one = palettes->swatches + i;
    const float before = share_of_like(palettes, picture, one, &none);
    if (before > like) match->known += one->weight;
    const bool is_in_middle = size_of(one->x) < 0.25 && one->y > -0.25 && one->y < 0.35;
    if (!is_in_middle) continue;
    const float after = share_of_like(palettes, picture, one, &shift);
    gain += one->weight * (logarithm(palettes, after + minimum_share) -
                           logarithm(palettes, before + minimum_share));
    weight += one->weight;
  }
  match->middle_gain = weight > 0.02 ? gain / weight : match->gain;
}

bool castbook_palettes_match(
    castbook_palettes_t *palettes, int32_t picture, int32_t other, int32_t without,
    castbook_light_match_t *match) {
  if (palettes->starts[picture] == palettes->starts[picture + 1]) return false;
  const double own = agreement_with_itself(palettes, picture);
  if (!fill_others(palettes, picture, other, without)) return false;
  const castbook_light_shift_t none = {0};
  const double agreed_before = agreement(palettes, picture, &none, 1);
  *match = (castbook_light_match_t){.common = castbook_exponential(agreed_before - own)};
  // No shift could make it agree much better.
  if (match->common > 0.95) return true;
  const guess_t best = likeliest(palettes, picture);
  const double agreed = agreement(palettes, picture, &best.shift, 1);
  match->shift = best.shift;
  match->gain = agreed - agreed_before;
  match->common = castbook_exponential(agreed - own);
  compare_parts(palettes, picture, match);
  return true;
}
