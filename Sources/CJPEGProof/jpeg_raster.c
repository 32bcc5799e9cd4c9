// Passes a JPEG to a raster: from the walk, from coefficients that libjpeg has read, or decoded by
// libjpeg.
//
// Decision: docs/decisions/0033-one-entropy-decode.md. Tests: MediaTests (OneDecode,
// MeasuredFormats, MeasuredFixtures), under the address and thread sanitizers in `Scripts/test
// --long`. Fuzz targets: `jpeg-proof` and `inspect`.
#include "jpeg_raster.h"

#include <stdlib.h>
#include <string.h>

#include "jpeg_head.h"
#include "jpeg_transform.h"

// MARK: The walk's planes

static bool begin_planes(void *context, const castbook_jpeg_planes_t *planes) {
  castbook_raster_t *raster = context;
  if (planes->width != castbook_raster_width(raster) ||
      planes->height != castbook_raster_height(raster)) {
    return false;
  }
  for (int i = 0; i < planes->count; i++) {
    const uint32_t smaller = i == 0 ? 1 : castbook_raster_chroma(raster);
    if (!castbook_raster_plane(raster, i, 1, planes->across[i], planes->down[i], smaller)) {
      castbook_raster_clear(raster);
      return false;
    }
  }
  castbook_raster_coded(raster, planes->coarseness);
  return true;
}

// Adds rows of a plane. The raster ignores rows after the last one, which only fill the last
// blocks.
static void take_rows(void *context, int plane, const uint8_t *rows, size_t stride, int count) {
  castbook_raster_t *raster = context;
  castbook_raster_add_rows(raster, plane, rows, stride, (uint64_t)count);
  if (plane != 0) return;
  for (int i = 0; i < count; i++) castbook_raster_luma(raster, rows + (size_t)i * stride);
}

castbook_jpeg_taker_t castbook_jpeg_raster_taker(castbook_raster_t *raster) {
  return (castbook_jpeg_taker_t){.context = raster, .begin = begin_planes, .take = take_rows};
}

// MARK: Coefficients

enum { blocks_at_once = 16 };

// Whether libjpeg would smooth blocks when it decodes, because some bits of a progressive picture
// have not arrived.
static bool is_complete(const struct jpeg_decompress_struct *decoder) {
  for (int i = 0; decoder->coef_bits != NULL && i < decoder->num_components; i++) {
    for (int k = 0; k < DCTSIZE2; k++) {
      if (decoder->coef_bits[i][k] != 0) return false;
    }
  }
  return true;
}

static uint32_t coarseness_of(const struct jpeg_decompress_struct *decoder) {
  const JQUANT_TBL *table = decoder->comp_info[0].quant_table;
  return table == NULL ? 0 : castbook_jpeg_coarseness(table->quantval);
}

// Whether a picture is one of luma, or of luma and of chroma that is not larger.
static bool has_planes(const struct jpeg_decompress_struct *decoder) {
  const jpeg_component_info *first = decoder->comp_info;
  return decoder->jpeg_color_space == JCS_GRAYSCALE ||
         (decoder->jpeg_color_space == JCS_YCbCr &&
          first->h_samp_factor == decoder->max_h_samp_factor &&
          first->v_samp_factor == decoder->max_v_samp_factor);
}

// The planes of a picture for which `has_planes` is true.
static castbook_jpeg_planes_t planes_of(const struct jpeg_decompress_struct *decoder) {
  castbook_jpeg_planes_t planes = {
      .count = decoder->num_components, .width = decoder->image_width,
      .height = decoder->image_height, .coarseness = coarseness_of(decoder)};
  const bool is_grey = planes.count == 1;
  for (int i = 0; i < planes.count; i++) {
    const jpeg_component_info *component = &decoder->comp_info[i];
    planes.across[i] =
        is_grey ? 1 : (uint32_t)(decoder->max_h_samp_factor / component->h_samp_factor);
    planes.down[i] =
        is_grey ? 1 : (uint32_t)(decoder->max_v_samp_factor / component->v_samp_factor);
  }
  return planes;
}

// Whether coefficients in memory can be transformed here, with libjpeg's result.
static bool can_transform(const struct jpeg_decompress_struct *decoder) {
  for (int i = 0; i < decoder->num_components; i++) {
    if (decoder->comp_info[i].quant_table == NULL) return false;
  }
  return CASTBOOK_JPEG_TRANSFORMS && has_planes(decoder) && !castbook_jpeg_is_fractional(decoder) &&
         is_complete(decoder);
}

// Transforms a row of blocks.
static void transform_row(
    JBLOCKROW blocks, JDIMENSION count, const int16_t steps[DCTSIZE2], uint8_t *rows,
    size_t stride, bool is_wide) {
  castbook_jpeg_block_t waiting[blocks_at_once];
  for (JDIMENSION i = 0; i < count;) {
    int filled = 0;
    for (; filled < blocks_at_once && i < count; filled++, i++) {
      waiting[filled] = (castbook_jpeg_block_t){
          .block = blocks[i], .steps = steps, .samples = rows + (size_t)i * DCTSIZE,
          .stride = stride, .is_flat = castbook_jpeg_is_flat(blocks[i])};
    }
    castbook_jpeg_transform(waiting, filled, is_wide);
  }
}

// Passes one component's rows of blocks, as many as an MCU has.
static void pass_blocks(
    reading_t *reading, jvirt_barray_ptr array, int plane, JDIMENSION first, uint8_t *rows,
    bool is_wide) {
  j_decompress_ptr decoder = &reading->decoder;
  const jpeg_component_info *component = &decoder->comp_info[plane];
  const JDIMENSION down =
      decoder->num_components == 1 ? 1 : (JDIMENSION)component->v_samp_factor;
  const size_t stride = (size_t)component->width_in_blocks * DCTSIZE;
  int16_t steps[DCTSIZE2];
  for (int k = 0; k < DCTSIZE2; k++) steps[k] = (int16_t)component->quant_table->quantval[k];
  JDIMENSION done = 0;
  for (; done < down && first * down + done < component->height_in_blocks; done++) {
    JBLOCKARRAY line = (*decoder->mem->access_virt_barray)(
        (j_common_ptr)decoder, array, first * down + done, 1, FALSE);
    transform_row(
        line[0], component->width_in_blocks, steps, rows + done * DCTSIZE * stride, stride, is_wide);
  }
  take_rows(reading->raster, plane, rows, stride, (int)(done * DCTSIZE));
}

void castbook_jpeg_pass_coefficients(reading_t *reading, jvirt_barray_ptr *arrays) {
  j_decompress_ptr decoder = &reading->decoder;
  if (!can_transform(decoder)) return;
  const castbook_jpeg_planes_t planes = planes_of(decoder);
  if (!begin_planes(reading->raster, &planes)) return;
  size_t room = 0;
  for (int i = 0; i < planes.count; i++) {
    const jpeg_component_info *component = &decoder->comp_info[i];
    const size_t bytes =
        (size_t)component->width_in_blocks * DCTSIZE2 * (size_t)component->v_samp_factor;
    if (bytes > room) room = bytes;
  }
  // Not from libjpeg's pools, which would refuse the picture if memory is short.
  uint8_t *rows = malloc(room);
  if (rows == NULL) return;
  const bool is_wide = castbook_jpeg_is_wide() && !reading->bounds.is_plain;
  const JDIMENSION blocks = decoder->comp_info[0].height_in_blocks;
  const JDIMENSION down = planes.count == 1 ? 1 : (JDIMENSION)decoder->max_v_samp_factor;
  for (JDIMENSION row = 0; row * down < blocks; row++) {
    for (int i = 0; i < planes.count; i++) pass_blocks(reading, arrays[i], i, row, rows, is_wide);
  }
  free(rows);
  if (castbook_raster_is_whole(reading->raster)) {
    reading->proof.colors = planes.count == 1 ? CASTBOOK_JPEG_GREY : CASTBOOK_JPEG_YCC;
  }
}

// MARK: Decoding by libjpeg

// Passes rows of MCUs to the raster as planes, as they are coded: chroma is scaled down from its
// own samples, and no pixel is converted at full size.
static void read_planes(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  const int count = decoder->num_components;
  reading->colors = count == 1 ? CASTBOOK_JPEG_GREY : CASTBOOK_JPEG_YCC;
  decoder->raw_data_out = TRUE;
  jpeg_start_decompress(decoder);
  const castbook_jpeg_planes_t found = planes_of(decoder);
  if (!begin_planes(reading->raster, &found)) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_NO_MEMORY);
  }
  JSAMPARRAY planes[3];
  for (int i = 0; i < count; i++) {
    const jpeg_component_info *component = &decoder->comp_info[i];
    planes[i] = (*decoder->mem->alloc_sarray)(
        (j_common_ptr)decoder, JPOOL_IMAGE, (component->width_in_blocks + 4) * DCTSIZE,
        (JDIMENSION)(component->v_samp_factor * DCTSIZE));
  }
  const JDIMENSION lines = (JDIMENSION)(decoder->max_v_samp_factor * DCTSIZE);
  while (decoder->output_scanline < decoder->output_height) {
    if (jpeg_read_raw_data(decoder, planes, lines) == 0) return;
    for (int i = 0; i < count; i++) {
      const int rows = decoder->comp_info[i].v_samp_factor * DCTSIZE;
      for (int row = 0; row < rows; row++) {
        // The raster ignores rows after the last one, which only fill the last blocks.
        castbook_raster_row(reading->raster, i, planes[i][row]);
        if (i == 0) castbook_raster_luma(reading->raster, planes[0][row]);
      }
    }
  }
}

// Writes the luma of each pixel of three or four values.
static void extract_luma(
    uint8_t *lumas, const uint8_t *row, size_t count, castbook_jpeg_colors_t colors) {
  if (colors == CASTBOOK_JPEG_RGB) {
    castbook_luma_of_pixels(lumas, row, count, CASTBOOK_PIXELS_RGB);
    return;
  }
  const uint8_t turn = colors == CASTBOOK_JPEG_INVERTED_INKS ? 0 : 255;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *inks = row + 4 * i;
    const uint8_t luma = castbook_luma_of_color(inks[0] ^ turn, inks[1] ^ turn, inks[2] ^ turn);
    lumas[i] = (uint8_t)((luma * (inks[3] ^ turn) + 127) / 255);
  }
}

static void read_pixels(reading_t *reading, J_COLOR_SPACE space) {
  j_decompress_ptr decoder = &reading->decoder;
  decoder->out_color_space = space;
  decoder->do_fancy_upsampling = FALSE;
  jpeg_start_decompress(decoder);
  const uint32_t channels = (uint32_t)decoder->output_components;
  reading->colors = space == JCS_RGB              ? CASTBOOK_JPEG_RGB
                    : decoder->saw_Adobe_marker ? CASTBOOK_JPEG_INVERTED_INKS
                                                : CASTBOOK_JPEG_INKS;
  if (!castbook_raster_plane(reading->raster, 0, channels, 1, 1, 1)) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_NO_MEMORY);
  }
  JSAMPARRAY row = (*decoder->mem->alloc_sarray)(
      (j_common_ptr)decoder, JPOOL_IMAGE, decoder->output_width * channels, 2);
  while (decoder->output_scanline < decoder->output_height) {
    jpeg_read_scanlines(decoder, row, 1);
    castbook_raster_row(reading->raster, 0, row[0]);
    extract_luma(row[1], row[0], decoder->output_width, reading->colors);
    castbook_raster_luma(reading->raster, row[1]);
  }
}

static void read_pictures(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  castbook_jpeg_open(reading);
  const bool is_held = jpeg_has_multiple_scans(decoder);
  if (castbook_jpeg_is_fractional(decoder) ||
      decoder->image_width != castbook_raster_width(reading->raster) ||
      decoder->image_height != castbook_raster_height(reading->raster) ||
      (is_held && castbook_jpeg_coefficient_bytes(decoder) >= reading->bounds.memory_limit)) {
    castbook_jpeg_give_up(reading, CASTBOOK_JPEG_TOO_BIG);
  }
  if (!is_held) decoder->mem->max_memory_to_use = 0;
  switch (decoder->jpeg_color_space) {
    case JCS_GRAYSCALE:
    case JCS_YCbCr:
      if (has_planes(decoder)) {
        read_planes(reading);
      } else {
        read_pixels(reading, JCS_RGB);
      }
      break;
    case JCS_RGB:
      read_pixels(reading, JCS_RGB);
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      read_pixels(reading, JCS_CMYK);
      break;
    default:
      castbook_jpeg_give_up(reading, CASTBOOK_JPEG_REFUSED);
  }
  castbook_raster_coded(reading->raster, coarseness_of(decoder));
  reading->proof.status = CASTBOOK_JPEG_READ;
}

castbook_jpeg_colors_t castbook_jpeg_raster(
    const uint8_t *bytes, size_t count, castbook_jpeg_bounds_t bounds, castbook_raster_t *raster) {
  reading_t *reading = calloc(1, sizeof *reading);
  if (reading == NULL) return CASTBOOK_JPEG_NO_COLORS;
  reading->bounds = bounds;
  reading->raster = raster;
  reading->is_sound = true;
  const castbook_jpeg_proof_t proof = castbook_jpeg_run(read_pictures, reading, bytes, count);
  const castbook_jpeg_colors_t colors =
      proof.status == CASTBOOK_JPEG_READ && castbook_raster_is_whole(raster)
          ? reading->colors
          : CASTBOOK_JPEG_NO_COLORS;
  free(reading);
  return colors;
}
