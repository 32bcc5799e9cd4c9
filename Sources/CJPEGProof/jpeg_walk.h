// Walks over the codes of an ordinary JPEG without keeping anything of what they say, unless asked.
//
// Proving a picture needs no coefficients, only that every code is one, that each block ends where
// it must, and that the scan ends with the last block. That takes two thirds of the time in which
// libjpeg reads the coefficients. The walk knows the plainest kind alone: one scan of Huffman codes
// of 8 bits a sample, nothing left over. Anything else it leaves to libjpeg, which has the words.
#ifndef CASTBOOK_JPEG_WALK_H
#define CASTBOOK_JPEG_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  CASTBOOK_WALK_SOUND,    // Every code was read, and nothing is odd.
  CASTBOOK_WALK_UNSURE,   // Another kind of JPEG, or odd, or damaged.
  // What libjpeg lets pass:
  CASTBOOK_WALK_OVERRUN,  // The coefficients of a block are more than its 64.
  CASTBOOK_WALK_LEFT_OVER,  // Whole bytes are left behind the last block, and not to fill up with.
} castbook_walk_result_t;

typedef struct {
  castbook_walk_result_t result;
  int width;
  int height;
  int rows;    // Rows of coded blocks in the picture.
  int row;     // Where the walk ended, of `rows`.
  size_t end;  // The first byte after the end marker.
  bool has_luma;
} castbook_walk_t;

// Where `means` is not NULL, and the picture is one whose first component is luma and as large as
// castbook_jpeg_eighth asks for, what the codes say of the mean of each block is reduced into it;
// `has_luma` then. It is what libjpeg's own eighth of the picture says.
castbook_walk_t castbook_walk(const uint8_t *bytes, size_t count, uint8_t *means);

#endif
