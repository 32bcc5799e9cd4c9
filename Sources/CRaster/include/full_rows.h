// Converts rows of a file's pixels, at full size, to rows whose values take 8 or 16 bits each.
#ifndef CASTBOOK_FULL_ROWS_H
#define CASTBOOK_FULL_ROWS_H

#include <stddef.h>
#include <stdint.h>

/// Looks up pixels of `depth` bits (1, 2, 4 or 8; the first pixel is in the high bits): each
/// becomes the `channels` bytes, 1 to 4, of its entry in a table of 256.
void castbook_full_entries(
    uint8_t *pixels, const uint8_t *packed, size_t count, unsigned depth, const uint8_t *table,
    size_t channels);

/// Converts blue, green and red to red, green and blue.
void castbook_full_bgr(uint8_t *rgb, const uint8_t *bgr, size_t count);

/// Converts pixels of 2 or 4 bytes, the low one first, whose 1 to 4 channels are given by masks.
/// Each channel is scaled to 0 to 255.
void castbook_full_masks(
    uint8_t *pixels, const uint8_t *bytes, size_t count, size_t pixel_bytes, const uint32_t *masks,
    size_t channels);

#endif
