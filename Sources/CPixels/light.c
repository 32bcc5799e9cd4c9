#include "light.h"

#include "quicker.h"

// The math library's powers are not rounded alike everywhere, but these basic operations are. From
// above, Newton's steps decrease to the root, and the loop ends when they no longer do.
static double fifth_root(double value) {
  double root = 1;
  for (int step = 0; step < 200; step++) {
    const double next = root - (root - value / (root * root * root * root)) / 5;
    if (!(next < root)) break;
    root = next;
  }
  return root;
}

// The curve of sRGB, IEC 61966-2-1, from a share of the full value to a share of full light.
static double light_of(double share) {
  if (share <= 0.04045) return share / 12.92;
  const double base = (share + 0.055) / 1.055;
  return base * base * fifth_root(base * base);
}

void castbook_light_fill(castbook_light_t *light) {
  for (int value = 0; value < 256; value++) {
    const double share = light_of(value / 255.0);
    light->of_value[value] = (int16_t)(share * castbook_full_light + 0.5);
    light->fine_of_value[value] = (uint16_t)(share * castbook_fine_light + 0.5);
  }
  int value = 0;
  double border = light_of(0.5 / 255) * castbook_full_light;
  for (int amount = 0; amount <= castbook_full_light; amount++) {
    while (value < 255 && amount >= border) {
      value++;
      border = light_of((value + 0.5) / 255) * castbook_full_light;
    }
    light->to_value[amount] = (uint8_t)value;
  }
}
