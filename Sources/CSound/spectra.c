#include "lanes.h"
#include "quicker.h"
#include "sound.h"

_Static_assert(CASTBOOK_SOUND_FFTS == lanes, "one transform a lane");

void castbook_sound_place(
    float *part, size_t lane, const float *samples, const float *window, const uint32_t *indices,
    size_t count, float mean) {
  for (size_t i = 0; i < count; i++) {
    part[(size_t)indices[i] * lanes + lane] = (samples[i] - mean) * window[i];
  }
}

QUICKER void castbook_sound_transform(
    float *real, float *imaginary, size_t size, const float *twiddles) {
  for (size_t half = 1; half < size; half *= 2) {
    const size_t step = size / (2 * half);
    for (size_t start = 0; start < size; start += 2 * half) {
      for (size_t i = 0; i < half; i++) {
        const float cosine = twiddles[i * step], sine = twiddles[size / 2 + i * step];
        float *const upper = real + (start + i) * lanes, *const lower = upper + half * lanes;
        float *const above = imaginary + (start + i) * lanes, *const below = above + half * lanes;
        floats_t a, b, c, d;
        memcpy(&a, upper, sizeof a);
        memcpy(&b, above, sizeof b);
        memcpy(&c, lower, sizeof c);
        memcpy(&d, below, sizeof d);
        const floats_t turned = c * cosine + d * sine, crossed = d * cosine - c * sine;
        const floats_t e = a + turned, f = b + crossed, g = a - turned, h = b - crossed;
        memcpy(upper, &e, sizeof e);
        memcpy(above, &f, sizeof f);
        memcpy(lower, &g, sizeof g);
        memcpy(below, &h, sizeof h);
      }
    }
  }
}

void castbook_sound_gather(
    double *sums, const float *real, const float *imaginary, size_t size, size_t lane, int second) {
  for (size_t i = 0; i <= size / 2; i++) {
    const size_t here = i * lanes + lane, mirror = (size - i) % size * lanes + lane;
    // Two sounds are transformed as one complex signal: the sum of both halves of its spectrum is
    // the first sound, and the difference is the second.
    const float across = second ? imaginary[here] + imaginary[mirror] : real[here] + real[mirror];
    const float down = second ? real[mirror] - real[here] : imaginary[here] - imaginary[mirror];
    sums[i] += 0.25 * ((double)across * across + (double)down * down);
  }
}
