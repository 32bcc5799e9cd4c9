#include "plain.h"

#include "../../Sources/CQuality/lighting.c"
