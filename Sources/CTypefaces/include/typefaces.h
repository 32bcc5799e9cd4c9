// The typefaces that are embedded in the program. README.md says what is in them and how they are made.
#ifndef CASTBOOK_TYPEFACES_H
#define CASTBOOK_TYPEFACES_H

#include <stddef.h>

/// A typeface as it is embedded: its size when inflated in four bytes, the highest first, and a deflated
/// stream without a frame.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} castbook_typeface_t;

/// Latin, Greek, Cyrillic and signs.
castbook_typeface_t castbook_typeface_letters(void);

/// Han, Kana, Hangul, Bopomofo and their signs.
castbook_typeface_t castbook_typeface_ideographs(void);

#endif
