#include "quicker.h"
#include "sound.h"

#include <string.h>

// The math library's functions choose by processor between implementations that round differently.
// These functions use only the basic operations, which round alike everywhere.

double castbook_sound_log2(double value) {
  if (!(value > 1e-300)) return CASTBOOK_SOUND_SILENCE;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  int64_t whole = (int64_t)(bits >> 52 & 2047) - 1023;
  bits = (bits & 0xfffffffffffffu) | (uint64_t)1023 << 52;
  double part;
  memcpy(&part, &bits, sizeof part);
  if (part > 1.4142135623730951) {
    part /= 2;
    whole += 1;
  }
  // ln((1 + t) / (1 - t)) = 2 (t + t^3 / 3 + …), with t below 0.172.
  const double t = (part - 1) / (part + 1), square = t * t;
  double sum = 0;
  for (int i = 23; i >= 1; i -= 2) sum = sum * square + 1.0 / i;
  return (double)whole + 2 * t * sum * 1.4426950408889634;
}

double castbook_sound_decibels(double power) {
  if (!(power > 1e-30)) return CASTBOOK_SOUND_SILENCE;
  return 3.0102999566398120 * castbook_sound_log2(power);
}

double castbook_sound_power(double decibels) {
  if (!(decibels > CASTBOOK_SOUND_SILENCE)) return 0;
  const double doublings = (decibels < 300 ? decibels : 300) / 3.0102999566398120;
  const int64_t whole = (int64_t)(doublings < 0 ? doublings - 0.5 : doublings + 0.5);
  const double part = (doublings - (double)whole) * 0.69314718055994531;
  double sum = 1;
  for (int i = 16; i >= 1; i--) sum = 1 + sum * part / i;
  const uint64_t bits = (uint64_t)(whole + 1023) << 52;
  double scale;
  memcpy(&scale, &bits, sizeof scale);
  return sum * scale;
}

double castbook_sound_sine(double turns) {
  double turn = turns - (double)(int64_t)turns;
  if (turn < 0) turn += 1;
  const int quarter = (int)(turn * 4 + 0.5);
  const double angle = (turn - quarter / 4.0) * 6.283185307179586, square = angle * angle;
  // Up to an eighth of a turn, further terms of both series would change nothing.
  double sine = 1, cosine = 1;
  for (int i = 18; i >= 2; i -= 2) {
    sine = 1 - sine * square / (i * (i + 1));
    cosine = 1 - cosine * square / (i * (i - 1));
  }
  sine *= angle;
  switch (quarter & 3) {
    case 0: return sine;
    case 1: return cosine;
    case 2: return -sine;
    default: return -cosine;
  }
}
