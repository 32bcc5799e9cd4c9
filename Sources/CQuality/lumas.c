// Computes the luma of pixels, for every measure.
//
// Decision: none; docs/scores.md says what luma is. Tests: QualityTests (Processors compares the
// results with a build for the oldest processor), under the address and thread sanitizers in
// `Scripts/test --long`. No fuzz target: it gets decoded pixels, never the bytes of a file.
#include "picture.h"

// The weights are those of libjpeg, in 65536ths; they add up to 1.
static void take_one_by_one(uint8_t *luma, const uint8_t *rgb, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t red = rgb[3 * i], green = rgb[3 * i + 1], blue = rgb[3 * i + 2];
    luma[i] = (uint8_t)((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
  }
}

#if defined(__x86_64__) && !defined(CASTBOOK_PLAIN)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

// The lumas of eight pixels. Four bytes after them are read too.
AVX2 static inline __m256i take_eight(const uint8_t *rgb) {
  // Pairs of red and green, and of green and blue, of four pixels. Each pair is weighed by one
  // instruction, to which the weight of green is too large, so that it is shared by both.
  const __m256i reds = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, -1, 1, -1, 3, -1, 4, -1, 6, -1, 7, -1, 9, -1, 10, -1));
  const __m256i blues = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(1, -1, 2, -1, 4, -1, 5, -1, 7, -1, 8, -1, 10, -1, 11, -1));
  const __m128i low = _mm_loadu_si128((const __m128i *)(const void *)rgb);
  const __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(rgb + 12));
  const __m256i pixels = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
  const __m256i one = _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, reds), _mm256_set1_epi32(19235 << 16 | 19595));
  const __m256i other = _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, blues), _mm256_set1_epi32(7471 << 16 | 19235));
  return _mm256_srli_epi32(_mm256_add_epi32(_mm256_add_epi32(one, other), _mm256_set1_epi32(32768)), 16);
}

AVX2 static void take_many(uint8_t *luma, const uint8_t *rgb, size_t count) {
  size_t i = 0;
  for (; i + 34 <= count; i += 32) {
    const uint8_t *pixels = rgb + 3 * i;
    const __m256i first = _mm256_packus_epi32(take_eight(pixels), take_eight(pixels + 24));
    const __m256i second = _mm256_packus_epi32(take_eight(pixels + 48), take_eight(pixels + 72));
    // Packing leaves groups of four in the order of the halves of registers.
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i lumas = _mm256_permutevar8x32_epi32(_mm256_packus_epi16(first, second), order);
    _mm256_storeu_si256((__m256i *)(void *)(luma + i), lumas);
  }
  take_one_by_one(luma + i, rgb + 3 * i, count - i);
}

void castbook_take_luma(uint8_t *luma, const uint8_t *rgb, size_t count) {
  if (__builtin_cpu_supports("avx2")) {
    take_many(luma, rgb, count);
  } else {
    take_one_by_one(luma, rgb, count);
  }
}

#else

void castbook_take_luma(uint8_t *luma, const uint8_t *rgb, size_t count) {
  take_one_by_one(luma, rgb, count);
}

#endif
