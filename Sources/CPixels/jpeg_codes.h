#ifndef CASTBOOK_JPEG_CODES_H
#define CASTBOOK_JPEG_CODES_H

#include <stdbool.h>
#include <stdint.h>

/// Gives codes to all symbols that have none, and hardly longer codes to the others. The new ones
/// are long, since these symbols are rare. `has_runs` is true for AC symbols, and false for DC.
void castbook_jpeg_complete(uint8_t counts[17], uint8_t symbols[256], bool has_runs);

#endif
