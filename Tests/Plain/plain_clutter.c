#include "plain.h"

#include "../../Sources/CQuality/clutter.c"
