// The gallery's page, embedded in the program: HTML, style, scripts, and a picture.
#ifndef CASTBOOK_GALLERY_PAGE_H
#define CASTBOOK_GALLERY_PAGE_H

#include <stddef.h>

typedef struct {
  const char *name;  // Below Page/: "app.js".
  const unsigned char *bytes;
  size_t count;
} castbook_page_file_t;

/// How many files there are.
extern const size_t castbook_page_file_count;

/// One of them; the index must be below the count.
castbook_page_file_t castbook_page_file(size_t index);

#endif
