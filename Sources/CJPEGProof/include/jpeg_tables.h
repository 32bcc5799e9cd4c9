// Writes a JPEG anew with tables of codes made for it.
#ifndef CASTBOOK_JPEG_TABLES_H
#define CASTBOOK_JPEG_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "jpeg_proof.h"

/// Writes a sound baseline picture with the same coefficients and the tables of codes that make it smallest, and
/// without notes. The number of its bytes; 0 where they are no fewer than `room`, or it can't be read whole.
size_t castbook_jpeg_tables(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *smaller,
    size_t room);

#endif
