// Measures the pixels of a picture of at most 1024 by 1024: whole numbers, or doubles in one fixed order,
// so that every processor finds the same.
#ifndef CASTBOOK_QUALITY_H
#define CASTBOOK_QUALITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The luma of `count` pixels of red, green and blue.
void castbook_quality_luma(uint8_t *lumas, const uint8_t *rgb, size_t count);

#endif
