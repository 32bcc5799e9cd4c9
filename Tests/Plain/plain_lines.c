#include "plain.h"

#include "../../Sources/CQuality/lines.c"
