// The eighth of a JPEG: a picture of one pixel for each block, which is the mean of it.
#ifndef CASTBOOK_JPEG_EIGHTH_H
#define CASTBOOK_JPEG_EIGHTH_H

#include <stdbool.h>
#include <stdint.h>

// Whether an eighth of a picture is large enough to be reduced to 64 by 64.
static inline bool castbook_jpeg_eighth(int width, int height) {
  return (width + 7) / 8 >= 64 && (height + 7) / 8 >= 64;
}

// What libjpeg makes of a block's DC, of which 1 stands for `step`: an eighth of it, rounded half up,
// about the middle grey.
static inline uint8_t castbook_jpeg_mean(int16_t dc, int step) {
  const int64_t mean = (((int64_t)dc * step + 4) >> 3) + 128;
  return (uint8_t)(mean < 0 ? 0 : mean > 255 ? 255 : mean);
}

#endif
