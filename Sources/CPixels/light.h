// The curve of sRGB, between values of 8 bits and shares of light in whole numbers.
#ifndef CASTBOOK_LIGHT_H
#define CASTBOOK_LIGHT_H

#include <stdint.h>

/// Full light, and full light for pixels with alpha, which are premultiplied.
enum { castbook_full_light = 1 << 14, castbook_fine_light = 65535 };

typedef struct {
  int16_t of_value[256];
  uint16_t fine_of_value[256];
  /// The nearest value for each amount of light.
  uint8_t to_value[castbook_full_light + 1];
} castbook_light_t;

void castbook_light_fill(castbook_light_t *light);

#endif
