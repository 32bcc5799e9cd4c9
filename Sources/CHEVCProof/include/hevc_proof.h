// Decodes HEVC for libheif as its own decoder does, by libde265, but looks at what libde265 says of
// the data on the way: libheif shows whatever comes out of noise, and calls it a success.
#ifndef CASTBOOK_HEVC_PROOF_H
#define CASTBOOK_HEVC_PROOF_H

#include <stdbool.h>

/// Makes libheif take this decoder for all HEVC from now on.
bool castbook_hevc_proof_register(void);

#endif
