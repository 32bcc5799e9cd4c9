#include "plain.h"

#include "../../Sources/CQuality/bars.c"
