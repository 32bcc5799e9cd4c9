// Keeps rows of pixels that arrive in pieces or out of order, until they can be read from the top.
#ifndef CASTBOOK_ROW_BUFFER_H
#define CASTBOOK_ROW_BUFFER_H

#include <stddef.h>
#include <stdint.h>

typedef struct castbook_row_buffer castbook_row_buffer_t;

/// Makes room for `rows` rows of `width` pixels of `channels` values, all of them 0. Returns NULL
/// if memory is short, or if a number is 0.
castbook_row_buffer_t *castbook_row_buffer_new(uint64_t width, uint64_t rows, uint64_t channels);

void castbook_row_buffer_free(castbook_row_buffer_t *buffer);

/// Puts pixels into a row, from column `first` on, `step` apart. Pixels outside the picture are
/// ignored.
void castbook_row_buffer_put(
    castbook_row_buffer_t *buffer, uint64_t row, const uint8_t *pixels, size_t count, uint64_t first,
    uint64_t step);

/// Puts one value of each pixel into a row, from column `first` on.
void castbook_row_buffer_put_channel(
    castbook_row_buffer_t *buffer, uint64_t row, uint64_t channel, const uint8_t *values, size_t count,
    uint64_t first);

/// Returns a row, or NULL if the picture has fewer rows.
const uint8_t *castbook_row_buffer_row(const castbook_row_buffer_t *buffer, uint64_t row);

#endif
