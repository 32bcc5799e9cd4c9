// Writes a JPEG again, with Huffman tables that are optimal for it.
#ifndef CASTBOOK_JPEG_TABLES_H
#define CASTBOOK_JPEG_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "jpeg_proof.h"

/// Writes a sound baseline picture with the same coefficients, with optimal Huffman tables and
/// without metadata. Returns the number of its bytes, or 0 if they don't fit into `room`, or if the
/// picture can't be read whole.
size_t castbook_jpeg_tables(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *smaller,
    size_t room);

#endif
