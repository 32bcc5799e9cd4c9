// Finds the hashes of 64 bits that differ from a query in few bits, by comparing all of them.
#ifndef CASTBOOK_HAMMING_H
#define CASTBOOK_HAMMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Ways to count bits, which all find the same.
typedef enum {
  CASTBOOK_HAMMING_PLAIN,   // The instructions of every processor.
  CASTBOOK_HAMMING_POPCNT,  // An instruction that counts the bits of one number.
  CASTBOOK_HAMMING_AVX2,    // A table, for four numbers at once.
  CASTBOOK_HAMMING_AVX512,  // An instruction that counts the bits of eight numbers at once.
} castbook_hamming_way_t;

typedef struct {
  uint64_t place;  // The index of the hash.
  uint32_t query;  // 0 or 1.
  uint32_t distance;
} castbook_hamming_hit_t;

/// Whether this processor supports a way.
bool castbook_hamming_knows(castbook_hamming_way_t way);

/// The fastest way that this processor supports.
castbook_hamming_way_t castbook_hamming_best(void);

/// Compares hashes from index `*place` up to `count`, and writes those that differ from either query in at
/// most `radius` bits, in their order. Stops at the end, or when there is room for fewer than 128 more hits;
/// `*place` is then the index to resume at. Returns the number of hits. The processor must support `way`.
size_t castbook_hamming_scan(
    castbook_hamming_way_t way, const uint64_t *hashes, size_t count, size_t *place,
    const uint64_t queries[2], unsigned radius, castbook_hamming_hit_t *hits, size_t room);

#endif
