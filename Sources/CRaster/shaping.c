#include "shaping.h"

#include "quicker.h"

#include <string.h>

typedef int32_t sums_t __attribute__((vector_size(16)));

enum { shift = 8, half = 1 << (shift - 1) };
_Static_assert(castbook_shaped_one >> shift == castbook_shaped_steps, "white is the last step");

static inline __attribute__((always_inline)) sums_t adds_of(const int32_t *adds, size_t value) {
  sums_t sums;
  memcpy(&sums, adds + 4 * value, sizeof sums);
  return sums;
}

static inline __attribute__((always_inline)) sums_t clamped(sums_t steps) {
  const sums_t maximum = {
      castbook_shaped_steps, castbook_shaped_steps, castbook_shaped_steps, castbook_shaped_steps};
  const sums_t is_light = steps > 0, is_more = steps > maximum;
  return is_light & ((is_more & maximum) | (~is_more & steps));
}

static inline __attribute__((always_inline)) void shape(
    uint8_t *into, const uint8_t *from, size_t count, const size_t channels, const int32_t *adds,
    const uint8_t *shown) {
  for (size_t i = 0; i < count; i++, into += channels, from += channels) {
    const sums_t sums = adds_of(adds, from[0]) + adds_of(adds + 1024, from[1]) +
        adds_of(adds + 2048, from[2]);
    const sums_t steps = clamped((sums + half) >> shift);
    if (channels == 4) into[3] = from[3];
    into[0] = shown[steps[0]];
    into[1] = shown[steps[1]];
    into[2] = shown[steps[2]];
  }
}

QUICKER void castbook_shape(
    uint8_t *into, const uint8_t *from, size_t count, size_t channels, const int32_t *adds,
    const uint8_t *shown) {
  if (channels == 4) {
    shape(into, from, count, 4, adds, shown);
  } else if (channels == 3) {
    shape(into, from, count, 3, adds, shown);
  }
}
