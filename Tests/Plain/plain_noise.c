#include "plain.h"

#include "../../Sources/CQuality/noise.c"
