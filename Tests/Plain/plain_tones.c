#include "plain.h"

#include "../../Sources/CQuality/tones.c"
