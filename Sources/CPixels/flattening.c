#include "flattening.h"

void castbook_flatten_onto(uint8_t *rgb, const uint8_t *rgba, size_t count, const uint8_t color[3]) {
  for (size_t i = 0; i < count; i++) {
    const uint32_t alpha = rgba[4 * i + 3], rest = 255 - alpha;
    for (int channel = 0; channel < 3; channel++) {
      const uint32_t sum = rgba[4 * i + (size_t)channel] * alpha + color[channel] * rest + 127;
      rgb[3 * i + (size_t)channel] = (uint8_t)(sum / 255);
    }
  }
}
