// Castbook's data, embedded in the program: targets, aliases, rule texts, starter catalogue.
#ifndef CASTBOOK_CATALOG_H
#define CASTBOOK_CATALOG_H

#include <stddef.h>

typedef struct {
  const char *name;  // The path below Catalog/: "Targets/kling.json".
  const unsigned char *bytes;
  size_t count;
} castbook_resource_t;

/// How many resources there are.
extern const size_t castbook_resource_count;

/// One of them; the index must be below the count.
castbook_resource_t castbook_resource(size_t index);

#endif
