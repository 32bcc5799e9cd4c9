#include "picture.h"

#include <stdlib.h>
#include <string.h>

// How a picture is lit, as a set is compared by it: at 256 pixels, in the light of its pixels.

enum { darkest_used = 10, brightest_used = 250, around = 7 };

typedef struct {
  int32_t width, height;
  float *light[3];   // Of the channels, 0 to 1,
  float *smooth;     // one of them softened by a Gaussian of 1,
  float *scratch;
  float *luminance;
  uint8_t *is_used;
} lit_t;

static bool begin(lit_t *lit, const view_t *view) {
  const size_t count = (size_t)view->width * (size_t)view->height;
  *lit = (lit_t){.width = view->width, .height = view->height};
  float *memory = calloc(6 * count, sizeof *memory);
  lit->is_used = calloc(count, 1);
  if (memory == NULL || lit->is_used == NULL) {
    free(memory);
    free(lit->is_used);
    return false;
  }
  for (int i = 0; i < 3; i++) lit->light[i] = memory + (size_t)i * count;
  lit->smooth = memory + 3 * count;
  lit->scratch = memory + 4 * count;
  lit->luminance = memory + 5 * count;
  float light[256];
  for (int i = 0; i < 256; i++) light[i] = (float)castbook_light_of((uint8_t)i);
  for (size_t i = 0; i < count; i++) {
    const uint8_t *pixel = view->rgb + 3 * i;
    uint8_t most = 0;
    for (int channel = 0; channel < 3; channel++) {
      lit->light[channel][i] = light[pixel[channel]];
      if (pixel[channel] > most) most = pixel[channel];
    }
    lit->is_used[i] = most >= darkest_used && most <= brightest_used;
    lit->luminance[i] = 0.2126f * lit->light[0][i] + 0.7152f * lit->light[1][i] +
                        0.0722f * lit->light[2][i];
  }
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

// A Gaussian of 1, of five values; beyond the border stands what stands at it.
static void soften(lit_t *lit, const float *from) {
  const int32_t width = lit->width, height = lit->height;
  float padded[CASTBOOK_QUALITY_LONGEST + 4];
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
    mix(lit->smooth + (size_t)y * (size_t)width, rows[0], rows[1], rows[2], rows[3], rows[4], width);
  }
}

// The sum of fourth powers of a channel's edges: their fourth root is the light's share of it.
static double edges(lit_t *lit, int channel) {
  soften(lit, lit->light[channel]);
  const int32_t width = lit->width, height = lit->height;
  double sum = 0;
  for (int32_t y = 1; y < height - 1; y++) {
    for (int32_t x = 1; x < width - 1; x++) {
      const int32_t place = y * width + x;
      if (!lit->is_used[place]) continue;
      const double across = (lit->smooth[place + 1] - lit->smooth[place - 1]) / 2;
      const double down = (lit->smooth[place + width] - lit->smooth[place - width]) / 2;
      const double square = across * across + down * down;
      sum += square * square;
    }
  }
  return sum;
}

// Steps of light that the fifth brightest is found in: finer where it is dark, as stops are.
enum { light_steps = 4096 };

// The mean of three logarithms: of the mean light, of the lights, and of what 80 in 100 don't exceed.
static bool exposure(lit_t *lit, double *stops) {
  const int32_t count = lit->width * lit->height;
  double sum = 0, logs = 0;
  int32_t used = 0;
  uint32_t counts[light_steps] = {0};
  for (int32_t i = 0; i < count; i++) {
    if (!lit->is_used[i]) continue;
    sum += lit->luminance[i];
    // By square roots, which every processor finds alike.
    counts[(int32_t)(__builtin_sqrtf(lit->luminance[i]) * (light_steps - 1))]++;
    used++;
  }
  if (used < 100 || used * 50 < count) return false;
  for (int32_t i = 0; i < light_steps; i++) {
    if (counts[i] == 0) continue;
    // The lowest step holds what is darker than the film of any camera tells.
    const double root = (i > 0 ? i : 0.3) / (light_steps - 1);
    logs += counts[i] * 2 * castbook_log2(root);
  }
  const double root = castbook_percentile(counts, light_steps, 0.8) / (double)(light_steps - 1);
  const double high = root * root;
  *stops = (castbook_log2(sum / used) + logs / used + castbook_log2(high > 1e-5 ? high : 1e-5)) / 3;
  return true;
}

// The largest light within seven pixels to every side.
static void spread(lit_t *lit) {
  const int32_t width = lit->width, height = lit->height;
  for (int32_t y = 0; y < height; y++) {
    for (int32_t x = 0; x < width; x++) {
      float most = 0;
      const int32_t left = x > around ? x - around : 0;
      const int32_t right = x + around < width - 1 ? x + around : width - 1;
      for (int32_t i = left; i <= right; i++) {
        const float value = lit->luminance[y * width + i];
        if (value > most) most = value;
      }
      lit->scratch[y * width + x] = most;
    }
  }
  for (int32_t x = 0; x < width; x++) {
    for (int32_t y = 0; y < height; y++) {
      float most = 0;
      const int32_t top = y > around ? y - around : 0;
      const int32_t bottom = y + around < height - 1 ? y + around : height - 1;
      for (int32_t i = top; i <= bottom; i++) {
        const float value = lit->scratch[i * width + x];
        if (value > most) most = value;
      }
      lit->smooth[y * width + x] = most;
    }
  }
}

// A plane through the logarithms of that, by least squares over -0.5 to 0.5. Every fourth pixel of every
// fourth row tells as much as all.
static bool slopes(lit_t *lit, double *across, double *down) {
  spread(lit);
  double n = 0, sx = 0, sy = 0, sz = 0, sxx = 0, sxy = 0, syy = 0, sxz = 0, syz = 0;
  for (int32_t row = 2; row < lit->height; row += 4) {
    for (int32_t column = 2; column < lit->width; column += 4) {
      const int32_t place = row * lit->width + column;
      if (!lit->is_used[place] || !(lit->smooth[place] > 1e-5f)) continue;
      const double x = (column + 0.5) / lit->width - 0.5, y = (row + 0.5) / lit->height - 0.5;
      const double z = castbook_log2(lit->smooth[place]);
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
  *across = (xz * yy - yz * xy) / area;
  *down = (yz * xx - xz * xy) / area;
  return true;
}

castbook_lighting_t castbook_quality_lighting(const castbook_quality_t *picture) {
  castbook_lighting_t result = {0};
  lit_t lit;
  if (!begin(&lit, &picture->quarter)) return result;
  const double red = edges(&lit, 0), blue = edges(&lit, 2);
  if (red > 1e-12 && blue > 1e-12 && exposure(&lit, &result.exposure) &&
      slopes(&lit, &result.across, &result.down)) {
    result.color = castbook_log2(red / blue) / 4;
    result.is_measured = true;
  }
  end(&lit);
  return result;
}
