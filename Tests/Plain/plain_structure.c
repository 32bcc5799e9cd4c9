#include "plain.h"

#include "../../Sources/CQuality/structure.c"
