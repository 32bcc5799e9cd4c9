#include "plain.h"

#include "../../Sources/CRaster/statistics.c"
