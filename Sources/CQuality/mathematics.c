#include "picture.h"

#include <stddef.h>
#include <string.h>

// The math library's functions choose by processor between implementations that round differently.
// These functions use only the basic operations, which round alike everywhere.

double castbook_log2(double value) {
  if (!(value > 0)) return -1000;
  double whole = 0;
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  const int exponent = (int)(bits >> 52 & 0x7ff);
  if (exponent > 0 && exponent < 0x7ff) {
    // From 1 up to 2, with the power of two taken out. Numbers near 0 have no such form.
    bits = (bits & ~((uint64_t)0x7ff << 52)) | (uint64_t)1023 << 52;
    memcpy(&value, &bits, sizeof value);
    whole = exponent - 1023;
  }
  while (value >= 1.4142135623730951) {
    value /= 2;
    whole += 1;
  }
  while (value < 0.7071067811865476) {
    value *= 2;
    whole -= 1;
  }
  // ln((1 + t) / (1 - t)) = 2 (t + t^3 / 3 + …), with t below 0.172.
  const double t = (value - 1) / (value + 1), square = t * t;
  double sum = 0;
  for (int i = 23; i >= 1; i -= 2) sum = sum * square + 1.0 / i;
  return whole + 2 * t * sum * 1.4426950408889634;
}

double castbook_root(double value, int degree) {
  if (!(value > 0) || degree < 1) return 0;
  // From above, Newton's steps decrease and never pass the root.
  double root = value > 1 ? value : 1;
  for (int step = 0; step < 200; step++) {
    double power = 1;
    for (int i = 1; i < degree; i++) power *= root;
    const double next = root - (root - value / power) / degree;
    if (!(next < root)) break;
    root = next;
  }
  return root;
}

double castbook_degrees(double y, double x) {
  if (x == 0 && y == 0) return 0;
  const double wide = x < 0 ? -x : x, high = y < 0 ? -y : y;
  const double smaller = wide < high ? wide : high, larger = wide < high ? high : wide;
  double ratio = smaller / larger, base = 0;
  // atan(r) = 22.5° + atan((r - t) / (1 + r t)) with t = tan 22.5°.
  const double eighth = 0.41421356237309503;
  if (ratio > 0.19891236737965800) {
    ratio = (ratio - eighth) / (1 + ratio * eighth);
    base = 22.5;
  }
  const double square = ratio * ratio;
  double sum = 0;
  for (int i = 15; i >= 1; i -= 2) sum = 1.0 / i - sum * square;
  double angle = base + ratio * sum * 57.29577951308232;
  if (high > wide) angle = 90 - angle;
  if (x < 0) angle = 180 - angle;
  return y < 0 ? -angle : angle;
}

// The curve of sRGB, IEC 61966-2-1.
double castbook_light_of(uint8_t value) {
  const double share = value / 255.0;
  if (share <= 0.04045) return share / 12.92;
  const double base = (share + 0.055) / 1.055;
  return base * base * castbook_root(base * base, 5);
}

int32_t castbook_percentile(const uint32_t *counts, int32_t bins, double share) {
  uint64_t all = 0;
  for (int32_t i = 0; i < bins; i++) all += counts[i];
  // The smallest count that reaches the share, and at least one.
  const double wanted = share * (double)all;
  uint64_t enough = (uint64_t)wanted;
  if ((double)enough < wanted || enough == 0) enough++;
  uint64_t sum = 0;
  for (int32_t i = 0; i < bins; i++) {
    sum += counts[i];
    if (sum >= enough) return i;
  }
  return bins - 1;
}

double castbook_between(const double *sorted, int32_t count, double share) {
  if (count < 1) return 0;
  const double position = share * (count - 1);
  const int32_t below = (int32_t)position;
  if (below >= count - 1) return sorted[count - 1];
  return sorted[below] + (sorted[below + 1] - sorted[below]) * (position - below);
}

// Moves values below a limit, or those up to it, to the front, and returns their number. There are
// no branches, since which values are moved can't be predicted.
static int32_t move_below(double *values, int32_t count, double limit, const bool is_with_limit) {
  int32_t moved = 0;
  for (int32_t i = 0; i < count; i++) {
    const double value = values[i];
    values[i] = values[moved];
    values[moved] = value;
    moved += is_with_limit ? value <= limit : value < limit;
  }
  return moved;
}

double castbook_select(double *values, int32_t count, int32_t index) {
  // Quickselect: move the values below a pivot to the front until the wanted one is the pivot.
  while (count > 1) {
    const double pivot = values[count / 2];
    const int32_t below = move_below(values, count, pivot, false);
    if (index < below) {
      count = below;
      continue;
    }
    const int32_t equal = move_below(values + below, count - below, pivot, true);
    if (index < below + equal) return pivot;
    values += below + equal;
    count -= below + equal;
    index -= below + equal;
  }
  return values[index];
}

double castbook_median(double *values, int32_t count) {
  if (count < 1) return 0;
  const int32_t middle = (count - 1) / 2;
  const double found = castbook_select(values, count, middle);
  if (count % 2 != 0) return found;
  double next = values[middle + 1];
  for (int32_t i = middle + 2; i < count; i++) next = values[i] < next ? values[i] : next;
  return (found + next) / 2;
}

void castbook_sort(double *values, int32_t count) {
  for (int32_t i = 1; i < count; i++) {
    const double value = values[i];
    int32_t index = i;
    for (; index > 0 && values[index - 1] > value; index--) values[index] = values[index - 1];
    values[index] = value;
  }
}
