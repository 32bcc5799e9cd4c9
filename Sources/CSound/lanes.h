// Sums side by side. The compiler uses the vector width of the processor, and the numbers stay the
// same.
#ifndef CASTBOOK_LANES_H
#define CASTBOOK_LANES_H

#include <string.h>

enum { lanes = 8 };

typedef float floats_t __attribute__((vector_size(32)));
typedef double doubles_t __attribute__((vector_size(64)));

#endif
