#include "hamming.h"

// The number of hashes that are compared at once, with a bit for each; which of them are near is
// examined only if any is.
enum { block = 64 };

// Defines a function that returns a bit for every hash of a block that is near one of the queries.
// The compiler chooses the instructions for the processor in `attribute`.
#define NEAR(name, attribute) \
  static attribute uint64_t name( \
      const uint64_t *hashes, uint64_t first, uint64_t second, unsigned radius) { \
    uint64_t near = 0; \
    for (int i = 0; i < block; i++) { \
      const unsigned one = (unsigned)__builtin_popcountll(hashes[i] ^ first); \
      const unsigned other = (unsigned)__builtin_popcountll(hashes[i] ^ second); \
      near |= (uint64_t)((one <= radius) | (other <= radius)) << i; \
    } \
    return near; \
  }

NEAR(near_plain, )

#if defined(__x86_64__)
NEAR(near_popcnt, __attribute__((target("popcnt"))))

#include <immintrin.h>

// Counts the bits of each half byte by a table, and adds up the eight bytes of each number.
static inline __attribute__((target("avx2"), always_inline)) __m256i count_avx2(__m256i value) {
  const __m256i table = _mm256_setr_epi8(
      0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3,
      4);
  const __m256i low = _mm256_set1_epi8(15);
  const __m256i lower = _mm256_shuffle_epi8(table, _mm256_and_si256(value, low));
  const __m256i upper =
      _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi32(value, 4), low));
  return _mm256_sad_epu8(_mm256_add_epi8(lower, upper), _mm256_setzero_si256());
}

static __attribute__((target("avx2"))) uint64_t near_avx2(
    const uint64_t *hashes, uint64_t first, uint64_t second, unsigned radius) {
  const __m256i one = _mm256_set1_epi64x((long long)first);
  const __m256i other = _mm256_set1_epi64x((long long)second);
  const __m256i limit = _mm256_set1_epi64x((long long)radius + 1);
  uint64_t near = 0;
  for (int i = 0; i < block; i += 4) {
    const __m256i hash = _mm256_loadu_si256((const __m256i *)(const void *)(hashes + i));
    const __m256i is_near = _mm256_or_si256(
        _mm256_cmpgt_epi64(limit, count_avx2(_mm256_xor_si256(hash, one))),
        _mm256_cmpgt_epi64(limit, count_avx2(_mm256_xor_si256(hash, other))));
    near |= (uint64_t)(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(is_near)) << i;
  }
  return near;
}

static __attribute__((target("avx512f,avx512vpopcntdq"))) uint64_t near_avx512(
    const uint64_t *hashes, uint64_t first, uint64_t second, unsigned radius) {
  const __m512i one = _mm512_set1_epi64((long long)first);
  const __m512i other = _mm512_set1_epi64((long long)second);
  const __m512i limit = _mm512_set1_epi64((long long)radius);
  uint64_t near = 0;
  for (int i = 0; i < block; i += 8) {
    const __m512i hash = _mm512_loadu_si512(hashes + i);
    const __m512i minimum = _mm512_min_epu64(
        _mm512_popcnt_epi64(_mm512_xor_si512(hash, one)),
        _mm512_popcnt_epi64(_mm512_xor_si512(hash, other)));
    near |= (uint64_t)_mm512_cmple_epu64_mask(minimum, limit) << i;
  }
  return near;
}
#endif

bool castbook_hamming_supports(castbook_hamming_way_t way) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (way) {
  case CASTBOOK_HAMMING_PLAIN: return true;
  case CASTBOOK_HAMMING_POPCNT: return __builtin_cpu_supports("popcnt");
  case CASTBOOK_HAMMING_AVX2: return __builtin_cpu_supports("avx2");
  case CASTBOOK_HAMMING_AVX512:
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq");
  }
  return false;
#else
  return way == CASTBOOK_HAMMING_PLAIN;
#endif
}

castbook_hamming_way_t castbook_hamming_fastest(void) {
  if (castbook_hamming_supports(CASTBOOK_HAMMING_AVX512)) return CASTBOOK_HAMMING_AVX512;
  if (castbook_hamming_supports(CASTBOOK_HAMMING_AVX2)) return CASTBOOK_HAMMING_AVX2;
  if (castbook_hamming_supports(CASTBOOK_HAMMING_POPCNT)) return CASTBOOK_HAMMING_POPCNT;
  return CASTBOOK_HAMMING_PLAIN;
}

// Writes the hits of one hash, for neither, one or both queries, and returns their number.
static size_t add_hits(
    uint64_t hash, size_t index, const uint64_t queries[2], unsigned radius,
    castbook_hamming_hit_t *hits) {
  size_t count = 0;
  for (uint32_t query = 0; query < 2; query++) {
    const unsigned distance = (unsigned)__builtin_popcountll(hash ^ queries[query]);
    if (distance > radius) continue;
    hits[count++] = (castbook_hamming_hit_t){index, query, distance};
  }
  return count;
}

size_t castbook_hamming_scan(
    castbook_hamming_way_t way, const uint64_t *hashes, size_t count, size_t *index,
    const uint64_t queries[2], unsigned radius, castbook_hamming_hit_t *hits, size_t room) {
  uint64_t (*near)(const uint64_t *, uint64_t, uint64_t, unsigned) = near_plain;
#if defined(__x86_64__)
  switch (way) {
  case CASTBOOK_HAMMING_PLAIN: break;
  case CASTBOOK_HAMMING_POPCNT: near = near_popcnt; break;
  case CASTBOOK_HAMMING_AVX2: near = near_avx2; break;
  case CASTBOOK_HAMMING_AVX512: near = near_avx512; break;
  }
#else
  (void)way;
#endif
  size_t found = 0, next = *index;
  while (next < count && room - found >= 2 * block) {
    if (count - next < block) {
      for (; next < count; next++) {
        found += add_hits(hashes[next], next, queries, radius, hits + found);
      }
      break;
    }
    uint64_t set = near(hashes + next, queries[0], queries[1], radius);
    for (; set != 0; set &= set - 1) {
      const size_t at = next + (size_t)__builtin_ctzll(set);
      found += add_hits(hashes[at], at, queries, radius, hits + found);
    }
    next += block;
  }
  *index = next;
  return found;
}
