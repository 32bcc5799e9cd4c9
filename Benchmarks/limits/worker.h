// One thread of `limit`, and the ways in which it reads a picture.
#pragma once

#include "files.h"
#include "walk.h"

#include <libdeflate.h>
#include <openssl/evp.h>
#include <turbojpeg.h>

// Buffers and decoders, kept from file to file.
typedef struct {
  buffer_t input;
  size_t input_count;
  buffer_t pixels;
  // The data of a PNG's IDAT chunks, one after another.
  buffer_t joined;
  // The row above the first one of a PNG.
  buffer_t zeros;
  tjhandle turbo;
  walk_t *walk;
  struct libdeflate_decompressor *inflater;
  EVP_MD_CTX *hashing;
  EVP_MD *sha256;
  // Width times height of the picture that was read last.
  double area;
} worker_t;

// Reads the picture in a worker's input. Returns false if it notices damage.
typedef bool reading_t(worker_t *worker);

// The Huffman codes of a baseline JPEG, by `walk.h`; coefficients of other JPEGs.
reading_t jpeg_walk;
// libjpeg's coefficients: every code is read and kept, nothing is transformed. A warning counts as
// damage.
reading_t jpeg_coefficients;
// TurboJPEG's planes, as they are in the file: no color conversion, no upsampling.
reading_t jpeg_planes;
reading_t jpeg_colors;
// Luma alone, at full size.
reading_t jpeg_gray;
// Luma alone, at an eighth of each side.
reading_t jpeg_eighth;

// Everything that proves a PNG: the checksums of chunks and of the inflated data, by libdeflate.
reading_t png_inflate;
// The pixels too, by filters in SSE; only for 8-bit RGB and RGBA that is not interlaced.
reading_t png_pixels;
reading_t png_libpng;
reading_t png_libspng;
