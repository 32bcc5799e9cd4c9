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

// How many lumas stand beside and below each other for one pair of the other two.
static inline void castbook_tiff_subsampling(TIFF *file, uint16_t *across, uint16_t *down) {
  *across = *down = 0;
  TIFFGetFieldDefaulted(file, TIFFTAG_YCBCRSUBSAMPLING, across, down);
}

// The shares of red, green and blue in luma, and the codes of no and of all luma and chroma; false
// where they are other than three and six numbers.
static inline int castbook_tiff_film(TIFF *file, float shares[3], float ends[6]) {
  float *found = NULL, *codes = NULL;
  if (TIFFGetFieldDefaulted(file, TIFFTAG_YCBCRCOEFFICIENTS, &found) != 1 || found == NULL ||
      TIFFGetFieldDefaulted(file, TIFFTAG_REFERENCEBLACKWHITE, &codes) != 1 || codes == NULL) {
    return 0;
  }
  for (int i = 0; i < 3; i++) shares[i] = found[i];
  for (int i = 0; i < 6; i++) ends[i] = codes[i];
  return 1;
}

// The three tables of a palette, each of as many values as the page's bits can name; whether there
// are.
static inline int castbook_tiff_palette(
    TIFF *file, const uint16_t **red, const uint16_t **green, const uint16_t **blue) {
  uint16_t *tables[3] = {NULL, NULL, NULL};
  if (TIFFGetField(file, TIFFTAG_COLORMAP, &tables[0], &tables[1], &tables[2]) != 1) return 0;
  *red = tables[0];
  *green = tables[1];
  *blue = tables[2];
  return tables[0] != NULL && tables[1] != NULL && tables[2] != NULL;
}

// Has a JPEG inside decoded to red, green and blue; whether that is how its page's data come now.
// As they are coded, luma with fewer values of chroma, libtiff hands over only half of each strip.
static inline int castbook_tiff_decode_to_rgb(TIFF *file) {
  if (castbook_tiff_short(file, TIFFTAG_COMPRESSION, 1) != COMPRESSION_JPEG ||
      castbook_tiff_short(file, TIFFTAG_PHOTOMETRIC, 0) != PHOTOMETRIC_YCBCR ||
      castbook_tiff_short(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) != PLANARCONFIG_CONTIG) {
    return 0;
  }
  return TIFFSetField(file, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB) == 1;
}
