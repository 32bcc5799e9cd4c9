#include "plain.h"

#include "../../Sources/CQuality/seams.c"
