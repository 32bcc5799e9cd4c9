// The eighth of a JPEG: a picture with one pixel for each block, which is the mean of the block.
#ifndef CASTBOOK_JPEG_EIGHTH_H
#define CASTBOOK_JPEG_EIGHTH_H

#include <stdbool.h>
#include <stdint.h>

#include "jpeg_head.h"
#include "luma.h"

// Whether an eighth of a picture is large enough to be reduced to 64 by 64.
static inline bool castbook_jpeg_eighth(int width, int height) {
  return (width + 7) / 8 >= 64 && (height + 7) / 8 >= 64;
}

// The mean of a block that libjpeg makes of its DC: an eighth of `dc` times `step`, rounded half
// up, plus the middle grey. Values that no real picture has, a step of more than 15 bits or a mean
// far outside 0 to 255, wrap around as they do in libjpeg.
static inline uint8_t castbook_jpeg_mean(int16_t dc, uint16_t step) {
  const int32_t mean = ((int32_t)dc * (int16_t)step + 4) >> 3;
  const int32_t shown = ((mean + 512) & 1023) - 512 + 128;
  return (uint8_t)(shown < 0 ? 0 : shown > 255 ? 255 : shown);
}

// The state that keeps the mean of each block of the first component.
typedef struct {
  castbook_luma_t *luma;
  uint8_t *rows;     // The means of one row of MCUs, as rows of blocks.
  size_t row_bytes;
  int across, down;  // The blocks of the component in an MCU.
  uint16_t step;     // The quantization step of DC.
} castbook_eighth_t;

/// Begins to reduce the eighth. Returns false if there is none to reduce, or if memory is short.
bool castbook_eighth_begin(castbook_eighth_t *eighth, const castbook_jpeg_head_t *head);

/// Keeps the mean of a block of luma, which is counted within its MCU.
static inline void castbook_eighth_keep(castbook_eighth_t *eighth, int column, int block, int16_t dc) {
  const size_t index = (size_t)(block / eighth->across) * eighth->row_bytes +
                       (size_t)(column * eighth->across + block % eighth->across);
  eighth->rows[index] = castbook_jpeg_mean(dc, eighth->step);
}

/// Ends a row of MCUs.
void castbook_eighth_end_row(castbook_eighth_t *eighth, int row);

void castbook_eighth_end(castbook_eighth_t *eighth);

#endif
