#include <lcms2.h>

// Formats are macros that Swift does not see.
static inline cmsUInt32Number castbook_lcms_rgb(void) { return TYPE_RGB_8; }
static inline cmsUInt32Number castbook_lcms_grey(void) { return TYPE_GRAY_8; }
static inline cmsUInt32Number castbook_lcms_inks(void) { return TYPE_CMYK_8; }
static inline cmsUInt32Number castbook_lcms_lab(void) { return TYPE_Lab_8; }
