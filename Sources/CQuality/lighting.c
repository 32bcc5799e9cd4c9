// Measures how a picture is lit, by itself: the color of its light, its exposure, and how the light
// falls off across it. It is measured at 256 pixels, in linear light.
//
// Each number is the mean of several estimates, which are wrong about different pictures. They
// follow what is worn, so sets are compared by swatches instead.
//
// Decision: docs/decisions/0019-sets.md. Tests: QualityTests (LitPictures, LightingOfSets;
// Processors compares the results with a build for the oldest processor), under the address and
// thread sanitizers in `Scripts/test --long`. No fuzz target: it gets decoded pixels, never the
// bytes of a file.
#include "picture.h"

#include <stdlib.h>
#include <string.h>

enum { darkest_used = 10, brightest_used = 250, cell = 4, around = 2 };

typedef struct {
  int32_t width, height;
  float *light[2];   // The light of red and blue, 0 to 1,
  float *largest;    // that of the brightest channel,
  float *smooth[2];  // and that of red and blue softened by a Gaussian of 1.
  float *scratch;
  uint8_t *is_used;  // Not too dark, not clipped, and not a white or black backdrop.
  uint8_t *is_seen;  // As `is_used`, but also if it is clipped.
  double luminance;  // The mean luminance of seen pixels; of the subject alone in front of a plain backdrop.
} lit_t;

// For each pixel of one row, 1 if it is a plain backdrop, and 1 if it is a part of one that is
// nearly white or black.
typedef struct {
  uint8_t backdrop[CASTBOOK_QUALITY_MAXIMUM_SIDE], extremes[CASTBOOK_QUALITY_MAXIMUM_SIDE];
} masks_t;

// The masks of a row from those of the thumb, whose columns are `columns`.
static void find_masks(
    masks_t *masks, const castbook_quality_t *picture, const int32_t *columns, int32_t y) {
  const view_t *view = &picture->quarter, *thumb = &picture->thumb;
  const int32_t row = y * thumb->height / view->height * thumb->width;
  for (int32_t x = 0; x < view->width; x++) {
    const int32_t index = row + columns[x];
    masks->backdrop[x] = picture->backdrop[index] != 0;
    masks->extremes[x] = picture->extremes[index] != 0;
  }
}

// Luminance outside the backdrop and of the backdrop: its sums, and the numbers of pixels.
typedef struct {
  double before, behind;
  int32_t count_before, count_behind;
} luminances_t;

// The light of a row's green channel, and the luminance outside the backdrop and of the backdrop.
// Pixels that don't count have none.
typedef struct {
  float green[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  float before[CASTBOOK_QUALITY_MAXIMUM_SIDE], behind[CASTBOOK_QUALITY_MAXIMUM_SIDE];
} row_t;

// Looks up the light of each channel.
static void look_up(lit_t *lit, const uint8_t *rgb, size_t start, const float *light, row_t *row) {
  float *restrict red = lit->light[0] + start, *restrict blue = lit->light[1] + start;
  const int32_t count = lit->width;
  for (int32_t x = 0; x < count; x++) {
    red[x] = light[rgb[3 * x]];
    row->green[x] = light[rgb[3 * x + 1]];
    blue[x] = light[rgb[3 * x + 2]];
  }
}

// Light of these values of a channel: of the darkest and of the brightest that are used.
typedef struct {
  float darkest, brightest;
} used_t;

QUICKER static void find_luminance(
    lit_t *lit, size_t start, used_t used, const masks_t *masks, row_t *restrict row,
    luminances_t *luminances) {
  const float *red = lit->light[0] + start, *blue = lit->light[1] + start;
  float *restrict largest = lit->largest + start;
  uint8_t *restrict is_seen = lit->is_seen + start, *restrict is_used = lit->is_used + start;
  const int32_t count = lit->width;
  int32_t before = 0, behind = 0;
  for (int32_t x = 0; x < count; x++) {
    const float larger = red[x] > row->green[x] ? red[x] : row->green[x];
    const float maximum = larger > blue[x] ? larger : blue[x];
    const uint8_t seen = (maximum >= used.darkest) & !masks->extremes[x];
    const int32_t is_behind = seen & masks->backdrop[x], is_before = seen - is_behind;
    const float luminance = 0.2126f * red[x] + 0.7152f * row->green[x] + 0.0722f * blue[x];
    largest[x] = maximum;
    is_seen[x] = seen;
    is_used[x] = seen & (maximum <= used.brightest);
    row->before[x] = luminance * (float)is_before;
    row->behind[x] = luminance * (float)is_behind;
    before += is_before;
    behind += is_behind;
  }
  luminances->count_before += before;
  luminances->count_behind += behind;
}

// Whether this many pixels are enough to measure.
static bool is_enough(int32_t pixels, const lit_t *lit) {
  return pixels >= 100 && pixels * 50 >= lit->width * lit->height;
}

static void read_light(lit_t *lit, const castbook_quality_t *picture) {
  const view_t *view = &picture->quarter;
  float light[256];
  for (int i = 0; i < 256; i++) light[i] = (float)picture->light[i];
  const used_t used = {light[darkest_used], light[brightest_used]};
  int32_t columns[CASTBOOK_QUALITY_MAXIMUM_SIDE];
  for (int32_t x = 0; x < view->width; x++) columns[x] = x * picture->thumb.width / view->width;
  masks_t masks = {0};
  row_t row;
  luminances_t all = {0};
  for (int32_t y = 0; y < view->height; y++) {
    const size_t start = (size_t)y * (size_t)view->width;
    if (picture->is_plain) find_masks(&masks, picture, columns, y);
    look_up(lit, view->rgb + 3 * start, start, light, &row);
    find_luminance(lit, start, used, &masks, &row, &all);
    for (int32_t x = 0; x < view->width; x++) {
      all.before += row.before[x];
      all.behind += row.behind[x];
    }
  }
  if (is_enough(all.count_before, lit)) {
    lit->luminance = all.before / all.count_before;
  } else if (is_enough(all.count_before + all.count_behind, lit)) {
    lit->luminance = (all.before + all.behind) / (all.count_before + all.count_behind);
  }
}

static bool begin(lit_t *lit, const castbook_quality_t *picture) {
  const view_t *view = &picture->quarter;
  const size_t count = (size_t)view->width * (size_t)view->height;
  *lit = (lit_t){.width = view->width, .height = view->height};
  float *memory = malloc(6 * count * sizeof *memory);
  lit->is_used = malloc(2 * count);
  if (memory == NULL || lit->is_used == NULL) {
    free(memory);
    free(lit->is_used);
    return false;
  }
  lit->is_seen = lit->is_used + count;
  lit->light[0] = memory;
  lit->light[1] = memory + count;
  lit->largest = memory + 2 * count;
  lit->smooth[0] = memory + 3 * count;
  lit->smooth[1] = memory + 4 * count;
  lit->scratch = memory + 5 * count;
  read_light(lit, picture);
  return true;
}

static void end(lit_t *lit) {
  free(lit->light[0]);
  free(lit->is_used);
}

static const float weights[5] = {0.0544887f, 0.2442013f, 0.4026200f, 0.2442013f, 0.0544887f};

QUICKER static void mix(
    float *restrict into, const float *a, const float *b, const float *c, const float *d,
    const float *e, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    into[i] = weights[0] * a[i] + weights[1] * b[i] + weights[2] * c[i] + weights[3] * d[i] +
              weights[4] * e[i];
  }
}

// Softens by a Gaussian of 1 with five values. Pixels beyond the border are those at the border.
static void soften(lit_t *lit, int channel) {
  const float *from = lit->light[channel];
  const int32_t width = lit->width, height = lit->height;
  float padded[CASTBOOK_QUALITY_MAXIMUM_SIDE + 4];
  for (int32_t y = 0; y < height; y++) {
    const float *row = from + (size_t)y * (size_t)width;
    padded[0] = padded[1] = row[0];
    padded[width + 2] = padded[width + 3] = row[width - 1];
    memcpy(padded + 2, row, (size_t)width * sizeof *row);
    mix(lit->scratch + (size_t)y * (size_t)width, padded, padded + 1, padded + 2, padded + 3,
        padded + 4, width);
  }
  for (int32_t y = 0; y < height; y++) {
    const float *rows[5];
    for (int32_t i = -2; i <= 2; i++) {
      const int32_t row = y + i < 0 ? 0 : y + i >= height ? height - 1 : y + i;
      rows[i + 2] = lit->scratch + (size_t)row * (size_t)width;
    }
    mix(lit->smooth[channel] + (size_t)y * (size_t)width, rows[0], rows[1], rows[2], rows[3], rows[4], width);
  }
}

// Powers of a row's values, which are added one after another: their sums are rounded in this
// order. Values of pixels that don't count are 0.
typedef double powers_t[CASTBOOK_QUALITY_MAXIMUM_SIDE];

QUICKER static void take_edges(
    double *restrict powers, const float *row, int32_t width, const uint8_t *is_used, int32_t count) {
  for (int32_t x = 0; x < count; x++) {
    const double across = (row[x + 1] - row[x - 1]) / 2;
    const double down = (row[x + width] - row[x - width]) / 2;
    const double square = across * across + down * down;
    powers[x] = square * square * is_used[x];
  }
}

QUICKER static void take_sixth_powers(
    double *restrict powers, const float *light, const uint8_t *is_used, int32_t count) {
  for (int32_t x = 0; x < count; x++) {
    const double square = (double)light[x] * light[x];
    powers[x] = square * square * square * is_used[x];
  }
}

QUICKER static void take_fourth_powers(
    double *restrict powers, const float *light, const uint8_t *is_seen, int32_t count) {
  for (int32_t x = 0; x < count; x++) {
    const double square = (double)light[x] * light[x];
    powers[x] = square * square * is_seen[x];
  }
}

// Sums for red and blue.
typedef struct {
  double red, blue;
} sums_t;

static void add_powers(sums_t *sums, const powers_t red, const powers_t blue, int32_t count) {
  sums_t all = *sums;
  for (int32_t i = 0; i < count; i++) {
    all.red += red[i];
    all.blue += blue[i];
  }
  *sums = all;
}

// The sums of the fourth powers of the channels' edges. Their fourth root is proportional to the
// light's share of a channel.
static sums_t edges(lit_t *lit) {
  const int32_t width = lit->width;
  sums_t sums = {0};
  powers_t red, blue;
  soften(lit, 0);
  soften(lit, 1);
  for (int32_t y = 1; y < lit->height - 1; y++) {
    const size_t start = (size_t)y * (size_t)width + 1;
    take_edges(red, lit->smooth[0] + start, width, lit->is_used + start, width - 2);
    take_edges(blue, lit->smooth[1] + start, width, lit->is_used + start, width - 2);
    add_powers(&sums, red, blue, width - 2);
  }
  return sums;
}

// The sums of the sixth powers of the channels, which their brightest parts dominate.
static sums_t brightest(const lit_t *lit) {
  sums_t sums = {0};
  powers_t red, blue;
  for (int32_t y = 0; y < lit->height; y++) {
    const size_t start = (size_t)y * (size_t)lit->width;
    take_sixth_powers(red, lit->light[0] + start, lit->is_used + start, lit->width);
    take_sixth_powers(blue, lit->light[1] + start, lit->is_used + start, lit->width);
    add_powers(&sums, red, blue, lit->width);
  }
  return sums;
}

// Sets the mean of two estimates of log2 of red over blue: by edges, and by the brightest parts.
// Returns false if there are no edges.
static bool color(lit_t *lit, double *stops) {
  const sums_t edge = edges(lit);
  if (!(edge.red > 1e-12 && edge.blue > 1e-12)) return false;
  const sums_t bright = brightest(lit);
  // A channel with edges has light; a sum near 0 counts as a hundredth of full light.
  const double minimum = 1e-12;
  const double red = bright.red > minimum ? bright.red : minimum;
  const double blue = bright.blue > minimum ? bright.blue : minimum;
  *stops = castbook_log2(edge.red / edge.blue) / 8 + castbook_log2(red / blue) / 12;
  return true;
}

// The slope of a plane of light over the picture, in stops over the whole side.
typedef struct {
  double across, down;
} slope_t;

// Estimates the slope by how far the centroid of the light's fourth power is from the centroid of
// seen pixels. A plane of a few stops moves it by four times its slope, and less if the light ends
// within the picture.
static bool slope_by_middle(const lit_t *lit, slope_t *slope) {
  enum { power = 4 };
  const double less = 1.55, stops = 1.4426950408889634;
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, q = 0, qx = 0, qy = 0;
  powers_t columns, powers;
  for (int32_t column = 0; column < lit->width; column++) {
    columns[column] = (column + 0.5) / lit->width - 0.5;
  }
  for (int32_t row = 0; row < lit->height; row++) {
    const double y = (row + 0.5) / lit->height - 0.5;
    const size_t start = (size_t)row * (size_t)lit->width;
    const uint8_t *is_seen = lit->is_seen + start;
    take_fourth_powers(powers, lit->largest + start, is_seen, lit->width);
    double counted = 0, light = 0;
    for (int32_t column = 0; column < lit->width; column++) {
      const double x = columns[column] * is_seen[column];
      counted += is_seen[column];
      sx += x;
      sxx += x * x;
      light += powers[column];
      qx += powers[column] * columns[column];
    }
    n += counted;
    sy += counted * y;
    syy += counted * y * y;
    q += light;
    qy += light * y;
  }
  if (n < 100 || !(q > 1e-12)) return false;
  const double x = sx / n, y = sy / n;
  // The small term keeps a line of pixels from having no width.
  const double wide = sxx / n - x * x + 1e-4, high = syy / n - y * y + 1e-4;
  slope->across = (qx / q - x) / wide * (less * stops / power);
  slope->down = (qy / q - y) / high * (less * stops / power);
  return true;
}

// Squares of four by four pixels.
typedef struct {
  int32_t width, height;
  double *mean;      // log2 of their mean light.
  double *maximum;      // The largest light of seen pixels.
  double *spread;    // The largest `maximum` of the cells around.
  double *steps;
  uint8_t *is_used;  // At least half of the pixels are used.
} cells_t;

static bool begin_cells(cells_t *cells, const lit_t *lit) {
  *cells = (cells_t){.width = lit->width / cell, .height = lit->height / cell};
  const size_t count = (size_t)cells->width * (size_t)cells->height;
  if (count == 0) return false;
  double *memory = calloc(4 * count, sizeof *memory);
  cells->is_used = calloc(count, 1);
  if (memory == NULL || cells->is_used == NULL) {
    free(memory);
    free(cells->is_used);
    return false;
  }
  cells->mean = memory;
  cells->maximum = memory + count;
  cells->spread = memory + 2 * count;
  cells->steps = memory + 3 * count;
  for (size_t i = 0; i < count; i++) {
    const int32_t left = (int32_t)(i % (size_t)cells->width) * cell;
    const int32_t top = (int32_t)(i / (size_t)cells->width) * cell;
    double sum = 0, maximum = 0;
    int32_t used = 0;
    for (int32_t y = top; y < top + cell; y++) {
      for (int32_t x = left; x < left + cell; x++) {
        const int32_t index = y * lit->width + x;
        sum += lit->largest[index];
        used += lit->is_used[index];
        if (lit->is_seen[index] && lit->largest[index] > maximum) maximum = lit->largest[index];
      }
    }
    cells->mean[i] = castbook_log2(sum / (cell * cell) + 1e-3);
    cells->maximum[i] = maximum;
    cells->is_used[i] = 2 * used >= cell * cell;
  }
  return true;
}

static void end_cells(cells_t *cells) {
  free(cells->mean);
  free(cells->is_used);
}

// Estimates the slope by the median of the steps from each cell to the next, in stops over the
// whole side: edges of things are few and large, steps of the light are small and everywhere.
static double slope_by_steps(cells_t *cells, int32_t right, int32_t below) {
  int32_t count = 0;
  for (int32_t y = 0; y + below < cells->height; y++) {
    for (int32_t x = 0; x + right < cells->width; x++) {
      const int32_t index = y * cells->width + x, next = index + below * cells->width + right;
      if (!cells->is_used[index] || !cells->is_used[next]) continue;
      cells->steps[count++] = cells->mean[next] - cells->mean[index];
    }
  }
  if (count < 24) return 0;
  return castbook_median(cells->steps, count) * (right ? cells->width : cells->height);
}

// Sets the largest light of the cells within two to every side.
static void spread(cells_t *cells) {
  for (int32_t y = 0; y < cells->height; y++) {
    for (int32_t x = 0; x < cells->width; x++) {
      double maximum = 0;
      for (int32_t row = y - around; row <= y + around; row++) {
        if (row < 0 || row >= cells->height) continue;
        for (int32_t column = x - around; column <= x + around; column++) {
          if (column < 0 || column >= cells->width) continue;
          const double value = cells->maximum[row * cells->width + column];
          if (value > maximum) maximum = value;
        }
      }
      cells->spread[y * cells->width + x] = maximum;
    }
  }
}

// Estimates the slope by a plane through the logarithms of `spread`, by least squares over -0.5 to
// 0.5.
static bool slope_of_plane(cells_t *cells, slope_t *slope) {
  spread(cells);
  double n = 0, sx = 0, sy = 0, sz = 0, sxx = 0, sxy = 0, syy = 0, sxz = 0, syz = 0;
  for (int32_t row = 0; row < cells->height; row++) {
    for (int32_t column = 0; column < cells->width; column++) {
      const int32_t index = row * cells->width + column;
      if (!cells->is_used[index] || !(cells->spread[index] > 1e-5)) continue;
      const double x = (column + 0.5) / cells->width - 0.5;
      const double y = (row + 0.5) / cells->height - 0.5;
      const double z = castbook_log2(cells->spread[index]);
      n += 1;
      sx += x;
      sy += y;
      sz += z;
      sxx += x * x;
      sxy += x * y;
      syy += y * y;
      sxz += x * z;
      syz += y * z;
    }
  }
  if (n < 24) return false;
  const double xx = sxx - sx * sx / n, xy = sxy - sx * sy / n, yy = syy - sy * sy / n;
  const double xz = sxz - sx * sz / n, yz = syz - sy * sz / n;
  const double area = xx * yy - xy * xy;
  if (!(area > 1e-9)) return false;
  slope->across = (xz * yy - yz * xy) / area;
  slope->down = (yz * xx - xz * xy) / area;
  return true;
}

// Sets the means of three estimates, which are wrong about different pictures.
static bool slopes(const lit_t *lit, double *across, double *down) {
  slope_t middle, plane;
  cells_t cells;
  if (!slope_by_middle(lit, &middle) || !begin_cells(&cells, lit)) return false;
  const bool is_found = slope_of_plane(&cells, &plane);
  if (is_found) {
    *across = (middle.across + plane.across + slope_by_steps(&cells, 1, 0)) / 3;
    *down = (middle.down + plane.down + slope_by_steps(&cells, 0, 1)) / 3;
  }
  end_cells(&cells);
  return is_found;
}

castbook_lighting_t castbook_quality_lighting(castbook_quality_t *picture) {
  castbook_find_backdrop(picture);
  castbook_lighting_t result = {0};
  lit_t lit;
  if (!begin(&lit, picture)) return result;
  if (lit.luminance > 0 && color(&lit, &result.color) &&
      slopes(&lit, &result.across, &result.down)) {
    result.exposure = castbook_log2(lit.luminance);
    result.is_measured = true;
  }
  end(&lit);
  return result;
}
