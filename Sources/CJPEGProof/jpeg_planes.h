// Decodes a plain JPEG while its codes are proven: every sample of every component, from one
// reading.
#ifndef CASTBOOK_JPEG_PLANES_H
#define CASTBOOK_JPEG_PLANES_H

#include "jpeg_walk.h"

// The planes of a picture, as JPEG has them.
typedef struct {
  int count;                  // 1 or 3.
  uint64_t width, height;     // The picture's size in pixels.
  uint32_t across[3], down[3];  // How many pixels a sample of each plane covers.
  uint32_t coarseness;        // That of luma: see `castbook_jpeg_coarseness`.
} castbook_jpeg_planes_t;

// Who receives the planes.
typedef struct {
  void *context;
  /// Prepares for the planes. Returns false if they are not wanted.
  bool (*begin)(void *context, const castbook_jpeg_planes_t *planes);
  /// Receives the next rows of a plane, `stride` bytes apart, with samples up to the end of the
  /// last block. Rows that only fill the last blocks are among them.
  void (*take)(void *context, int plane, const uint8_t *rows, size_t stride, int count);
} castbook_jpeg_taker_t;

/// Walks over a file as `castbook_walk` does, with the same result, and passes on what it decodes.
/// The rows count only if the result is sound and `has_planes` is true.
///
/// A picture has planes if its first component is luma, and each sample of each component covers a
/// whole number of pixels. `is_wide` is for tests: `castbook_jpeg_is_wide()`, or false.
castbook_walk_t castbook_walk_planes(
    const uint8_t *bytes, size_t count, uint8_t *means, castbook_jpeg_taker_t taker, bool is_wide);

#endif
