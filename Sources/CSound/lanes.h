// Sums side by side: the compiler takes whatever width the processor has, and the numbers stay the same.
#ifndef CASTBOOK_LANES_H
#define CASTBOOK_LANES_H

#include <string.h>

enum { lanes = 8 };

typedef float floats_t __attribute__((vector_size(32)));
typedef double doubles_t __attribute__((vector_size(64)));

#endif
