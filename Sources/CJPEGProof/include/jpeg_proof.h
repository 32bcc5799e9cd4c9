// Proves a JPEG: decodes every coded byte without making pixels, and says what libjpeg saw.
//
// libjpeg reports errors by longjmp and warnings by a callback, which Swift can't take part in; this
// file turns both into values.
#ifndef CASTBOOK_JPEG_PROOF_H
#define CASTBOOK_JPEG_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "raster.h"

typedef enum {
  CASTBOOK_JPEG_READ,         // Read to the end; the counts below say how well.
  CASTBOOK_JPEG_REFUSED,      // libjpeg gave up: see `message`.
  CASTBOOK_JPEG_TOO_BIG,      // Needs more memory than `memory_limit`.
  CASTBOOK_JPEG_TOO_COMPLEX,  // More scans or more work than is sane for its size.
  CASTBOOK_JPEG_NO_MEMORY,
} castbook_jpeg_status_t;

typedef struct {
  size_t memory_limit;  // Bytes of coefficients that may be held.
  int scan_limit;
} castbook_jpeg_bounds_t;

typedef struct {
  castbook_jpeg_status_t status;
  // Warnings by what they mean.
  unsigned premature;   // Coded data ended, or a marker stood, before the last block.
  unsigned bad_code;    // A bit pattern that is no Huffman or arithmetic code.
  unsigned resync;      // A restart marker missing or out of order.
  unsigned extraneous;  // Bytes between coded data and the next marker.
  unsigned other;
  // What libjpeg lets pass in a plain picture:
  bool overrun;           // A block of more coefficients than it can hold.
  bool left_over;         // Coded data behind the last block.
  bool ran_out;           // The data ended before an end marker.
  bool is_progressive;
  bool component_missing; // No scan carried one of the colour components.
  int first_damage_row;   // Of `rows`, where the first damage was met; -1 when nowhere.
  int rows;               // Rows of coded blocks in the picture.
  int scans;
  int width;              // The size that libjpeg found.
  int height;
  size_t end;             // The first byte after the end marker.
  bool has_luma;          // Whether the means were asked for and found.
  char message[200];      // libjpeg's words for an error or the first `other` warning.
} castbook_jpeg_proof_t;

/// Reads `count` bytes to their end within `bounds`.
///
/// A plain picture without any fault is read by a walk of our own, over its codes alone; all others
/// by libjpeg, whose word counts. Where `means` is not NULL, 64 rows of 64 mean lumas go there, from
/// what is read anyway; only a picture whose eighth is too small for that, or whose first component is
/// no luma, has none then.
castbook_jpeg_proof_t castbook_jpeg_prove(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means);

/// The same by libjpeg alone.
castbook_jpeg_proof_t castbook_jpeg_prove_slowly(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means);

/// The means of a sound picture that has none of the above: libjpeg decodes it at the smallest scale,
/// of eighths, at which its shorter side has 64 pixels. Whether it could.
bool castbook_jpeg_luma(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means);

/// What the planes of a picture hold that was made small.
typedef enum {
  CASTBOOK_JPEG_NO_COLORS,  // It could not be decoded.
  CASTBOOK_JPEG_GREY,       // One plane.
  CASTBOOK_JPEG_YCC,        // Three planes, as JPEG has them.
  CASTBOOK_JPEG_RGB,        // One plane of three channels.
  CASTBOOK_JPEG_INKS,       // One plane of four channels: 255 is the most ink,
  CASTBOOK_JPEG_LIGHTS,     // or the least.
} castbook_jpeg_colors_t;

/// Decodes a sound picture whole, once, and hands its rows to a raster of its size.
castbook_jpeg_colors_t castbook_jpeg_raster(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, castbook_raster_t *raster);

#endif
