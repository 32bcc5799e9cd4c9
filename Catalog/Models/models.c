// Embeds the papers of the networks that Castbook can use.
#include "models.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char subjects[] = {
#embed "subjects.json"
};

const unsigned char *castbook_model_papers(size_t index) { return index == 0 ? subjects : NULL; }

size_t castbook_model_papers_count(size_t index) { return index == 0 ? sizeof subjects : 0; }
