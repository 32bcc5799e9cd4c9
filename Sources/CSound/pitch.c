#include "lanes.h"
#include "quicker.h"
#include "sound.h"

// The dot product, in two independent sums of lanes, so that neither waits for the other.
#define DOT(sum, one, other, count)                             \
  do {                                                          \
    floats_t even = {0}, odd = {0};                             \
    for (size_t dot = 0; dot < (count); dot += 2 * lanes) {     \
      floats_t a, b, c, d;                                      \
      memcpy(&a, (one) + dot, sizeof a);                        \
      memcpy(&b, (other) + dot, sizeof b);                      \
      memcpy(&c, (one) + dot + lanes, sizeof c);                \
      memcpy(&d, (other) + dot + lanes, sizeof d);              \
      even += a * b;                                            \
      odd += c * d;                                             \
    }                                                           \
    even += odd;                                                \
    (sum) = ((even[0] + even[4]) + (even[1] + even[5])) +       \
            ((even[2] + even[6]) + (even[3] + even[7]));        \
  } while (0)

QUICKER void castbook_sound_thin(
    float *thin, size_t count, const float *samples, size_t step, const float *weights, size_t taps) {
  for (size_t i = 0; i < count; i++) DOT(thin[i], samples + i * step, weights, taps);
}

// Sets tiny values to 0: after a sound ends, the filter's state decays to denormal numbers, which
// are slow.
static double kept(double value) { return value > -1e-30 && value < 1e-30 ? 0 : value; }

void castbook_sound_filter(castbook_sound_filter_t *filter, float *samples, size_t count) {
  castbook_sound_filter_t f = *filter;
  for (size_t i = 0; i < count; i++) {
    const double x = samples[i];
    const double y = f.b0 * x + f.b1 * f.x1 + f.b2 * f.x2 - f.a1 * f.y1 - f.a2 * f.y2;
    f.x2 = f.x1;
    f.x1 = x;
    f.y2 = f.y1;
    f.y1 = kept(y);
    samples[i] = (float)f.y1;
  }
  *filter = f;
}

// An earlier peak that is at least this share of the highest one is the period; later peaks are its
// multiples.
static const float nearly = 0.9f;

static float root(float square) {
  float guess;
  uint32_t bits;
  memcpy(&bits, &square, sizeof bits);
  bits = (bits >> 1) + 0x1fbd1df5u;
  memcpy(&guess, &bits, sizeof guess);
  for (int step = 0; step < 3; step++) guess = 0.5f * (guess + square / guess);
  return guess;
}

QUICKER static void compare(
    const float *samples, size_t width, size_t minimum, size_t maximum, float *likeness) {
  double own = 0, later = 0;
  for (size_t i = 0; i < width; i++) {
    own += (double)samples[i] * samples[i];
    later += (double)samples[i + minimum - 1] * samples[i + minimum - 1];
  }
  for (size_t lag = minimum - 1; lag <= maximum + 1; lag++) {
    float sum;
    DOT(sum, samples, samples + lag, width);
    const double both = own * later;
    likeness[lag] = both > 1e-24 ? sum / root((float)both) : 0;
    const double removed = samples[lag], added = lag <= maximum ? samples[lag + width] : 0;
    later += added * added - removed * removed;
    later = later > 0 ? later : 0;
  }
}

castbook_sound_pitch_t castbook_sound_pitch(
    const float *samples, size_t width, size_t minimum, size_t maximum, float *likeness) {
  castbook_sound_pitch_t pitch = {0, 0};
  if (minimum < 2 || maximum < minimum) return pitch;
  compare(samples, width, minimum, maximum, likeness);
  for (size_t lag = minimum; lag <= maximum; lag++) {
    const float here = likeness[lag];
    if (here > pitch.strength && here >= likeness[lag - 1] && here > likeness[lag + 1]) {
      pitch.strength = here;
    }
  }
  if (pitch.strength <= 0) return pitch;
  for (size_t lag = minimum; lag <= maximum; lag++) {
    const float here = likeness[lag], before = likeness[lag - 1], after = likeness[lag + 1];
    if (here < nearly * pitch.strength || here < before || here <= after) continue;
    // The vertex of the parabola through the three points.
    const float bend = before - 2 * here + after;
    pitch.lag = (float)lag + (bend < 0 ? 0.5f * (before - after) / bend : 0);
    break;
  }
  return pitch;
}
