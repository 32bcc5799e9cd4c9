#include "jpeg_tables.h"

#include "jpeg_reading.h"

#include <stdlib.h>

// A reading and its output. The reading comes first, since libjpeg's callbacks get a pointer to it.
typedef struct {
  reading_t reading;
  struct jpeg_compress_struct encoder;
  struct jpeg_destination_mgr destination;
  uint8_t *start;
  size_t room;
  size_t written;
} writing_t;

static writing_t *writing_of(j_compress_ptr encoder) { return (writing_t *)encoder->client_data; }

static void begin(j_compress_ptr encoder) {
  writing_t *writing = writing_of(encoder);
  writing->destination.next_output_byte = writing->start;
  writing->destination.free_in_buffer = writing->room;
}

// libjpeg calls this when there is no room left: then the picture did not get smaller.
static boolean on_full(j_compress_ptr encoder) {
  castbook_jpeg_give_up(&writing_of(encoder)->reading, CASTBOOK_JPEG_TOO_BIG);
  return FALSE;
}

static void end(j_compress_ptr encoder) {
  writing_t *writing = writing_of(encoder);
  writing->written = writing->room - writing->destination.free_in_buffer;
}

static void write_all(reading_t *reading) {
  writing_t *writing = (writing_t *)reading;
  j_decompress_ptr decoder = &reading->decoder;
  j_compress_ptr encoder = &writing->encoder;
  castbook_jpeg_open(reading);
  if (castbook_jpeg_coefficient_bytes(decoder) >= reading->bounds.memory_limit) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_TOO_BIG);
  }
  jvirt_barray_ptr *blocks = jpeg_read_coefficients(decoder);
  encoder->err = decoder->err;
  encoder->client_data = writing;
  jpeg_create_compress(encoder);
  writing->destination = (struct jpeg_destination_mgr){
      .init_destination = begin, .empty_output_buffer = on_full, .term_destination = end};
  encoder->dest = &writing->destination;
  jpeg_copy_critical_parameters(decoder, encoder);
  encoder->optimize_coding = TRUE;
  jpeg_write_coefficients(encoder, blocks);
  jpeg_finish_compress(encoder);
  jpeg_finish_decompress(decoder);
  reading->proof.status = CASTBOOK_JPEG_READ;
}

size_t castbook_jpeg_tables(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *smaller,
    size_t room) {
  writing_t *writing = calloc(1, sizeof *writing);
  if (writing == NULL) return 0;
  writing->reading.bounds = bounds;
  writing->reading.is_sound = true;
  writing->start = smaller;
  writing->room = room;
  const castbook_jpeg_proof_t proof =
      castbook_jpeg_run(write_all, &writing->reading, bytes, count);
  const bool is_whole = proof.status == CASTBOOK_JPEG_READ && proof.bad_code == 0 &&
                        proof.premature == 0 && proof.resync == 0;
  jpeg_destroy_compress(&writing->encoder);
  const size_t written = is_whole ? writing->written : 0;
  free(writing);
  return written;
}
