#include <tiffio.h>

// Fields are read through a variadic function, which Swift can't call.
static inline uint32_t castbook_tiff_long(TIFF *file, uint32_t tag, uint32_t otherwise) {
  uint32_t value = 0;
  return TIFFGetField(file, tag, &value) == 1 ? value : otherwise;
}

static inline uint16_t castbook_tiff_short(TIFF *file, uint32_t tag, uint16_t otherwise) {
  uint16_t value = 0;
  return TIFFGetFieldDefaulted(file, tag, &value) == 1 ? value : otherwise;
}

// The kind of the first sample beside the colours; `otherwise` when there is none.
static inline uint16_t castbook_tiff_extra_sample(TIFF *file, uint16_t otherwise) {
  uint16_t count = 0;
  uint16_t *kinds = NULL;
  if (TIFFGetField(file, TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1) return otherwise;
  return count > 0 && kinds != NULL ? kinds[0] : otherwise;
}
