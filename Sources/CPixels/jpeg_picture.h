// The rows of a picture that is written: all of them, or those of its strips.
#ifndef CASTBOOK_JPEG_PICTURE_H
#define CASTBOOK_JPEG_PICTURE_H

#include "jpeg_writing.h"

static inline size_t castbook_jpeg_rows(castbook_jpeg_picture_t picture) {
  return picture.strips == 0 ? picture.height : picture.strips * castbook_jpeg_strip_rows;
}

/// A row of the sample. The strips are spread evenly, so the first one does not begin at the top.
static inline const uint8_t *castbook_jpeg_row(castbook_jpeg_picture_t picture, size_t row) {
  if (picture.strips > 0) {
    const size_t strip = row / castbook_jpeg_strip_rows;
    const size_t room = picture.height - castbook_jpeg_rows(picture);
    row += room * (2 * strip + 1) / (2 * picture.strips);
  }
  return picture.values + row * picture.width * picture.channels;
}

#endif
