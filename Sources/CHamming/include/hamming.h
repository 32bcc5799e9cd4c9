// Finds the hashes of 64 bits that differ from a query in few bits, by looking at all of them.
#ifndef CASTBOOK_HAMMING_H
#define CASTBOOK_HAMMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Ways of counting bits. All of them find the same.
typedef enum {
  CASTBOOK_HAMMING_PLAIN,   // What every processor can,
  CASTBOOK_HAMMING_POPCNT,  // with an instruction that counts the bits of one number,
  CASTBOOK_HAMMING_AVX2,    // of four by looking up,
  CASTBOOK_HAMMING_AVX512,  // of eight at once.
} castbook_hamming_way_t;

typedef struct {
  uint64_t place;  // Among the hashes.
  uint32_t query;  // 0 or 1.
  uint32_t distance;
} castbook_hamming_hit_t;

/// Whether this processor knows a way.
bool castbook_hamming_knows(castbook_hamming_way_t way);

/// The quickest way that it knows.
castbook_hamming_way_t castbook_hamming_best(void);

/// Looks through `count` hashes from `*place` on, and writes down which differ from either query in at
/// most `radius` bits, in their order. Stops at the end, or where fewer than 128 of `room` hits are left;
/// `*place` is then where to go on. Says how many hits were found. `way` is one that is known.
size_t castbook_hamming_scan(
    castbook_hamming_way_t way, const uint64_t *hashes, size_t count, size_t *place,
    const uint64_t queries[2], unsigned radius, castbook_hamming_hit_t *hits, size_t room);

#endif
