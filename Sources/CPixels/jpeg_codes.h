#ifndef CASTBOOK_JPEG_CODES_H
#define CASTBOOK_JPEG_CODES_H

#include <stdbool.h>
#include <stdint.h>

/// Gives codes to the symbols that have none, which are rare, and hardly longer ones to the others. `has_runs`:
/// symbols are those of all coefficients but a block's first.
void castbook_jpeg_complete(uint8_t counts[17], uint8_t symbols[256], bool has_runs);

#endif
