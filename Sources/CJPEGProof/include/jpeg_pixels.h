// Decodes a JPEG at its full size, or at eighths of it, and hands over its rows.
#ifndef CASTBOOK_JPEG_PIXELS_H
#define CASTBOOK_JPEG_PIXELS_H

#include <stddef.h>
#include <stdint.h>

#include "jpeg_proof.h"

/// What a picture is to be, and where its rows go.
typedef struct {
  uint32_t width, height;  // Of the picture as it is coded.
  uint32_t eighths;   // 8 for its full size, down to 1 for an eighth of its sides, rounded up.
  uint32_t channels;  // 1: grey; 3: red, green and blue; 4: inks, of which 255 is the most.
  uint32_t rows;      // Handed over at a time, at most; at least one.
  void (*take)(void *context, const uint8_t *rows, size_t count);
  void *context;
} castbook_jpeg_goal_t;

/// What came of it. Rows that were handed over before something was found are damaged, or too few.
typedef enum {
  CASTBOOK_PIXELS_WHOLE,
  CASTBOOK_PIXELS_DAMAGED,    // Some of its coded data are missing, or make no sense.
  CASTBOOK_PIXELS_OTHER,      // It is another picture than the goal says.
  CASTBOOK_PIXELS_REFUSED,    // libjpeg gave up: see `message`.
  CASTBOOK_PIXELS_NO_MEMORY,  // Holding its coefficients takes more than the bounds, or than there is.
  CASTBOOK_PIXELS_TOO_COMPLEX,
} castbook_jpeg_outcome_t;

/// Decodes a picture that was proven before as libjpeg does it when nothing else is asked for: with chroma
/// brought to full size by the distance of its samples, and the accurate transform; or smaller, by leaving out
/// the finer parts of each block. `message` has room for
/// 200 bytes.
castbook_jpeg_outcome_t castbook_jpeg_pixels(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, castbook_jpeg_goal_t goal,
    char *message);

#endif
