// Proves a baseline JPEG by reading its Huffman codes, without keeping coefficients or transforming
// them. It keeps the mean of each block (an eighth of the picture in each direction) and where the
// block's last code ended.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Tables and buffers, kept from file to file.
typedef struct walk walk_t;

typedef enum {
  walk_sound,
  walk_damaged,
  // Progressive, or in several scans, or with 12-bit samples.
  walk_unsupported,
} walk_verdict_t;

walk_t *walk_new(void);

// Sets `area` to width times height.
walk_verdict_t walk_jpeg(walk_t *walk, const uint8_t *bytes, size_t count, double *area);
