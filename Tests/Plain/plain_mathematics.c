#include "plain.h"

#include "../../Sources/CQuality/mathematics.c"
