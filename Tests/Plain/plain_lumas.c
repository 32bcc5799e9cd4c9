#include "plain.h"

#include "../../Sources/CQuality/lumas.c"
