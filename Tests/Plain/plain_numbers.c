#include "measures.h"

#include "plain.h"

#define MEASURES castbook_measures_plain
#define REDUCTION castbook_reduction_plain
#include "numbers.inc"
