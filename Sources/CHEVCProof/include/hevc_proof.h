// Decodes HEVC for libheif by libde265, as libheif's own decoder does, but treats libde265's
// warnings about damage as errors: libheif ignores them, and shows damaged data as if they were
// fine.
#ifndef CASTBOOK_HEVC_PROOF_H
#define CASTBOOK_HEVC_PROOF_H

#include <stdbool.h>

/// Makes libheif use this decoder for all HEVC from now on. Returns false if libheif refuses it.
bool castbook_hevc_proof_install(void);

#endif
