#include "plain.h"

#include "../../Sources/CQuality/halos.c"
