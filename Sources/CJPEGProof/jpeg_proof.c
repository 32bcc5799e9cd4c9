#include "jpeg_proof.h"

#include "jpeg_eighth.h"
#include "jpeg_walk.h"
#include "luma.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <jpeglib.h>

#include <jerror.h>

// One reading: libjpeg's state, our error manager and source beside it, and what came of it.
typedef struct {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  const JOCTET *rest;   // What libjpeg was not handed yet.
  size_t rest_count;
  jmp_buf escape;
  castbook_jpeg_bounds_t bounds;
  castbook_jpeg_proof_t proof;
  uint8_t *means;       // Where the means of 64 by 64 parts go; NULL when nobody asked for them.
  castbook_luma_t *luma;
  uint64_t row_work;    // Pixels that one call of on_progress stands for.
  uint64_t work;        // Pixels passed, counted once for each scan.
  uint64_t work_limit;
  double seconds;       // Processor time when on_progress was called last.
  double idle_seconds;  // What arithmetic decoding has spent behind the end of a scan's data.
} reading_t;

static reading_t *reading_of(j_common_ptr decoder) { return (reading_t *)decoder->client_data; }

static void note_damage(reading_t *reading) {
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
      note_damage(reading);
      break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
      proof->bad_code++;
      note_damage(reading);
      break;
    case JWRN_MUST_RESYNC:
      proof->resync++;
      note_damage(reading);
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

static void say_nothing(j_common_ptr decoder) { (void)decoder; }

static void give_up(reading_t *reading, castbook_jpeg_status_t status) {
  reading->proof.status = status;
  longjmp(reading->escape, 1);
}

static double processor_seconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) return 0;
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// Where an arithmetic scan ends early its decoder goes on with zeros and says nothing. That is how a
// flat picture is coded, and takes no time; a file of no size can keep the decoder busy for a minute.
static bool is_idle_for_long(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  if (!decoder->arith_code) return false;
  double now = processor_seconds();
  if (decoder->unread_marker != 0) reading->idle_seconds += now - reading->seconds;
  reading->seconds = now;
  return reading->idle_seconds > 2;
}

// Called once for every row of blocks read.
static void on_progress(j_common_ptr common) {
  reading_t *reading = reading_of(common);
  j_decompress_ptr decoder = &reading->decoder;
  reading->work += reading->row_work;
  if (decoder->input_scan_number > reading->bounds.scan_limit ||
      reading->work > reading->work_limit || is_idle_for_long(reading)) {
    give_up(reading, CASTBOOK_JPEG_TOO_COMPLEX);
  }
}

static const JOCTET end_of_image[2] = {0xFF, JPEG_EOI};

// libjpeg-turbo decodes blocks that surely lie in its buffer in a quicker way, which takes a bit
// pattern that is no code for a zero and says nothing. It never does with less than 512 bytes, nor in
// progressive pictures.
static const size_t piece_size = 500;

// Hands libjpeg the next piece. Where nothing is left it gets an end marker, as it would do itself,
// and the fact is kept apart from its warning, which says the same for a missing end mark and for
// missing rows.
static boolean on_empty(j_decompress_ptr decoder) {
  reading_t *reading = reading_of((j_common_ptr)decoder);
  struct jpeg_source_mgr *source = decoder->src;
  if (reading->rest_count == 0) {
    reading->proof.ran_out = true;
    source->next_input_byte = end_of_image;
    source->bytes_in_buffer = sizeof end_of_image;
    return TRUE;
  }
  bool is_whole = decoder->progressive_mode || reading->rest_count < piece_size;
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

// Whether some component has no whole number of the picture's pixels for each of its own: libjpeg reads
// its coefficients, and makes no pixels of them.
static bool is_fractional(const struct jpeg_decompress_struct *decoder) {
  for (int i = 0; i < decoder->num_components; i++) {
    const jpeg_component_info *component = &decoder->comp_info[i];
    if (decoder->max_h_samp_factor % component->h_samp_factor != 0 ||
        decoder->max_v_samp_factor % component->v_samp_factor != 0) {
      return true;
    }
  }
  return false;
}

static uint64_t coefficient_bytes(const struct jpeg_decompress_struct *decoder) {
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

// Begins the reduction of the picture's eighth where it is asked for and can be had. A component of
// fewer blocks than another does not cover the picture alike.
static void begin_eighth(reading_t *reading) {
  const struct jpeg_decompress_struct *decoder = &reading->decoder;
  const bool has_luma = decoder->jpeg_color_space == JCS_GRAYSCALE ||
                        decoder->jpeg_color_space == JCS_YCbCr;
  const jpeg_component_info *first = decoder->comp_info;
  if (reading->means == NULL || !has_luma ||
      first->h_samp_factor != decoder->max_h_samp_factor ||
      first->v_samp_factor != decoder->max_v_samp_factor ||
      !castbook_jpeg_eighth((int)decoder->image_width, (int)decoder->image_height)) {
    return;
  }
  reading->luma = castbook_luma_new(decoder->image_width, decoder->image_height, 8);
}

static void end_luma(reading_t *reading) {
  if (reading->luma == NULL) return;
  castbook_luma_end(reading->luma, reading->means);
  reading->proof.has_luma = true;
}

// Takes the means of the blocks from the coefficients, which are all held.
static void reduce_coefficients(reading_t *reading, jvirt_barray_ptr blocks) {
  j_decompress_ptr decoder = &reading->decoder;
  const jpeg_component_info *first = decoder->comp_info;
  if (reading->luma == NULL || first->quant_table == NULL) return;
  JSAMPARRAY means = (*decoder->mem->alloc_sarray)(
      (j_common_ptr)decoder, JPOOL_IMAGE, first->width_in_blocks, 1);
  for (JDIMENSION row = 0; row < first->height_in_blocks; row++) {
    JBLOCKARRAY line =
        (*decoder->mem->access_virt_barray)((j_common_ptr)decoder, blocks, row, 1, FALSE);
    for (JDIMENSION i = 0; i < first->width_in_blocks; i++) {
      means[0][i] = castbook_jpeg_mean(line[0][i][0], first->quant_table->quantval[0]);
    }
    castbook_luma_add(reading->luma, row, means[0], first->width_in_blocks);
  }
  end_luma(reading);
}

// A picture in one scan is decoded row by row at an eighth of its size, which reads every code just
// as reading all coefficients does, and keeps nothing: it is the touching of fresh memory for them
// that takes most of the time of smooth pictures.
static void read_rows(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  decoder->scale_num = 1;
  decoder->scale_denom = 8;
  decoder->out_color_space = decoder->jpeg_color_space;
  decoder->do_fancy_upsampling = FALSE;
  jpeg_start_decompress(decoder);
  JSAMPARRAY row = (*decoder->mem->alloc_sarray)(
      (j_common_ptr)decoder, JPOOL_IMAGE,
      decoder->output_width * (JDIMENSION)decoder->output_components, 1);
  const size_t step = (size_t)decoder->output_components;
  while (decoder->output_scanline < decoder->output_height) {
    const JDIMENSION place = decoder->output_scanline;
    jpeg_read_scanlines(decoder, row, 1);
    if (reading->luma == NULL) continue;
    for (size_t i = 0; i < decoder->output_width; i++) row[0][i] = row[0][i * step];
    castbook_luma_add(reading->luma, place, row[0], decoder->output_width);
  }
  end_luma(reading);
}

// Reads the header, and says in `proof` what stands there.
static void open_picture(reading_t *reading) {
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
  reading->seconds = processor_seconds();
}

static void read_all(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  castbook_jpeg_proof_t *proof = &reading->proof;
  open_picture(reading);
  begin_eighth(reading);
  if (!jpeg_has_multiple_scans(decoder) && !is_fractional(decoder)) {
    decoder->mem->max_memory_to_use = 0;
    read_rows(reading);
  } else if (coefficient_bytes(decoder) < reading->bounds.memory_limit) {
    reading->row_work *= (uint64_t)decoder->max_v_samp_factor;
    jvirt_barray_ptr *blocks = jpeg_read_coefficients(decoder);
    reduce_coefficients(reading, blocks[0]);
  } else {
    give_up(reading, CASTBOOK_JPEG_TOO_BIG);
  }
  // Finishing frees what is known of the components.
  for (int i = 0; i < decoder->num_components; i++) {
    if (decoder->comp_info[i].quant_table == NULL) proof->component_missing = true;
  }
  jpeg_finish_decompress(decoder);
  proof->status = CASTBOOK_JPEG_READ;
  proof->rows = (int)decoder->total_iMCU_rows;
  proof->scans = decoder->input_scan_number;
}

// MARK: A picture that is decoded to be seen

// The eighths of its size at which a picture is decoded.
static unsigned scale_of(const struct jpeg_decompress_struct *decoder) {
  const JDIMENSION shorter = decoder->image_width < decoder->image_height
                                 ? decoder->image_width
                                 : decoder->image_height;
  unsigned scale = 1;
  while (scale < 8 && (shorter * scale + 7) / 8 < CASTBOOK_LUMA_SIDE) scale++;
  return scale;
}

// The luma of inks. Those of Adobe are stored the other way round.
static void convert_inks(uint8_t *row, size_t count, bool is_inverted) {
  const uint8_t turn = is_inverted ? 0 : 255;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *inks = row + 4 * i;
    const uint8_t luma = castbook_luma_of_color(inks[0] ^ turn, inks[1] ^ turn, inks[2] ^ turn);
    row[i] = (uint8_t)((luma * (inks[3] ^ turn) + 127) / 255);
  }
}

static void see_rows(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  JSAMPARRAY row = (*decoder->mem->alloc_sarray)(
      (j_common_ptr)decoder, JPOOL_IMAGE,
      decoder->output_width * (JDIMENSION)decoder->output_components, 1);
  while (decoder->output_scanline < decoder->output_height) {
    const JDIMENSION place = decoder->output_scanline;
    jpeg_read_scanlines(decoder, row, 1);
    if (decoder->out_color_space == JCS_RGB) {
      castbook_luma_of_pixels(
          row[0], row[0], decoder->output_width, CASTBOOK_PIXELS_RGB, 1, 0);
    } else if (decoder->out_color_space == JCS_CMYK) {
      convert_inks(row[0], decoder->output_width, decoder->saw_Adobe_marker);
    }
    castbook_luma_add(reading->luma, place, row[0], decoder->output_width);
  }
}

static void see_all(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  open_picture(reading);
  const bool is_held = jpeg_has_multiple_scans(decoder);
  if (is_fractional(decoder) ||
      (is_held && coefficient_bytes(decoder) >= reading->bounds.memory_limit)) {
    give_up(reading, CASTBOOK_JPEG_TOO_BIG);
  }
  if (!is_held) decoder->mem->max_memory_to_use = 0;
  decoder->scale_num = scale_of(decoder);
  decoder->scale_denom = 8;
  decoder->do_fancy_upsampling = FALSE;
  switch (decoder->jpeg_color_space) {
    case JCS_GRAYSCALE:
    case JCS_YCbCr:
      decoder->out_color_space = JCS_GRAYSCALE;
      break;
    case JCS_RGB:
      decoder->out_color_space = JCS_RGB;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      decoder->out_color_space = JCS_CMYK;
      break;
    default:
      give_up(reading, CASTBOOK_JPEG_REFUSED);
  }
  jpeg_start_decompress(decoder);
  reading->luma = castbook_luma_new(decoder->output_width, decoder->output_height, 1);
  if (reading->luma == NULL) give_up(reading, CASTBOOK_JPEG_NO_MEMORY);
  see_rows(reading);
  end_luma(reading);
  reading->proof.status = CASTBOOK_JPEG_READ;
}

// MARK: What is called

// Whether libjpeg, which goes on where it can, noticed that coded data are damaged.
static bool is_damaged(const castbook_jpeg_proof_t *proof) {
  return proof->status != CASTBOOK_JPEG_READ || proof->bad_code > 0 || proof->premature > 0 ||
         proof->resync > 0;
}

// Reads by libjpeg in one way or another, and says what came of it.
static castbook_jpeg_proof_t run(
    void (*read)(reading_t *), const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds,
    uint8_t *means) {
  castbook_jpeg_proof_t proof = {.status = CASTBOOK_JPEG_NO_MEMORY, .first_damage_row = -1};
  reading_t *reading = calloc(1, sizeof *reading);
  if (reading == NULL) return proof;
  reading->bounds = bounds;
  reading->proof = proof;
  reading->means = means;
  reading->decoder.err = jpeg_std_error(&reading->errors);
  reading->decoder.client_data = reading;
  reading->errors.error_exit = on_error;
  reading->errors.emit_message = on_warning;
  reading->errors.output_message = say_nothing;
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
  castbook_luma_free(reading->luma);
  free(reading);
  return proof;
}

castbook_jpeg_proof_t castbook_jpeg_prove_slowly(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means) {
  return run(read_all, bytes, count, bounds, means);
}

castbook_jpeg_proof_t castbook_jpeg_prove(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means) {
  castbook_walk_t walk = castbook_walk(bytes, count, means);
  if (walk.result == CASTBOOK_WALK_SOUND) {
    return (castbook_jpeg_proof_t){
        .status = CASTBOOK_JPEG_READ, .first_damage_row = -1, .rows = walk.rows, .scans = 1,
        .width = walk.width, .height = walk.height, .end = walk.end,
        .has_luma = walk.has_luma};
  }
  castbook_jpeg_proof_t proof = castbook_jpeg_prove_slowly(bytes, count, bounds, means);
  if (is_damaged(&proof)) return proof;
  proof.left_over = walk.result == CASTBOOK_WALK_LEFT_OVER;
  proof.overrun = walk.result == CASTBOOK_WALK_OVERRUN;
  if (proof.overrun) {
    proof.first_damage_row = walk.row;
    proof.rows = walk.rows;
  }
  return proof;
}

bool castbook_jpeg_luma(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means) {
  return run(see_all, bytes, count, bounds, means).has_luma;
}
