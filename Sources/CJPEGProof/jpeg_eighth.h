// The eighth of a JPEG: a picture with one pixel for each block, which is the mean of the block.
#ifndef CASTBOOK_JPEG_EIGHTH_H
#define CASTBOOK_JPEG_EIGHTH_H

#include <stdbool.h>
#include <stdint.h>

// Whether an eighth of a picture is large enough to be reduced to 64 by 64.
static inline bool castbook_jpeg_eighth(int width, int height) {
  return (width + 7) / 8 >= 64 && (height + 7) / 8 >= 64;
}

// The mean of a block that libjpeg makes of its DC: an eighth of `dc` times `step`, rounded half up, plus
// the middle grey. Values that no real picture has, a step of more than 15 bits or a mean far outside 0 to
// 255, wrap around as they do in libjpeg.
static inline uint8_t castbook_jpeg_mean(int16_t dc, uint16_t step) {
  const int32_t mean = ((int32_t)dc * (int16_t)step + 4) >> 3;
  const int32_t shown = ((mean + 512) & 1023) - 512 + 128;
  return (uint8_t)(shown < 0 ? 0 : shown > 255 ? 255 : shown);
}

#endif
