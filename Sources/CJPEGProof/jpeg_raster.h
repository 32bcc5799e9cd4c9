// Passes a JPEG to a raster while it is proven.
#ifndef CASTBOOK_JPEG_RASTER_H
#define CASTBOOK_JPEG_RASTER_H

#include "jpeg_planes.h"
#include "jpeg_reading.h"

/// Passes the walk's planes to a raster, if it has the picture's size.
castbook_jpeg_taker_t castbook_jpeg_raster_taker(castbook_raster_t *raster);

/// Passes all coefficients that libjpeg has read to the reading's raster, and sets the proof's
/// colors, if the result is the same as if libjpeg had decoded them.
void castbook_jpeg_pass_coefficients(reading_t *reading, jvirt_barray_ptr *arrays);

#endif
