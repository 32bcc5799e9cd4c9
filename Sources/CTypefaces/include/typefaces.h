// The typefaces that are embedded in the program. README.md says what they contain and how they are
// made.
#ifndef CASTBOOK_TYPEFACES_H
#define CASTBOOK_TYPEFACES_H

#include <stddef.h>

/// An embedded typeface: its inflated size in four bytes, the highest first, and a raw deflate
/// stream.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} castbook_typeface_t;

/// Latin, Greek, Cyrillic and signs.
castbook_typeface_t castbook_typeface_letters(void);

/// Han, Kana, Hangul, Bopomofo and their signs.
castbook_typeface_t castbook_typeface_ideographs(void);

#endif
