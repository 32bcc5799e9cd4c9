// Proves a JPEG: decodes every coded byte without making pixels, and reports what libjpeg found.
//
// libjpeg reports errors by longjmp and warnings by a callback, neither of which Swift can use.
// This target turns both into values.
#ifndef CASTBOOK_JPEG_PROOF_H
#define CASTBOOK_JPEG_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "raster.h"

typedef enum {
  CASTBOOK_JPEG_READ,         // It was read to the end; the counts below say how well.
  CASTBOOK_JPEG_REFUSED,      // libjpeg gave up: see `message`.
  CASTBOOK_JPEG_TOO_BIG,      // It needs more memory than `memory_limit`.
  CASTBOOK_JPEG_TOO_COMPLEX,  // It has more scans, or costs more work, than is plausible for its size.
  CASTBOOK_JPEG_NO_MEMORY,
} castbook_jpeg_status_t;

typedef struct {
  size_t memory_limit;  // The maximum number of bytes of coefficients in memory.
  int scan_limit;
  bool is_plain;        // Only instructions that every processor has are used, for tests.
} castbook_jpeg_bounds_t;

/// The planes of a picture that was scaled down.
typedef enum {
  CASTBOOK_JPEG_NO_COLORS,  // It was not decoded.
  CASTBOOK_JPEG_GREY,       // One plane.
  CASTBOOK_JPEG_YCC,        // Three planes, as JPEG has them.
  CASTBOOK_JPEG_RGB,        // One plane of three channels.
  CASTBOOK_JPEG_INKS,       // One plane of four inks, with 255 for full ink.
  CASTBOOK_JPEG_INVERTED_INKS,     // One plane of four inks, with 255 for no ink.
} castbook_jpeg_colors_t;

typedef struct {
  castbook_jpeg_status_t status;
  // The number of libjpeg's warnings, by their meaning.
  unsigned premature;   // Coded data ended, or a marker came, before the last block.
  unsigned bad_code;    // A bit pattern is not a Huffman or arithmetic code.
  unsigned resync;      // A restart marker is missing or out of order.
  unsigned extraneous;  // There are bytes between coded data and the next marker.
  unsigned other;
  // Faults that libjpeg does not report in a plain picture:
  bool overrun;           // A block has more coefficients than 64.
  bool left_over;         // Coded data follow the last block.
  bool ran_out;           // The data ended before an end marker.
  bool is_progressive;
  bool component_missing; // No scan contains one of the color components.
  int first_damage_row;   // The first of `rows` with damage; -1 if there is none.
  int rows;               // The number of rows of MCUs in the picture.
  int scans;
  int width;              // The size that libjpeg found.
  int height;
  size_t end;             // The offset of the first byte after the end marker.
  bool has_luma;          // The means were requested and found.
  castbook_jpeg_colors_t colors;  // The planes that were passed to the raster.
  char message[200];      // libjpeg's message for an error, or for the first `other` warning.
} castbook_jpeg_proof_t;

/// Proves a picture of `count` bytes within `bounds`.
///
/// A plain picture without any fault is read by a walk of our own, over its codes alone. All others
/// are read by libjpeg, whose result counts. If `means` is not NULL, 64 rows of 64 mean lumas are
/// written to it, from data that are read anyway. A picture whose eighth is too small for that, or
/// whose first component is not luma, gets none.
///
/// If `raster` is not NULL and has the picture's size, the picture is passed to it from the same
/// reading. That is not possible for every picture: if `colors` is CASTBOOK_JPEG_NO_COLORS, what
/// the raster has is no picture, and `castbook_jpeg_raster` decodes a sound one for a new raster.
castbook_jpeg_proof_t castbook_jpeg_prove(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means,
    castbook_raster_t *raster);

/// Proves a picture as `castbook_jpeg_prove` does, by libjpeg alone. Only pictures of several scans
/// are passed to the raster.
castbook_jpeg_proof_t castbook_jpeg_prove_by_libjpeg(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means,
    castbook_raster_t *raster);

/// Writes the means of a sound picture for which `castbook_jpeg_prove` found none: libjpeg decodes
/// it at the smallest number of eighths at which its shorter side has 64 pixels. Returns false if
/// that fails.
bool castbook_jpeg_luma(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means);

/// Decodes a sound picture once, at its full size, and passes its rows to a raster of that size.
castbook_jpeg_colors_t castbook_jpeg_raster(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, castbook_raster_t *raster);

#endif
