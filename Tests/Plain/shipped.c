#include "measures.h"

#define MEASURES castbook_measures_as_shipped
#define REDUCTION castbook_reduction_as_shipped
#include "numbers.inc"
