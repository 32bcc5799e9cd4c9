#include "weights.h"

#include "quicker.h"

#include <stdbool.h>

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t larger(int64_t a, int64_t b) { return a < b ? b : a; }

// The math library's sine is not rounded alike everywhere, but this sum is. `turns` is an angle in
// half turns,
// 0 to 3.
static double sine(double turns) {
  bool negative = false;
  while (turns > 0.5) {
    turns = turns - 1;
    negative = !negative;
  }
  const double angle = turns * 3.141592653589793, square = angle * angle;
  double sum = 0;
  for (int i = 21; i >= 3; i -= 2) sum = (sum + 1) * -square / (i * (i - 1));
  const double sine = angle * (1 + sum);
  return negative ? -sine : sine;
}

// The Lanczos kernel of three lobes, for a picture that shrinks.
static double lanczos(double x) {
  if (x == 0) return 1;
  if (x >= 3) return 0;
  return 3 * sine(x) * sine(x / 3) / (9.869604401089358 * x * x);
}

// The Catmull-Rom cubic, for a picture that grows: it leaves existing pixels as they are.
static double catmull_rom(double x) {
  if (x >= 2) return 0;
  if (x >= 1) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return (1.5 * x - 2.5) * x * x + 1;
}

castbook_side_t castbook_side(size_t from, size_t to, int maximum_bits) {
  castbook_side_t side = {.from = (int64_t)from, .to = (int64_t)to, .taps = 4, .shift = 14};
  if (to < from) {
    side.taps = 6 * from / to + 3;
    // A weight is hardly over to / from, so it still fits into 15 bits.
    if (5 * from >= 6 * to) side.shift = 15;
    if (from >= 4 * to) side.shift = 16;
  }
  if (side.taps > from) side.taps = from;
  if (side.shift > maximum_bits) side.shift = maximum_bits;
  return side;
}

// Adds what rounding left over to the pixels in the middle, symmetrically.
static void even_out(int16_t *weights, int64_t count, int64_t rest) {
  const int16_t step = rest < 0 ? -1 : 1;
  int64_t left = (count - 1) / 2, right = count / 2;
  if (left == right && (rest % 2 != 0 || count == 1)) {
    const int64_t part = count == 1 ? rest : step;
    weights[left] = (int16_t)(weights[left] + part);
    rest -= part;
  }
  if (left == right) {
    left--;
    right++;
  }
  while (rest != 0) {
    weights[left] = (int16_t)(weights[left] + step);
    rest -= step;
    if (rest == 0) break;
    weights[right] = (int16_t)(weights[right] + step);
    rest -= step;
    left = left > 0 ? left - 1 : (count - 1) / 2;
    right = right < count - 1 ? right + 1 : count / 2;
  }
}

static void reverse(int16_t *weights, size_t count) {
  for (size_t i = 0; i < count / 2; i++) {
    const int16_t weight = weights[i];
    weights[i] = weights[count - 1 - i];
    weights[count - 1 - i] = weight;
  }
}

// The weights of a pixel in the first half, or in the exact middle.
static castbook_window_t weigh(
    castbook_side_t side, int64_t index, int16_t *weights, double *shares) {
  const int64_t from = side.from, to = side.to;
  const bool shrinks = to < from;
  // Positions are in units of 1 / (2 to) of a stored pixel: integers, so that nothing is rounded
  // yet.
  const int64_t middle = (2 * index + 1) * from, radius = shrinks ? 6 * from : 4 * to;
  const int64_t base = (middle - to) / (2 * to) - (middle < to ? 1 : 0);
  const int64_t across = radius / (2 * to) + 1;
  int64_t first = larger(0, base - across), last = smaller(from - 1, base + across);
  while (first < last && middle - (2 * first + 1) * to >= radius) first++;
  while (last > first && (2 * last + 1) * to - middle >= radius) last--;
  const size_t count = (size_t)(last - first + 1);
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    const int64_t away = (2 * (first + (int64_t)i) + 1) * to - middle;
    const double distance = (double)(away < 0 ? -away : away);
    shares[i] = shrinks ? lanczos(distance / (2 * (double)from))
                        : catmull_rom(distance / (2 * (double)to));
    sum += shares[i];
  }
  const int64_t whole = (int64_t)1 << side.shift;
  int64_t rest = whole;
  for (size_t i = 0; i < count; i++) {
    const double weight = shares[i] / sum * (double)whole;
    weights[i] = (int16_t)(weight < 0 ? weight - 0.5 : weight + 0.5);
    rest -= weights[i];
  }
  even_out(weights, (int64_t)count, rest);
  return (castbook_window_t){
      first, count, larger(base, 0), smaller(base + 1, from - 1)};
}

castbook_window_t castbook_weights(
    castbook_side_t side, int64_t index, int16_t *weights, double *shares) {
  if (2 * index < side.to) return weigh(side, index, weights, shares);
  const castbook_window_t turned = weigh(side, side.to - 1 - index, weights, shares);
  reverse(weights, turned.count);
  return (castbook_window_t){
      side.from - turned.first - (int64_t)turned.count, turned.count,
      side.from - 1 - turned.behind, side.from - 1 - turned.before};
}
