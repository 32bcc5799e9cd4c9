#include "typefaces.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char letters[] = {
#embed "letters.face"
};
static const unsigned char ideographs[] = {
#embed "ideographs.face"
};

castbook_typeface_t castbook_typeface_letters(void) {
  return (castbook_typeface_t){letters, sizeof letters};
}

castbook_typeface_t castbook_typeface_ideographs(void) {
  return (castbook_typeface_t){ideographs, sizeof ideographs};
}
