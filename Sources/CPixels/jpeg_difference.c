#include "jpeg_picture.h"
#include "quicker.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

typedef struct {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  jmp_buf give_up;
} reading_t;

static void failed(j_common_ptr decoder) {
  reading_t *reading = decoder->client_data;
  longjmp(reading->give_up, 1);
}

static void ignore_message(j_common_ptr decoder) { (void)decoder; }

// The sum of the squared differences of a row, of luma and chroma in thousandths, by JFIF's
// formulas. A row has at most 65,500 pixels of at most 8 · 255,000² each, so the sum fits.
QUICKER
static uint64_t row_difference(
    const uint8_t *a, const uint8_t *b, size_t width, size_t channels) {
  uint64_t sum = 0;
  if (channels == 1) {
    for (size_t i = 0; i < width; i++) {
      const int64_t d = 1000 * (a[i] - b[i]);
      sum += (uint64_t)(6 * d * d);
    }
    return sum;
  }
  for (size_t i = 0; i < width; i++) {
    const int32_t red = a[3 * i] - b[3 * i], green = a[3 * i + 1] - b[3 * i + 1];
    const int32_t blue = a[3 * i + 2] - b[3 * i + 2];
    const int64_t luma = 299 * red + 587 * green + 114 * blue;
    const int64_t bluish = -169 * red - 331 * green + 500 * blue;
    const int64_t reddish = 500 * red - 419 * green - 81 * blue;
    sum += (uint64_t)(6 * luma * luma + bluish * bluish + reddish * reddish);
  }
  return sum;
}

static uint64_t read_all(
    reading_t *reading, const uint8_t *bytes, size_t count, castbook_jpeg_picture_t picture) {
  j_decompress_ptr decoder = &reading->decoder;
  decoder->err = jpeg_std_error(&reading->errors);
  reading->errors.error_exit = failed;
  reading->errors.output_message = ignore_message;
  decoder->client_data = reading;
  jpeg_create_decompress(decoder);
  jpeg_mem_src(decoder, bytes, count);
  jpeg_read_header(decoder, TRUE);
  decoder->out_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(decoder);
  if (decoder->output_width != picture.width ||
      decoder->output_height != castbook_jpeg_rows(picture)) {
    return UINT64_MAX;
  }
  JSAMPARRAY row = (*decoder->mem->alloc_sarray)(
      (j_common_ptr)decoder, JPOOL_IMAGE, decoder->output_width * (JDIMENSION)picture.channels, 1);
  uint64_t sum = 0;
  while (decoder->output_scanline < decoder->output_height) {
    const size_t index = decoder->output_scanline, inside = index % castbook_jpeg_strip_rows;
    jpeg_read_scanlines(decoder, row, 1);
    // Where two strips meet, chroma of half the height mixes rows that are not neighbors in the
    // picture.
    if (picture.strips > 0 && (inside == 0 || inside == castbook_jpeg_strip_rows - 1)) continue;
    // Dividing by 1000 keeps enough precision, and leaves room for the sum of all rows.
    sum += row_difference(
               row[0], castbook_jpeg_row(picture, index), picture.width, picture.channels) /
           1000;
  }
  return sum;
}

uint64_t castbook_jpeg_difference(
    const uint8_t *bytes, size_t count, castbook_jpeg_picture_t picture) {
  reading_t *reading = calloc(1, sizeof *reading);
  if (reading == NULL) return UINT64_MAX;
  volatile uint64_t sum = UINT64_MAX;
  if (setjmp(reading->give_up) == 0) sum = read_all(reading, bytes, count, picture);
  jpeg_destroy_decompress(&reading->decoder);
  free(reading);
  return sum;
}
