#include "plain.h"

#include "../../Sources/CQuality/backdrop.c"
