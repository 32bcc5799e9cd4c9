#include "jpeg_proof.h"
int castbook_jpeg_nothing(void) { return 0; }
