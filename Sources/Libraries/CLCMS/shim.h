#include <lcms2.h>
#include <math.h>

// Formats are macros that Swift does not see.
static inline cmsUInt32Number castbook_lcms_rgb(void) { return TYPE_RGB_8; }
static inline cmsUInt32Number castbook_lcms_rgba(void) { return TYPE_RGBA_8; }
static inline cmsUInt32Number castbook_lcms_grey(void) { return TYPE_GRAY_8; }
static inline cmsUInt32Number castbook_lcms_inks(void) { return TYPE_CMYK_8; }
static inline cmsUInt32Number castbook_lcms_lab(void) { return TYPE_Lab_8; }

// A layout with values of `bytes` bytes, and `further` values after the colours of each pixel.
static inline cmsUInt32Number castbook_lcms_layout(
    cmsUInt32Number format, cmsUInt32Number bytes, cmsUInt32Number further) {
  return (format & ~(BYTES_SH(7) | EXTRA_SH(7))) | BYTES_SH(bytes) | EXTRA_SH(further);
}

// What curves of profiles are made of.
static inline double castbook_lcms_power(double base, double exponent) { return pow(base, exponent); }
static inline double castbook_lcms_exponential(double value) { return exp(value); }
