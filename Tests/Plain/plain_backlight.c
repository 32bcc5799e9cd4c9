#include "plain.h"

#include "../../Sources/CQuality/backlight.c"
