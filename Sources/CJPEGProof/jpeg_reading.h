// One reading of a JPEG by libjpeg, with its errors and warnings turned into values.
#ifndef CASTBOOK_JPEG_READING_H
#define CASTBOOK_JPEG_READING_H

#include "jpeg_proof.h"
#include "luma.h"
#include "raster.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

// One reading: libjpeg's state, our error manager and source beside it, and what came of it.
typedef struct {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  const JOCTET *rest;   // What libjpeg was not handed yet.
  size_t rest_count;
  jmp_buf escape;
  castbook_jpeg_bounds_t bounds;
  castbook_jpeg_proof_t proof;
  uint8_t *means;       // Where the means of 64 by 64 parts go; NULL when nobody asked for them.
  castbook_luma_t *luma;
  castbook_raster_t *raster;  // Made small by whoever asked for it, who frees it.
  castbook_jpeg_colors_t colors;  // What its planes hold.
  bool is_sound;        // Whether the picture was proven before.
  uint64_t row_work;    // Pixels that one call of on_progress stands for.
  uint64_t work;        // Pixels passed, counted once for each scan.
  uint64_t work_limit;
  uint64_t idle_work;   // Of them, those an arithmetic decoder made up behind the end of a scan's data.
} reading_t;

/// Ends the reading, from wherever it is.
void castbook_jpeg_give_up(reading_t *reading, castbook_jpeg_status_t status);

/// Counts pixels that were decoded, behind the end of their scan's data or not, and ends the reading where they are
/// too many.
void castbook_jpeg_count(reading_t *reading, uint64_t pixels, bool is_past_the_data);

/// Whether some component has no whole number of the picture's pixels for each of its own: libjpeg reads
/// its coefficients, and makes no pixels of them.
bool castbook_jpeg_is_fractional(const struct jpeg_decompress_struct *decoder);

/// What holding all coefficients takes.
uint64_t castbook_jpeg_coefficient_bytes(const struct jpeg_decompress_struct *decoder);

/// Reads the header, and says in `proof` what stands there.
void castbook_jpeg_open(reading_t *reading);

/// Reads by libjpeg in one way or another, and says what came of it. The rest of `reading` is what the
/// caller wants, and what it got.
castbook_jpeg_proof_t castbook_jpeg_run(
    void (*read)(reading_t *), reading_t *reading, const uint8_t *bytes, size_t count);

#endif
