// Puts the rows of a stored picture where they belong in the upright one.
#ifndef CASTBOOK_PLACING_H
#define CASTBOOK_PLACING_H

#include <stddef.h>
#include <stdint.h>

/// Where a stored picture's pixels go: the index of its first one in the upright picture, in
/// pixels, and the steps from there to the next column and the next row.
typedef struct {
  int64_t first, across, down;
} castbook_placing_t;

/// Places `rows` rows of `width` pixels of `channels` values, the first of which is the stored
/// picture's row `row`. `upright` has room for all of them.
void castbook_place_rows(
    uint8_t *upright, castbook_placing_t placing, const uint8_t *pixels, size_t width, size_t rows,
    size_t row, size_t channels);

#endif
