// Transforms blocks of coefficients to samples, in the vectors of SSE2 and AVX2.
//
// The samples are those of libjpeg's accurate transform ("islow") bit by bit, so that measures
// don't depend on who decoded a picture. libjpeg-turbo, which computes in vectors too, is copied
// even where 16 bits overflow in coefficients that no picture has.
//
// Decision: docs/decisions/0033-one-entropy-decode.md. Tests: MediaTests (OneDecode, which compares
// the planes with libjpeg's), under the address and thread sanitizers in `Scripts/test --long`.
// Fuzz target: `jpeg-proof`.
#include "jpeg_transform.h"

#include <string.h>

const uint8_t castbook_jpeg_order[64] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

bool castbook_jpeg_is_flat(const int16_t block[64]) {
  int16_t any = 0;
  for (int i = 1; i < 64; i++) any |= block[i];
  return any == 0;
}

bool castbook_jpeg_is_wide(void) {
#if CASTBOOK_JPEG_TRANSFORMS
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2");
#else
  return false;
#endif
}

#if CASTBOOK_JPEG_TRANSFORMS

#include <immintrin.h>

// Fills a block with the mean of its samples. The arithmetic is that of the transform's two passes.
static void fill(castbook_jpeg_block_t block) {
  const int16_t scaled = (int16_t)((unsigned)(block.block[0] * block.steps[0]) << 2);
  const int value = ((scaled + 16) >> 5) + 128;
  const uint64_t eight = 0x0101010101010101u * (uint64_t)(value < 0 ? 0 : value > 255 ? 255 : value);
  for (size_t i = 0; i < 8; i++) memcpy(block.samples + i * block.stride, &eight, sizeof eight);
}

// Whether all rows of coefficients but the first are zero.
static inline __attribute__((always_inline)) bool is_first_row_alone(const int16_t *block) {
  const __m128i *rows = (const __m128i *)(const void *)block;
  __m128i any = _mm_loadu_si128(rows + 1);
  for (int i = 2; i < 8; i++) any = _mm_or_si128(any, _mm_loadu_si128(rows + i));
  return _mm_movemask_epi8(_mm_cmpeq_epi8(any, _mm_setzero_si128())) == 0xFFFF;
}

// One row of a block's coefficients, multiplied by their steps.
static inline __attribute__((always_inline)) __m128i row_of(const castbook_jpeg_block_t *block, int row) {
  const __m128i values = _mm_loadu_si128((const __m128i *)(const void *)(block->block + 8 * row));
  const __m128i steps = _mm_loadu_si128((const __m128i *)(const void *)(block->steps + 8 * row));
  return _mm_mullo_epi16(values, steps);
}

// Writes two rows of samples.
static inline __attribute__((always_inline)) void put_rows(
    const castbook_jpeg_block_t *block, int row, __m128i samples) {
  uint8_t *place = block->samples + (size_t)row * block->stride;
  _mm_storel_epi64((__m128i *)(void *)place, samples);
  _mm_storel_epi64((__m128i *)(void *)(place + block->stride), _mm_unpackhi_epi64(samples, samples));
}

static void transform_one(const castbook_jpeg_block_t *block) {
  __m128i r0 = row_of(block, 0), r1 = row_of(block, 1), r2 = row_of(block, 2), r3 = row_of(block, 3);
  __m128i r4 = row_of(block, 4), r5 = row_of(block, 5), r6 = row_of(block, 6), r7 = row_of(block, 7);
#define V __m128i
#define IS_FIRST_ROW_ALONE is_first_row_alone(block->block)
#define ZERO _mm_setzero_si128
#define SET32 _mm_set1_epi32
#define MULTIPLY _mm_madd_epi16
#define ADD16 _mm_add_epi16
#define SUBTRACT16 _mm_sub_epi16
#define SHIFTED_UP16 _mm_slli_epi16
#define ADD32 _mm_add_epi32
#define SUBTRACT32 _mm_sub_epi32
#define SHIFTED _mm_srai_epi32
#define NARROW32 _mm_packs_epi32
#define LOW16 _mm_unpacklo_epi16
#define HIGH16 _mm_unpackhi_epi16
#define LOW32 _mm_unpacklo_epi32
#define HIGH32 _mm_unpackhi_epi32
#define LOW64 _mm_unpacklo_epi64
#define HIGH64 _mm_unpackhi_epi64
#include "jpeg_transform_body.h"
  const __m128i middle = _mm_set1_epi8(-128);
  put_rows(block, 0, _mm_add_epi8(_mm_packs_epi16(r0, r1), middle));
  put_rows(block, 2, _mm_add_epi8(_mm_packs_epi16(r2, r3), middle));
  put_rows(block, 4, _mm_add_epi8(_mm_packs_epi16(r4, r5), middle));
  put_rows(block, 6, _mm_add_epi8(_mm_packs_epi16(r6, r7), middle));
}

#define WIDE __attribute__((target("avx2")))

static inline __attribute__((always_inline)) WIDE __m256i both(__m128i a, __m128i b) {
  return _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
}

static inline __attribute__((always_inline)) WIDE void put_both(
    const castbook_jpeg_block_t *a, const castbook_jpeg_block_t *b, int row, __m256i upper,
    __m256i lower) {
  const __m256i samples = _mm256_add_epi8(_mm256_packs_epi16(upper, lower), _mm256_set1_epi8(-128));
  put_rows(a, row, _mm256_castsi256_si128(samples));
  put_rows(b, row, _mm256_extracti128_si256(samples, 1));
}

// Transforms two blocks side by side, each in one half of the vectors.
WIDE static void transform_two(const castbook_jpeg_block_t *a, const castbook_jpeg_block_t *b) {
#define BOTH(i) both(row_of(a, i), row_of(b, i))
  __m256i r0 = BOTH(0), r1 = BOTH(1), r2 = BOTH(2), r3 = BOTH(3);
  __m256i r4 = BOTH(4), r5 = BOTH(5), r6 = BOTH(6), r7 = BOTH(7);
#define V __m256i
#define IS_FIRST_ROW_ALONE false
#define ZERO _mm256_setzero_si256
#define SET32 _mm256_set1_epi32
#define MULTIPLY _mm256_madd_epi16
#define ADD16 _mm256_add_epi16
#define SUBTRACT16 _mm256_sub_epi16
#define SHIFTED_UP16 _mm256_slli_epi16
#define ADD32 _mm256_add_epi32
#define SUBTRACT32 _mm256_sub_epi32
#define SHIFTED _mm256_srai_epi32
#define NARROW32 _mm256_packs_epi32
#define LOW16 _mm256_unpacklo_epi16
#define HIGH16 _mm256_unpackhi_epi16
#define LOW32 _mm256_unpacklo_epi32
#define HIGH32 _mm256_unpackhi_epi32
#define LOW64 _mm256_unpacklo_epi64
#define HIGH64 _mm256_unpackhi_epi64
#include "jpeg_transform_body.h"
  put_both(a, b, 0, r0, r1);
  put_both(a, b, 2, r2, r3);
  put_both(a, b, 4, r4, r5);
  put_both(a, b, 6, r6, r7);
}

WIDE static void transform_wide(const castbook_jpeg_block_t *blocks, int count) {
  const castbook_jpeg_block_t *waiting = NULL;
  for (int i = 0; i < count; i++) {
    const castbook_jpeg_block_t *block = &blocks[i];
    if (block->is_flat) {
      fill(*block);
    } else if (is_first_row_alone(block->block)) {
      transform_one(block);
    } else if (waiting == NULL) {
      waiting = block;
    } else {
      transform_two(waiting, block);
      waiting = NULL;
    }
  }
  if (waiting != NULL) transform_one(waiting);
}

void castbook_jpeg_transform(const castbook_jpeg_block_t *blocks, int count, bool is_wide) {
  if (is_wide) {
    transform_wide(blocks, count);
    return;
  }
  for (int i = 0; i < count; i++) {
    if (blocks[i].is_flat) {
      fill(blocks[i]);
    } else {
      transform_one(&blocks[i]);
    }
  }
}

#else

void castbook_jpeg_transform(const castbook_jpeg_block_t *blocks, int count, bool is_wide) {
  (void)blocks;
  (void)count;
  (void)is_wide;
}

#endif
