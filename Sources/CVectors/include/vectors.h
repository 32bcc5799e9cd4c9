// Finds the vectors that are most like a query, by comparing all of them.
#ifndef CASTBOOK_VECTORS_H
#define CASTBOOK_VECTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Ways to multiply, with equal results.
typedef enum {
  CASTBOOK_VECTORS_PLAIN,   // The instructions of every processor.
  CASTBOOK_VECTORS_AVX2,    // Thirty-two bytes at once.
  CASTBOOK_VECTORS_AVX512,  // Sixty-four.
} castbook_vectors_way_t;

typedef struct {
  uint32_t index;
  int32_t product;   // Of the vector and the query.
  uint32_t length2;  // The vector's length, squared.
} castbook_vectors_hit_t;

enum {
  // The largest number of values of a vector: sums of products fit into 32 bits.
  CASTBOOK_VECTORS_LIMIT = 4096,
  // The bytes before the values of a stored vector: its length squared, the little end first.
  CASTBOOK_VECTORS_HEAD = 4,
};

/// Returns whether this processor supports a way.
bool castbook_vectors_supports(castbook_vectors_way_t way);

/// Returns the fastest way that this processor supports.
castbook_vectors_way_t castbook_vectors_fastest(void);

/// Writes the stored vectors whose product with the query, divided by their length, is at least
/// `bar`, in their order, and returns their number. Vectors of no length are left out. `hits` has
/// room for `count`. The processor must support `way`.
size_t castbook_vectors_scan(
    castbook_vectors_way_t way, const uint8_t *stored, size_t count, const int8_t *query,
    size_t length, float bar, castbook_vectors_hit_t *hits);

#endif
