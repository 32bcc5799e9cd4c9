#include "quality.h"

// In 65536ths, as libjpeg has them; together they are one.
void castbook_quality_luma(uint8_t *lumas, const uint8_t *rgb, size_t count) {
  for (size_t i = 0; i < count; i++, rgb += 3) {
    lumas[i] =
        (uint8_t)((19595u * rgb[0] + 38470u * rgb[1] + 7471u * rgb[2] + 32768u) >> 16);
  }
}
