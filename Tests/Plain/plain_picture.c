#include "plain.h"

#include "../../Sources/CQuality/picture.c"
