#include "plain.h"

#include "../../Sources/CQuality/sharpness.c"
