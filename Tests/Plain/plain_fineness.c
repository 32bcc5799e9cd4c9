#include "plain.h"

#include "../../Sources/CRaster/fineness.c"
