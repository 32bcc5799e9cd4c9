#include "vectors.h"

#include <math.h>

// Defines a function that multiplies two vectors. The compiler chooses the instructions for the
// processor in `attribute`.
#define PRODUCT(name, attribute) \
  static attribute int32_t name(const int8_t *one, const int8_t *other, size_t length) { \
    int32_t sum = 0; \
    for (size_t index = 0; index < length; index++) \
      sum += (int32_t)one[index] * (int32_t)other[index]; \
    return sum; \
  }

PRODUCT(product_plain, )

#if defined(__x86_64__)
PRODUCT(product_avx2, __attribute__((target("avx2"))))
PRODUCT(product_avx512, __attribute__((target("avx512f,avx512bw,avx512vl,prefer-256-bit"))))
#endif

bool castbook_vectors_supports(castbook_vectors_way_t way) {
  if (way == CASTBOOK_VECTORS_PLAIN) return true;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (way == CASTBOOK_VECTORS_AVX2) return __builtin_cpu_supports("avx2");
  if (way == CASTBOOK_VECTORS_AVX512)
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#endif
  return false;
}

castbook_vectors_way_t castbook_vectors_fastest(void) {
  if (castbook_vectors_supports(CASTBOOK_VECTORS_AVX512)) return CASTBOOK_VECTORS_AVX512;
  if (castbook_vectors_supports(CASTBOOK_VECTORS_AVX2)) return CASTBOOK_VECTORS_AVX2;
  return CASTBOOK_VECTORS_PLAIN;
}

size_t castbook_vectors_scan(
    castbook_vectors_way_t way, const uint8_t *stored, size_t count, const int8_t *query,
    size_t length, float bar, castbook_vectors_hit_t *hits) {
  int32_t (*product)(const int8_t *, const int8_t *, size_t) = product_plain;
#if defined(__x86_64__)
  if (way == CASTBOOK_VECTORS_AVX2) product = product_avx2;
  if (way == CASTBOOK_VECTORS_AVX512) product = product_avx512;
#else
  (void)way;
#endif
  size_t found = 0;
  for (size_t index = 0; index < count; index++) {
    const uint8_t *at = stored + index * (CASTBOOK_VECTORS_HEAD + length);
    const uint32_t length2 = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
                             (uint32_t)at[3] << 24;
    if (length2 == 0) continue;
    const int32_t value =
        product((const int8_t *)(at + CASTBOOK_VECTORS_HEAD), query, length);
    if ((float)value < bar * sqrtf((float)length2)) continue;
    hits[found++] = (castbook_vectors_hit_t){(uint32_t)index, value, length2};
  }
  return found;
}
