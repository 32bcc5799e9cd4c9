// Scales a picture whose rows come one by one, in linear light. The same picture gives the same bytes on every
// processor: all sums are of whole numbers.
#ifndef CASTBOOK_SCALING_H
#define CASTBOOK_SCALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The sides of a picture as it comes and as it shall be, and its values a pixel: 1, 3, or 4 of which the last
/// is how little one sees through it.
typedef struct {
  size_t width, height, new_width, new_height, channels;
} castbook_scale_t;

typedef struct castbook_scaler castbook_scaler_t;

/// The bytes that scaling takes. Sides are not over 2^31, and none is 0.
size_t castbook_scaler_memory(castbook_scale_t scale);

/// Nothing where there is no memory left.
castbook_scaler_t *castbook_scaler_new(castbook_scale_t scale);
void castbook_scaler_free(castbook_scaler_t *scaler);

/// Takes the next row from the top. Call castbook_scaler_next until it says no before the next one.
void castbook_scaler_take(castbook_scaler_t *scaler, const uint8_t *row);

/// Writes the next finished row where the rows that were taken are enough for it.
bool castbook_scaler_next(castbook_scaler_t *scaler, uint8_t *row);

#endif
