// One reading of a JPEG by libjpeg, with its errors and warnings turned into values.
#ifndef CASTBOOK_JPEG_READING_H
#define CASTBOOK_JPEG_READING_H

#include "jpeg_proof.h"
#include "luma.h"
#include "raster.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

// The state of one reading: libjpeg's own, our error manager and source, and the result.
typedef struct {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  const JOCTET *rest;   // The bytes that libjpeg was not given yet.
  size_t rest_count;
  jmp_buf escape;
  castbook_jpeg_bounds_t bounds;
  castbook_jpeg_proof_t proof;
  uint8_t *means;       // Receives the means of 64 by 64 parts; NULL if the caller does not want them.
  castbook_luma_t *luma;
  castbook_raster_t *raster;  // The caller's raster, which the rows go to.
  castbook_jpeg_colors_t colors;  // The content of its planes.
  bool is_sound;        // The picture was proven before.
  uint64_t row_work;    // The number of pixels that one call of on_progress counts for.
  uint64_t work;        // The pixels decoded so far, counted once for each scan.
  uint64_t work_limit;
  uint64_t idle_work;   // Those of them that an arithmetic decoder made up after the end of a scan's data.
} reading_t;

/// Ends the reading with `longjmp`.
void castbook_jpeg_give_up(reading_t *reading, castbook_jpeg_status_t status);

/// Counts decoded pixels, and whether they are past the end of their scan's data. Ends the reading
/// if there are too many.
void castbook_jpeg_count(reading_t *reading, uint64_t pixels, bool is_past_the_data);

/// Whether a sample of some component does not cover a whole number of pixels. libjpeg reads the
/// coefficients of such a picture, but can't decode its pixels.
bool castbook_jpeg_is_fractional(const struct jpeg_decompress_struct *decoder);

/// The number of bytes that all coefficients take in memory.
uint64_t castbook_jpeg_coefficient_bytes(const struct jpeg_decompress_struct *decoder);

/// Reads the header, and sets the size and the kind of the picture in `proof`.
void castbook_jpeg_open(reading_t *reading);

/// Runs `read` with libjpeg, and returns the result. The other fields of `reading` are set by the
/// caller and by `read`.
castbook_jpeg_proof_t castbook_jpeg_run(
    void (*read)(reading_t *), reading_t *reading, const uint8_t *bytes, size_t count);

#endif
