// What is known of the networks that Castbook can use, as JSON.
#ifndef CASTBOOK_MODELS_H
#define CASTBOOK_MODELS_H

#include <stddef.h>

/// The bytes of a network's paper; NULL behind the last one.
const unsigned char *castbook_model_papers(size_t index);

/// The number of its bytes.
size_t castbook_model_papers_count(size_t index);

#endif
