// The gallery's page, embedded in the program: HTML, styles, scripts and a picture.
#ifndef CASTBOOK_GALLERY_PAGE_H
#define CASTBOOK_GALLERY_PAGE_H

#include <stddef.h>

typedef struct {
  const char *name;  // The path below Page/, such as "app.js".
  const unsigned char *bytes;
  size_t count;
} castbook_page_file_t;

/// The number of files.
extern const size_t castbook_page_file_count;

/// Returns a file. `index` must be below `castbook_page_file_count`.
castbook_page_file_t castbook_page_file(size_t index);

#endif
