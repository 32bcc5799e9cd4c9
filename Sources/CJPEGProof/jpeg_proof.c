// Proves a JPEG by a quick walk or by libjpeg, and reduces its luma on the way.
//
// Decision: docs/decisions/0006-proof-of-integrity.md, and 0012-phash.md for the means. Tests:
// MediaTests (QuickWalks, FlippedBits, CutFiles, EndMarks, Bombs, LumaPlanes), under the address
// and thread sanitizers in `Scripts/test --long`. Fuzz targets: `jpeg-proof` and `inspect`.
#include "jpeg_eighth.h"
#include "jpeg_raster.h"
#include "jpeg_transform.h"

#include <stdlib.h>

// Begins to reduce the picture's eighth if that is wanted and possible. It is not if the first
// component has fewer blocks than another, since its blocks then cover more than 8 by 8 pixels.
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

// Reads the means of the blocks from the coefficients, which are all in memory.
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

// Decodes a picture in one scan row by row at an eighth of its size. That reads every code just as
// reading all coefficients does, but keeps none: touching fresh memory for them costs most of the
// time of smooth pictures.
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
    const JDIMENSION index = decoder->output_scanline;
    jpeg_read_scanlines(decoder, row, 1);
    if (reading->luma == NULL) continue;
    for (size_t i = 0; i < decoder->output_width; i++) row[0][i] = row[0][i * step];
    castbook_luma_add(reading->luma, index, row[0], decoder->output_width);
  }
  end_luma(reading);
}

static void read_all(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  castbook_jpeg_proof_t *proof = &reading->proof;
  castbook_jpeg_open(reading);
  begin_eighth(reading);
  if (!jpeg_has_multiple_scans(decoder) && !castbook_jpeg_is_fractional(decoder)) {
    decoder->mem->max_memory_to_use = 0;
    read_rows(reading);
  } else if (castbook_jpeg_coefficient_bytes(decoder) < reading->bounds.memory_limit) {
    reading->row_work *= (uint64_t)decoder->max_v_samp_factor;
    jvirt_barray_ptr *blocks = jpeg_read_coefficients(decoder);
    reduce_coefficients(reading, blocks[0]);
    if (reading->raster != NULL) castbook_jpeg_pass_coefficients(reading, blocks);
  } else {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_TOO_BIG);
  }
  // This must come before `jpeg_finish_decompress`, which frees the components.
  for (int i = 0; i < decoder->num_components; i++) {
    if (decoder->comp_info[i].quant_table == NULL) proof->component_missing = true;
  }
  jpeg_finish_decompress(decoder);
  proof->status = CASTBOOK_JPEG_READ;
  proof->rows = (int)decoder->total_iMCU_rows;
  proof->scans = decoder->input_scan_number;
}

// MARK: Means of a picture that has to be decoded

// The number of eighths of its size at which a picture is decoded.
static unsigned scale_of(const struct jpeg_decompress_struct *decoder) {
  const JDIMENSION shorter = decoder->image_width < decoder->image_height
                                 ? decoder->image_width
                                 : decoder->image_height;
  unsigned scale = 1;
  while (scale < 8 && (shorter * scale + 7) / 8 < CASTBOOK_LUMA_SIDE) scale++;
  return scale;
}

// Converts inks to luma. Adobe stores inks inverted.
static void convert_inks(uint8_t *row, size_t count, bool is_inverted) {
  const uint8_t turn = is_inverted ? 0 : 255;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *inks = row + 4 * i;
    const uint8_t luma = castbook_luma_of_color(inks[0] ^ turn, inks[1] ^ turn, inks[2] ^ turn);
    row[i] = (uint8_t)((luma * (inks[3] ^ turn) + 127) / 255);
  }
}

static void reduce_rows(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  JSAMPARRAY row = (*decoder->mem->alloc_sarray)(
      (j_common_ptr)decoder, JPOOL_IMAGE,
      decoder->output_width * (JDIMENSION)decoder->output_components, 1);
  while (decoder->output_scanline < decoder->output_height) {
    const JDIMENSION index = decoder->output_scanline;
    jpeg_read_scanlines(decoder, row, 1);
    if (decoder->out_color_space == JCS_RGB) {
      castbook_luma_of_pixels(row[0], row[0], decoder->output_width, CASTBOOK_PIXELS_RGB);
    } else if (decoder->out_color_space == JCS_CMYK) {
      convert_inks(row[0], decoder->output_width, decoder->saw_Adobe_marker);
    }
    castbook_luma_add(reading->luma, index, row[0], decoder->output_width);
  }
}

static void reduce_all(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  castbook_jpeg_open(reading);
  const bool is_buffered = jpeg_has_multiple_scans(decoder);
  if (castbook_jpeg_is_fractional(decoder) ||
      (is_buffered && castbook_jpeg_coefficient_bytes(decoder) >= reading->bounds.memory_limit)) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_TOO_BIG);
  }
  if (!is_buffered) decoder->mem->max_memory_to_use = 0;
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
      castbook_jpeg_give_up(reading, CASTBOOK_JPEG_REFUSED);
  }
  jpeg_start_decompress(decoder);
  reading->luma = castbook_luma_new(decoder->output_width, decoder->output_height, 1);
  if (reading->luma == NULL) castbook_jpeg_give_up(reading, CASTBOOK_JPEG_NO_MEMORY);
  reduce_rows(reading);
  end_luma(reading);
  reading->proof.status = CASTBOOK_JPEG_READ;
}

// MARK: Entry points

// Whether libjpeg, which continues where it can, found that coded data are damaged.
static bool is_damaged(const castbook_jpeg_proof_t *proof) {
  return proof->status != CASTBOOK_JPEG_READ || proof->bad_code > 0 || proof->premature > 0 ||
         proof->resync > 0;
}

// Runs `read` with libjpeg, with 64 by 64 means if `means` is not NULL, and for a raster if that is
// not NULL.
static castbook_jpeg_proof_t run(
    void (*read)(reading_t *), const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds,
    uint8_t *means, castbook_raster_t *raster) {
  reading_t *reading = calloc(1, sizeof *reading);
  if (reading == NULL) {
    return (castbook_jpeg_proof_t){.status = CASTBOOK_JPEG_NO_MEMORY, .first_damage_row = -1};
  }
  reading->bounds = bounds;
  reading->means = means;
  reading->raster = raster;
  const castbook_jpeg_proof_t proof = castbook_jpeg_run(read, reading, bytes, count);
  castbook_luma_free(reading->luma);
  free(reading);
  return proof;
}

castbook_jpeg_proof_t castbook_jpeg_prove_by_libjpeg(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means,
    castbook_raster_t *raster) {
  castbook_jpeg_proof_t proof = run(read_all, bytes, count, bounds, means, raster);
  // The rows of a picture that is not quite sound don't count.
  if (is_damaged(&proof) || proof.ran_out || proof.component_missing || proof.extraneous > 0 ||
      proof.other > 0) {
    proof.colors = CASTBOOK_JPEG_NO_COLORS;
  }
  return proof;
}

// The planes that a walk has passed to the raster.
static castbook_jpeg_colors_t colors_of(const castbook_walk_t *walk, const castbook_raster_t *raster) {
  if (!walk->has_planes || !castbook_raster_is_whole(raster)) return CASTBOOK_JPEG_NO_COLORS;
  return castbook_raster_rows(raster, 1) > 0 ? CASTBOOK_JPEG_YCC : CASTBOOK_JPEG_GREY;
}

castbook_jpeg_proof_t castbook_jpeg_prove(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means,
    castbook_raster_t *raster) {
  const castbook_walk_t walk =
      raster == NULL ? castbook_walk(bytes, count, means)
                     : castbook_walk_planes(
                           bytes, count, means, castbook_jpeg_raster_taker(raster),
                           castbook_jpeg_is_wide() && !bounds.is_plain);
  if (walk.result == CASTBOOK_WALK_SOUND) {
    return (castbook_jpeg_proof_t){
        .status = CASTBOOK_JPEG_READ, .first_damage_row = -1, .rows = walk.rows, .scans = 1,
        .width = walk.width, .height = walk.height, .end = walk.end, .has_luma = walk.has_luma,
        .colors = colors_of(&walk, raster)};
  }
  // What the walk has passed on is of a picture that it does not vouch for.
  if (raster != NULL) castbook_raster_clear(raster);
  castbook_jpeg_proof_t proof = castbook_jpeg_prove_by_libjpeg(bytes, count, bounds, means, raster);
  if (is_damaged(&proof)) return proof;
  proof.left_over = walk.result == CASTBOOK_WALK_LEFT_OVER;
  proof.overrun = walk.result == CASTBOOK_WALK_OVERRUN;
  if (proof.overrun) {
    proof.first_damage_row = walk.row;
    proof.rows = walk.rows;
  }
  if (proof.left_over || proof.overrun) proof.colors = CASTBOOK_JPEG_NO_COLORS;
  return proof;
}

bool castbook_jpeg_luma(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, uint8_t *means) {
  return run(reduce_all, bytes, count, bounds, means, NULL).has_luma;
}
