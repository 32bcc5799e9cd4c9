// Holds rows of pixels that come in pieces or out of their order until they can be taken from the top.
#ifndef CASTBOOK_HELD_ROWS_H
#define CASTBOOK_HELD_ROWS_H

#include <stddef.h>
#include <stdint.h>

typedef struct castbook_held castbook_held_t;

/// Room for so many rows of pixels of so many values, all of them nought; NULL where there is no memory
/// for it, or a number is nought.
castbook_held_t *castbook_held_new(uint64_t width, uint64_t rows, uint64_t channels);

void castbook_held_free(castbook_held_t *held);

/// Puts pixels into a row, `step` apart from `first` on. What lies outside is passed over.
void castbook_held_put(
    castbook_held_t *held, uint64_t row, const uint8_t *pixels, size_t count, uint64_t first,
    uint64_t step);

/// Puts one value of each pixel into a row, side by side from `first` on.
void castbook_held_put_channel(
    castbook_held_t *held, uint64_t row, uint64_t channel, const uint8_t *values, size_t count,
    uint64_t first);

/// A row; NULL where there is none of that number.
const uint8_t *castbook_held_row(const castbook_held_t *held, uint64_t row);

#endif
