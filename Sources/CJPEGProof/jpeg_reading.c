// Runs libjpeg on bytes in memory, with its errors, warnings and progress turned into values.
//
// libjpeg ends by longjmp at an error, so what a reading allocates belongs to libjpeg's pools or to
// the `reading_t`, and is freed after `castbook_jpeg_run`.
//
// Decision: docs/decisions/0006-proof-of-integrity.md. Tests: MediaTests (FlippedBits, CutFiles,
// EndMarks, Bombs, PixelsOfJPEGs), under the address and thread sanitizers in `Scripts/test
// --long`. Fuzz targets: `jpeg-proof`, `full-jpeg`, `jpeg-parts` and `inspect`.
#include "jpeg_reading.h"

#include <stdlib.h>

#include <jerror.h>

static reading_t *reading_of(j_common_ptr decoder) { return (reading_t *)decoder->client_data; }

static void record_damage(reading_t *reading) {
  if (reading->proof.first_damage_row < 0) {
    reading->proof.first_damage_row = (int)reading->decoder.input_iMCU_row;
  }
}

static void on_warning(j_common_ptr decoder, int level) {
  if (level >= 0) return;
  reading_t *reading = reading_of(decoder);
  castbook_jpeg_proof_t *proof = &reading->proof;
  switch (reading->errors.msg_code) {
    case JWRN_HIT_MARKER:
      proof->premature++;
      record_damage(reading);
      break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
      proof->bad_code++;
      record_damage(reading);
      break;
    case JWRN_MUST_RESYNC:
      proof->resync++;
      record_damage(reading);
      break;
    case JWRN_EXTRANEOUS_DATA:
      proof->extraneous++;
      break;
    default:
      if (proof->other++ == 0) reading->errors.format_message(decoder, proof->message);
  }
}

static void on_error(j_common_ptr decoder) {
  reading_t *reading = reading_of(decoder);
  castbook_jpeg_proof_t *proof = &reading->proof;
  reading->errors.format_message(decoder, proof->message);
  switch (reading->errors.msg_code) {
    case JERR_NO_BACKING_STORE:
      proof->status = CASTBOOK_JPEG_TOO_BIG;
      break;
    case JERR_OUT_OF_MEMORY:
      proof->status = CASTBOOK_JPEG_NO_MEMORY;
      break;
    default:
      proof->status = CASTBOOK_JPEG_REFUSED;
  }
  longjmp(reading->escape, 1);
}

static void ignore_message(j_common_ptr decoder) { (void)decoder; }

void castbook_jpeg_give_up(reading_t *reading, castbook_jpeg_status_t status) {
  reading->proof.status = status;
  longjmp(reading->escape, 1);
}

// Whether an arithmetic decoder has made up too many pixels. If an arithmetic scan ends early, its
// decoder continues with zeros and does not warn. Flat areas are coded that way, which is
// legitimate, but a tiny file could keep the decoder busy for a minute. So made-up pixels may be
// four times the coded ones, plus a megapixel.
static bool is_idle_for_long(const reading_t *reading) {
  return reading->idle_work > 1000000 + 4 * (reading->work - reading->idle_work);
}

void castbook_jpeg_count(reading_t *reading, uint64_t pixels, bool is_past_the_data) {
  reading->work += pixels;
  if (is_past_the_data && reading->decoder.arith_code) reading->idle_work += pixels;
  if (reading->work > reading->work_limit || is_idle_for_long(reading)) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_TOO_COMPLEX);
  }
}

// libjpeg calls this once for every row of MCUs.
static void on_progress(j_common_ptr common) {
  reading_t *reading = reading_of(common);
  j_decompress_ptr decoder = &reading->decoder;
  if (decoder->input_scan_number > reading->bounds.scan_limit) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_TOO_COMPLEX);
  }
  castbook_jpeg_count(reading, reading->row_work, decoder->unread_marker != 0);
}

static const JOCTET end_of_image[2] = {0xFF, JPEG_EOI};

// libjpeg-turbo has a quicker decoder for blocks that are certainly in its buffer, which mistakes
// an invalid code for a zero and does not warn. It is never used with less than 512 bytes in the
// buffer, nor for progressive pictures.
static const size_t piece_size = 500;

// Gives libjpeg the next piece. At the end of the data it gets an end marker, which it would also
// insert itself, and that fact is noted: libjpeg has only one warning for a missing end marker and
// for missing rows.
static boolean on_empty(j_decompress_ptr decoder) {
  reading_t *reading = reading_of((j_common_ptr)decoder);
  struct jpeg_source_mgr *source = decoder->src;
  if (reading->rest_count == 0) {
    reading->proof.ran_out = true;
    source->next_input_byte = end_of_image;
    source->bytes_in_buffer = sizeof end_of_image;
    return TRUE;
  }
  bool is_whole =
      decoder->progressive_mode || reading->is_sound || reading->rest_count < piece_size;
  source->next_input_byte = reading->rest;
  source->bytes_in_buffer = is_whole ? reading->rest_count : piece_size;
  reading->rest += source->bytes_in_buffer;
  reading->rest_count -= source->bytes_in_buffer;
  return TRUE;
}

static void on_skip(j_decompress_ptr decoder, long count) {
  if (count <= 0) return;
  reading_t *reading = reading_of((j_common_ptr)decoder);
  struct jpeg_source_mgr *source = decoder->src;
  size_t wanted = (size_t)count;
  if (wanted > source->bytes_in_buffer) {
    wanted -= source->bytes_in_buffer;
    size_t passed = wanted < reading->rest_count ? wanted : reading->rest_count;
    reading->rest += passed;
    reading->rest_count -= passed;
    on_empty(decoder);
  } else {
    source->next_input_byte += wanted;
    source->bytes_in_buffer -= wanted;
  }
}

static void do_nothing(j_decompress_ptr decoder) { (void)decoder; }

bool castbook_jpeg_is_fractional(const struct jpeg_decompress_struct *decoder) {
  for (int i = 0; i < decoder->num_components; i++) {
    const jpeg_component_info *component = &decoder->comp_info[i];
    if (decoder->max_h_samp_factor % component->h_samp_factor != 0 ||
        decoder->max_v_samp_factor % component->v_samp_factor != 0) {
      return true;
    }
  }
  return false;
}

uint64_t castbook_jpeg_coefficient_bytes(const struct jpeg_decompress_struct *decoder) {
  uint64_t blocks = 0;
  for (int i = 0; i < decoder->num_components; i++) {
    const jpeg_component_info *component = &decoder->comp_info[i];
    uint64_t across = ((uint64_t)decoder->image_width * (uint64_t)component->h_samp_factor +
                       8 * (uint64_t)decoder->max_h_samp_factor - 1) /
                      (8 * (uint64_t)decoder->max_h_samp_factor);
    uint64_t down = ((uint64_t)decoder->image_height * (uint64_t)component->v_samp_factor +
                     8 * (uint64_t)decoder->max_v_samp_factor - 1) /
                    (8 * (uint64_t)decoder->max_v_samp_factor);
    blocks += (across + 3) * (down + 3);
  }
  return blocks * sizeof(JBLOCK);
}

void castbook_jpeg_open(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  jpeg_create_decompress(decoder);
  decoder->client_data = reading;
  decoder->src = &reading->source;
  decoder->progress = &reading->progress;
  decoder->mem->max_memory_to_use = (long)reading->bounds.memory_limit;
  jpeg_read_header(decoder, TRUE);

  castbook_jpeg_proof_t *proof = &reading->proof;
  proof->is_progressive = decoder->progressive_mode;
  proof->width = (int)decoder->image_width;
  proof->height = (int)decoder->image_height;
  uint64_t pixels = (uint64_t)decoder->image_width * decoder->image_height;
  reading->work_limit = 20 * pixels + 500000000;
  reading->row_work = (uint64_t)decoder->image_width * 8;
}

castbook_jpeg_proof_t castbook_jpeg_run(
    void (*read)(reading_t *), reading_t *reading, const uint8_t *bytes, size_t count) {
  castbook_jpeg_proof_t proof = {.status = CASTBOOK_JPEG_NO_MEMORY, .first_damage_row = -1};
  reading->proof = proof;
  reading->decoder.err = jpeg_std_error(&reading->errors);
  reading->decoder.client_data = reading;
  reading->errors.error_exit = on_error;
  reading->errors.emit_message = on_warning;
  reading->errors.output_message = ignore_message;
  reading->progress.progress_monitor = on_progress;
  reading->rest = bytes;
  reading->rest_count = count;
  reading->source.init_source = do_nothing;
  reading->source.fill_input_buffer = on_empty;
  reading->source.skip_input_data = on_skip;
  reading->source.resync_to_restart = jpeg_resync_to_restart;
  reading->source.term_source = do_nothing;
  if (setjmp(reading->escape) == 0) read(reading);
  proof = reading->proof;
  proof.rows = proof.rows > 0 ? proof.rows : (int)reading->decoder.total_iMCU_rows;
  proof.end = proof.ran_out ? count : count - reading->rest_count - reading->source.bytes_in_buffer;
  jpeg_destroy_decompress(&reading->decoder);
  return proof;
}
