// PNG's filters: what a pixel's neighbours let guess of it is taken off, so that little is left to deflate.
#ifndef CASTBOOK_FILTERING_H
#define CASTBOOK_FILTERING_H

#include <stddef.h>
#include <stdint.h>

/// Writes the row behind the number of the filter with the smallest sum of differences, the first of those
/// alike. `step` is the bytes of a pixel, `above` the row above, of zeros above the first one. `scratch` has room
/// for two rows.
void castbook_filter_row(
    uint8_t *filtered, uint8_t *scratch, const uint8_t *row, const uint8_t *above, size_t count,
    size_t step);

#endif
