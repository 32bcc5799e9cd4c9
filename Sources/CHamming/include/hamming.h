// Finds the hashes of 64 bits that differ from a query in few bits, by comparing all of them.
#ifndef CASTBOOK_HAMMING_H
#define CASTBOOK_HAMMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Ways to count bits, with equal results.
typedef enum {
  CASTBOOK_HAMMING_PLAIN,   // The instructions of every processor.
  CASTBOOK_HAMMING_POPCNT,  // An instruction that counts the bits of one number.
  CASTBOOK_HAMMING_AVX2,    // A table, for four numbers at once.
  CASTBOOK_HAMMING_AVX512,  // An instruction that counts the bits of eight numbers at once.
} castbook_hamming_way_t;

typedef struct {
  uint64_t index;  // The index of the hash.
  uint32_t query;  // 0 or 1.
  uint32_t distance;
} castbook_hamming_hit_t;

/// Whether this processor supports a way.
bool castbook_hamming_supports(castbook_hamming_way_t way);

/// The fastest way that this processor supports.
castbook_hamming_way_t castbook_hamming_fastest(void);

/// Compares hashes from index `*index` up to `count`, and writes those that differ from either
/// query in at most `radius` bits, in their order. Stops at the end, or when there is room for
/// fewer than 128 more hits; `*index` is then the index to resume at. Returns the number of hits.
/// The processor must support `way`.
size_t castbook_hamming_scan(
    castbook_hamming_way_t way, const uint64_t *hashes, size_t count, size_t *index,
    const uint64_t queries[2], unsigned radius, castbook_hamming_hit_t *hits, size_t room);

#endif
