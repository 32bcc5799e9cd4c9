// Reduces the means of a JPEG's blocks while they are read.
//
// Decision: docs/decisions/0012-phash.md. Tests: MediaTests (LumaPlanes), under the address and
// thread sanitizers in `Scripts/test --long`. Fuzz targets: `jpeg-proof` and `inspect`.
#include "jpeg_eighth.h"

#include <stdlib.h>

bool castbook_eighth_begin(castbook_eighth_t *eighth, const castbook_jpeg_head_t *head) {
  *eighth = (castbook_eighth_t){0};
  if (!castbook_jpeg_begins_with_luma(head) || !castbook_jpeg_eighth(head->width, head->height)) {
    return false;
  }
  eighth->across = castbook_jpeg_across(head, 0);
  eighth->down = castbook_jpeg_down(head, 0);
  eighth->step = head->steps[head->components[0].quantization][0];
  eighth->row_bytes = (size_t)(head->columns * eighth->across);
  eighth->luma = castbook_luma_new((uint64_t)head->width, (uint64_t)head->height, 8);
  eighth->rows = malloc(eighth->row_bytes * (size_t)eighth->down);
  return eighth->luma != NULL && eighth->rows != NULL;
}

void castbook_eighth_end_row(castbook_eighth_t *eighth, int row) {
  for (int i = 0; i < eighth->down; i++) {
    castbook_luma_add(
        eighth->luma, (uint64_t)(row * eighth->down + i),
        eighth->rows + (size_t)i * eighth->row_bytes, eighth->row_bytes);
  }
}

void castbook_eighth_end(castbook_eighth_t *eighth) {
  castbook_luma_free(eighth->luma);
  free(eighth->rows);
  *eighth = (castbook_eighth_t){0};
}
