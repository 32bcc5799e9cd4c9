// Scales a picture whose rows arrive one by one, in linear light. All sums are in integers, so the
// same picture gives the same bytes on every processor.
#ifndef CASTBOOK_SCALING_H
#define CASTBOOK_SCALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The size of a picture before and after, and its values per pixel: 1, 3, or 4 with alpha as the
/// last one.
typedef struct {
  size_t width, height, new_width, new_height, channels;
} castbook_scale_t;

typedef struct castbook_scaler castbook_scaler_t;

/// Returns the number of bytes that scaling takes. No side may be 0 or over 2^31.
size_t castbook_scaler_memory(castbook_scale_t scale);

/// Makes a scaler. Returns NULL if memory is short.
castbook_scaler_t *castbook_scaler_new(castbook_scale_t scale);
void castbook_scaler_free(castbook_scaler_t *scaler);

/// Adds the next row from the top. Afterwards, call castbook_scaler_next until it returns false.
void castbook_scaler_add(castbook_scaler_t *scaler, const uint8_t *row);

/// Writes the next finished row, if the rows that were added are enough for it. Returns false
/// otherwise.
bool castbook_scaler_next(castbook_scaler_t *scaler, uint8_t *row);

#endif
