// Decodes a JPEG at its full size, or at a number of eighths of it, and passes its rows on.
#ifndef CASTBOOK_JPEG_PIXELS_H
#define CASTBOOK_JPEG_PIXELS_H

#include <stddef.h>
#include <stdint.h>

#include "jpeg_proof.h"

/// The size and the colors to decode to, and the function that receives the rows.
typedef struct {
  uint32_t width, height;  // The size of the picture as coded.
  uint32_t eighths;   // 8 for its full size, down to 1 for an eighth of its sides, rounded up.
  uint32_t channels;  // 1: grey; 3: red, green and blue; 4: inks, with 255 for full ink.
  uint32_t rows;      // The maximum number of rows that are passed on at once; at least one.
  void (*on_rows)(void *context, const uint8_t *rows, size_t count);
  void *context;
} castbook_jpeg_goal_t;

/// The result. Unless it is CASTBOOK_PIXELS_WHOLE, the rows that were passed on may be damaged or
/// too few.
typedef enum {
  CASTBOOK_PIXELS_WHOLE,
  CASTBOOK_PIXELS_DAMAGED,    // Some coded data are missing or invalid.
  CASTBOOK_PIXELS_OTHER,      // The picture has another size or other colors than the goal says.
  CASTBOOK_PIXELS_REFUSED,    // libjpeg gave up: see `message`.
  CASTBOOK_PIXELS_NO_MEMORY,  // Its coefficients take more memory than the bounds allow, or memory is short.
  CASTBOOK_PIXELS_TOO_COMPLEX,
} castbook_jpeg_outcome_t;

/// Decodes a picture that was proven before, with libjpeg's defaults: chroma is enlarged by
/// interpolation ("fancy upsampling"), and the transform is the accurate one. A smaller size leaves
/// out the finer coefficients of each block. `message` has room for 200 bytes.
castbook_jpeg_outcome_t castbook_jpeg_pixels(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, castbook_jpeg_goal_t goal,
    char *message);

#endif
