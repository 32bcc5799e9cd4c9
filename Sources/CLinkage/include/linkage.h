// The shared libraries that this process has loaded, and the versions that they state themselves.
#ifndef CASTBOOK_LINKAGE_H
#define CASTBOOK_LINKAGE_H

#include <stdbool.h>

/// Loads a library that this program only loads when it is needed. Returns false if it is not
/// installed.
bool castbook_linkage_load(const char *name);

/// Calls `each` for every shared library of this process with its path and the version that the
/// library's own function returns; NULL if it has no such function.
void castbook_linkage_list(
    void (*each)(const char *path, const char *version, void *context), void *context);

#endif
