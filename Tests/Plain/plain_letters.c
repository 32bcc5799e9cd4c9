#include "plain.h"

#include "../../Sources/CQuality/letters.c"
