#include "jpeg_pixels.h"

#include "jpeg_reading.h"

#include <stdlib.h>
#include <string.h>

// A reading with its goal. The reading comes first, since libjpeg's callbacks get a pointer to it.
typedef struct {
  reading_t reading;
  castbook_jpeg_goal_t goal;
  bool is_other;
} decoding_t;

static void give_up_as_other(decoding_t *decoding) {
  decoding->is_other = true;
  castbook_jpeg_give_up(&decoding->reading, CASTBOOK_JPEG_REFUSED);
}

// The color space that libjpeg is to convert the picture's own to.
static J_COLOR_SPACE colors_of(decoding_t *decoding) {
  switch (decoding->reading.decoder.jpeg_color_space) {
    case JCS_GRAYSCALE:
      return JCS_GRAYSCALE;
    case JCS_YCbCr:
    case JCS_RGB:
      return JCS_RGB;
    case JCS_CMYK:
    case JCS_YCCK:
      return JCS_CMYK;
    default:
      give_up_as_other(decoding);
      return JCS_UNKNOWN;
  }
}

// Inverts inks, which Adobe stores inverted.
static void invert_inks(uint8_t *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = (uint8_t)~values[i];
}

// Reads the next rows of the picture, and counts the pixels decoded for them: 0 if all coefficients
// are in memory.
static JDIMENSION read_rows(decoding_t *decoding, JSAMPARRAY rows, JDIMENSION count) {
  j_decompress_ptr decoder = &decoding->reading.decoder;
  const bool is_past_the_data = decoder->unread_marker != 0;
  const uint64_t first = decoder->input_iMCU_row;
  const JDIMENSION more = jpeg_read_scanlines(decoder, rows, count);
  if (more == 0) castbook_jpeg_give_up(&decoding->reading, CASTBOOK_JPEG_REFUSED);
  const uint64_t coded_rows =
      (decoder->input_iMCU_row - first) * 8 * (uint64_t)decoder->max_v_samp_factor;
  castbook_jpeg_count(&decoding->reading, coded_rows * decoder->image_width, is_past_the_data);
  return more;
}

static void pass_rows(decoding_t *decoding) {
  j_decompress_ptr decoder = &decoding->reading.decoder;
  const castbook_jpeg_goal_t *goal = &decoding->goal;
  const size_t row_bytes = (size_t)decoder->output_width * goal->channels;
  const bool is_inverted = goal->channels == 4 && decoder->saw_Adobe_marker;
  uint8_t *values = (*decoder->mem->alloc_large)(
      (j_common_ptr)decoder, JPOOL_IMAGE, row_bytes * goal->rows);
  JSAMPARRAY rows = (*decoder->mem->alloc_small)(
      (j_common_ptr)decoder, JPOOL_IMAGE, goal->rows * sizeof(JSAMPROW));
  for (uint32_t i = 0; i < goal->rows; i++) rows[i] = values + i * row_bytes;
  while (decoder->output_scanline < decoder->output_height) {
    JDIMENSION filled = 0;
    while (filled < goal->rows && decoder->output_scanline < decoder->output_height) {
      filled += read_rows(decoding, rows + filled, goal->rows - filled);
    }
    if (is_inverted) invert_inks(values, filled * row_bytes);
    goal->on_rows(goal->context, values, filled * row_bytes);
  }
}

static void decode(reading_t *reading) {
  decoding_t *decoding = (decoding_t *)reading;
  const castbook_jpeg_goal_t *goal = &decoding->goal;
  j_decompress_ptr decoder = &reading->decoder;
  castbook_jpeg_open(reading);
  if (decoder->image_width != goal->width || decoder->image_height != goal->height) {
    give_up_as_other(decoding);
  }
  decoder->out_color_space = colors_of(decoding);
  decoder->scale_num = goal->eighths;
  decoder->scale_denom = 8;
  if (jpeg_has_multiple_scans(decoder) &&
      castbook_jpeg_coefficient_bytes(decoder) >= reading->bounds.memory_limit) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_TOO_BIG);
  }
  // Without all coefficients libjpeg needs only some rows, whose memory was reserved before.
  decoder->mem->max_memory_to_use = 0;
  reading->row_work *= (uint64_t)decoder->max_v_samp_factor;
  jpeg_start_decompress(decoder);
  // From here on, `read_rows` counts what is decoded.
  reading->row_work = 0;
  if ((uint32_t)decoder->output_components != goal->channels) give_up_as_other(decoding);
  pass_rows(decoding);
  jpeg_finish_decompress(decoder);
  reading->proof.status = CASTBOOK_JPEG_READ;
}

static castbook_jpeg_outcome_t outcome_of(const castbook_jpeg_proof_t *proof, bool is_other) {
  if (is_other) return CASTBOOK_PIXELS_OTHER;
  switch (proof->status) {
    case CASTBOOK_JPEG_READ:
      return proof->bad_code > 0 || proof->premature > 0 || proof->resync > 0
                 ? CASTBOOK_PIXELS_DAMAGED
                 : CASTBOOK_PIXELS_WHOLE;
    case CASTBOOK_JPEG_TOO_BIG:
    case CASTBOOK_JPEG_NO_MEMORY:
      return CASTBOOK_PIXELS_NO_MEMORY;
    case CASTBOOK_JPEG_TOO_COMPLEX:
      return CASTBOOK_PIXELS_TOO_COMPLEX;
    default:
      return CASTBOOK_PIXELS_REFUSED;
  }
}

castbook_jpeg_outcome_t castbook_jpeg_pixels(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, castbook_jpeg_goal_t goal,
    char *message) {
  decoding_t *decoding = calloc(1, sizeof *decoding);
  if (decoding == NULL) return CASTBOOK_PIXELS_NO_MEMORY;
  decoding->reading.bounds = bounds;
  decoding->reading.is_sound = true;
  decoding->goal = goal;
  const castbook_jpeg_proof_t proof = castbook_jpeg_run(decode, &decoding->reading, bytes, count);
  memcpy(message, proof.message, sizeof proof.message);
  const castbook_jpeg_outcome_t outcome = outcome_of(&proof, decoding->is_other);
  free(decoding);
  return outcome;
}
