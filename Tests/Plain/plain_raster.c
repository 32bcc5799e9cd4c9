#include "plain.h"

#include "../../Sources/CRaster/raster.c"
