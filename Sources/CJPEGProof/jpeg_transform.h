// The inverse transform of JPEG, from coefficients to samples, with the results of libjpeg's
// accurate one.
#ifndef CASTBOOK_JPEG_TRANSFORM_H
#define CASTBOOK_JPEG_TRANSFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#define CASTBOOK_JPEG_TRANSFORMS 1
#else
#define CASTBOOK_JPEG_TRANSFORMS 0
#endif

// A block of coefficients, and the place of its samples.
typedef struct {
  int16_t *block;        // 64 coefficients by rows.
  const int16_t *steps;  // Their quantization steps, by rows.
  uint8_t *samples;      // The first of 8 rows of 8 samples,
  size_t stride;         // which are this many bytes apart.
  bool is_flat;          // Only the first coefficient is not zero.
} castbook_jpeg_block_t;

/// Transforms blocks. `is_wide` selects the instructions of AVX2, which transform two blocks at
/// once.
void castbook_jpeg_transform(const castbook_jpeg_block_t *blocks, int count, bool is_wide);

/// Whether the processor has the instructions of AVX2, and those for bits that came with them.
bool castbook_jpeg_is_wide(void);

/// The order of coefficients in a file: the index by rows of each.
extern const uint8_t castbook_jpeg_order[64];

/// Whether only the first coefficient of a block is not zero.
bool castbook_jpeg_is_flat(const int16_t block[64]);

#endif
