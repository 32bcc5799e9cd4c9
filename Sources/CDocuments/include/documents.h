// The documents that `castbook help TOPIC` prints, and the JSON Schemas of docs/schemas/, embedded
// in the program.
#ifndef CASTBOOK_DOCUMENTS_H
#define CASTBOOK_DOCUMENTS_H

#include <stddef.h>

typedef struct {
  const char *name;  // The file's name in docs/, without its suffix: "shot-files".
  const unsigned char *bytes;
  size_t count;
} castbook_document_t;

/// How many documents there are.
extern const size_t castbook_document_count;

/// One of them; the index must be below the count.
castbook_document_t castbook_document(size_t index);

/// How many schemas there are.
extern const size_t castbook_schema_count;

/// One of them, with its file's name without its suffix: "target-profile"; the index must be below
/// the count.
castbook_document_t castbook_schema(size_t index);

#endif
