// Walks over the codes of a plain JPEG without keeping their values, unless the caller wants means.
//
// Proving a picture needs no coefficients. It needs only that every code is valid, that each block
// ends where it must, and that the scan ends with the last block. That takes two thirds of the time
// in which libjpeg reads the coefficients. The walk knows only the plainest kind: one scan of
// Huffman codes, 8 bits per sample, nothing left over. It leaves everything else to libjpeg, which
// has messages for it.
#ifndef CASTBOOK_JPEG_WALK_H
#define CASTBOOK_JPEG_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  CASTBOOK_WALK_SOUND,    // Every code was read, and nothing is odd.
  CASTBOOK_WALK_UNSURE,   // It is another kind of JPEG, or odd, or damaged.
  // Two faults that libjpeg does not report:
  CASTBOOK_WALK_OVERRUN,  // A block has more coefficients than 64.
  CASTBOOK_WALK_LEFT_OVER,  // Whole bytes that are not padding follow the last block.
} castbook_walk_result_t;

typedef struct {
  castbook_walk_result_t result;
  int width;
  int height;
  int rows;    // The number of rows of MCUs in the picture.
  int row;     // The row in which the walk ended.
  size_t end;  // The first byte after the end marker.
  bool has_luma;    // The means were reduced.
  bool has_planes;  // All samples were passed on.
} castbook_walk_t;

// Walks over a whole file. If `means` is not NULL, the picture's first component is luma, and
// castbook_jpeg_eighth accepts its size, the means of its blocks are reduced into `means` and
// `has_luma` is true. They equal those of libjpeg's own decoding at an eighth of the size.
castbook_walk_t castbook_walk(const uint8_t *bytes, size_t count, uint8_t *means);

#endif
