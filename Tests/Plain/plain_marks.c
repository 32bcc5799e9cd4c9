#include "plain.h"

#include "../../Sources/CQuality/marks.c"
