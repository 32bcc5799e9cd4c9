#include "drawing.h"

#include <stdlib.h>
#include <string.h>

// Bytes of one pixel.
enum { step = 3 };

static uint8_t paeth(uint8_t left, uint8_t above, uint8_t corner) {
  const int guess = left + above - corner;
  const int a = abs(guess - left), b = abs(guess - above), c = abs(guess - corner);
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

// What a filter guesses for a byte from its neighbours; the numbers are PNG's.
static uint8_t guess(unsigned filter, uint8_t left, uint8_t above, uint8_t corner) {
  switch (filter) {
    case 1: return left;
    case 2: return above;
    case 3: return (uint8_t)((left + above) / 2);
    case 4: return paeth(left, above, corner);
    default: return 0;
  }
}

static uint8_t difference(
    unsigned filter, const uint8_t *row, const uint8_t *above, size_t i) {
  const uint8_t left = i < step ? 0 : row[i - step], corner = i < step ? 0 : above[i - step];
  return (uint8_t)(row[i] - guess(filter, left, above[i], corner));
}

void castbook_drawing_filter(
    uint8_t *filtered, const uint8_t *row, const uint8_t *above, size_t count) {
  uint64_t best = UINT64_MAX;
  unsigned chosen = 0;
  for (unsigned filter = 0; filter <= 4; filter++) {
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
      // A difference just below 256 is a small one downwards.
      const uint8_t value = difference(filter, row, above, i);
      sum += value < 128 ? value : 256u - value;
    }
    if (sum < best) {
      best = sum;
      chosen = filter;
    }
  }
  filtered[0] = (uint8_t)chosen;
  for (size_t i = 0; i < count; i++) filtered[i + 1] = difference(chosen, row, above, i);
}
