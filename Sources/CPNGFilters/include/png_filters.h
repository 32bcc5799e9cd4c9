// PNG's filters: a row is stored as differences from what its neighbours predict, which deflate
// better.
#ifndef CASTBOOK_PNG_FILTERS_H
#define CASTBOOK_PNG_FILTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Filters a row with the filter that has the smallest sum of differences, the first of equal ones,
/// and writes it after that filter's number. `step` is the bytes of a pixel; `above` is the row
/// above, or zeros for the first row. `scratch` has room for two rows.
void castbook_filter_row(
    uint8_t *filtered, uint8_t *scratch, const uint8_t *row, const uint8_t *above, size_t count,
    size_t step);

/// Undoes a filter in place; `above` is the row above with its filter undone, or zeros.
void castbook_unfilter(
    uint8_t filter, uint8_t *row, const uint8_t *above, size_t count, size_t pixel_bytes);

/// Whether a row with this filter depends on the pixel to the left, so that two such rows are
/// unfiltered together in less time.
bool castbook_unfilter_in_pairs(uint8_t filter, size_t pixel_bytes);

/// Undoes the filters of two rows in place, for each of which `castbook_unfilter_in_pairs` is true.
/// `above` is the row above the upper one with its filter undone, or zeros.
void castbook_unfilter_pair(
    uint8_t upper_filter, uint8_t lower_filter, uint8_t *upper, uint8_t *lower,
    const uint8_t *above, size_t count, size_t pixel_bytes);

#endif
