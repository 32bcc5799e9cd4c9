// The Huffman codes of a plain JPEG: how they are looked up, and the bits that they are in.
//
// These functions take and return all of `castbook_jpeg_bits_t` as a value, so that it stays in
// registers.
#ifndef CASTBOOK_JPEG_CODES_H
#define CASTBOOK_JPEG_CODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "jpeg_head.h"

enum {
  castbook_jpeg_look_ahead = 11,  // The number of bits by which codes are looked up.
  castbook_jpeg_entries = 1 << castbook_jpeg_look_ahead,
  castbook_jpeg_end_of_block = 128,  // The step of the code that ends a block: more than the length of any block.
};

// The first code in some bits, and what it means.
typedef struct {
  uint8_t length;  // Its length without its value; 0 if it is longer than the bits, or if there is none.
  uint8_t extra;   // The length of its value.
  uint8_t step;    // How many coefficients it advances in its block.
} castbook_jpeg_code_t;

// The codes that are too long to be looked up: one more than the last code of each length, aligned
// to 16 bits, and the index of each length's first symbol minus its first code.
typedef struct {
  uint32_t limits[castbook_jpeg_longest_code + 1];
  int offsets[castbook_jpeg_longest_code + 1];
  const uint8_t *symbols;
  bool is_dc;
} castbook_jpeg_long_codes_t;

/// Lists which code each possible value of the next bits begins with. Returns false if libjpeg
/// would refuse the table. `codes` must outlive `long_codes`.
bool castbook_jpeg_list_codes(
    castbook_jpeg_code_t listed[castbook_jpeg_entries], castbook_jpeg_long_codes_t *long_codes,
    const castbook_jpeg_codes_t *codes, bool is_dc);

/// Finds a code that is too long to be looked up. Its length is 0 if there is none.
castbook_jpeg_code_t castbook_jpeg_long_code(
    const castbook_jpeg_long_codes_t *codes, uint64_t buffer);

// The bits of the coded data.
typedef struct {
  const uint8_t *next;
  const uint8_t *end;
  uint64_t buffer;  // The bits that are not used yet, the next one in the highest bit.
  int count;      // Their number. It is negative if codes continue beyond the end of the data.
} castbook_jpeg_bits_t;

/// Fills up a byte at a time to at least 56 bits, unless the data end.
castbook_jpeg_bits_t castbook_jpeg_refill_by_bytes(castbook_jpeg_bits_t bits);

// Fills up to at least 56 bits, unless the data end.
static inline castbook_jpeg_bits_t castbook_jpeg_refill(castbook_jpeg_bits_t bits) {
  if (bits.end - bits.next < 8) return castbook_jpeg_refill_by_bytes(bits);
  uint64_t bytes;
  memcpy(&bytes, bits.next, sizeof bytes);
  // Whether any byte is 0xFF: its complement is zero.
  uint64_t inverse = ~bytes;
  if (((inverse - 0x0101010101010101) & bytes & 0x8080808080808080) != 0 || bits.count < 0) {
    return castbook_jpeg_refill_by_bytes(bits);
  }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  bytes = __builtin_bswap64(bytes);
#endif
  int taken = (63 - bits.count) >> 3;
  // A byte that is already in the buffer in part has equal bits there, so or-ing them again changes
  // nothing.
  bits.buffer |= bytes >> bits.count;
  bits.count += 8 * taken;
  bits.next += taken;
  return bits;
}

static inline castbook_jpeg_bits_t castbook_jpeg_use(castbook_jpeg_bits_t bits, unsigned count) {
  bits.buffer <<= count;
  bits.count -= (int)count;
  return bits;
}

// The value in the last `extra` of the next `count` bits. Values with a leading zero are negative.
static inline int castbook_jpeg_value(uint64_t buffer, unsigned count, int extra) {
  if (extra == 0) return 0;
  const int value = (int)(buffer << (count - (unsigned)extra) >> (64 - extra));
  return value >= 1 << (extra - 1) ? value : value - (1 << extra) + 1;
}

/// Skips the bits that fill the last byte, and a marker. Returns false if more than those bits are
/// left, or if another marker follows.
bool castbook_jpeg_pass_marker(castbook_jpeg_bits_t *bits, uint8_t marker);

/// Whether more than the bits that fill the last byte precede the end marker. Ones may fill another
/// byte, and zeros may follow, since some encoders end at an even offset.
bool castbook_jpeg_has_left_over(castbook_jpeg_bits_t bits);

#endif
