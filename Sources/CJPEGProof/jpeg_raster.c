#include "jpeg_reading.h"

#include <stdlib.h>
#include <string.h>

// How coarsely luma was quantized: the sum of its steps, in hundredths of that of quality 50.
static uint32_t coarseness(const jpeg_component_info *component) {
  const JQUANT_TBL *table = component->quant_table;
  const uint32_t sum_at_50 = 3688;
  uint32_t sum = 0;
  if (table == NULL) return 0;
  for (int i = 0; i < DCTSIZE2; i++) sum += table->quantval[i];
  return 100 * sum / sum_at_50;
}

// Passes rows of MCUs to the raster as planes, as they are coded: chroma is scaled down from its own
// samples, and no pixel is converted at full size.
static void read_planes(reading_t *reading) {
  j_decompress_ptr decoder = &reading->decoder;
  const int count = decoder->num_components;
  const bool is_grey = count == 1;
  reading->colors = is_grey ? CASTBOOK_JPEG_GREY : CASTBOOK_JPEG_YCC;
  decoder->raw_data_out = TRUE;
  jpeg_start_decompress(decoder);
  JSAMPARRAY planes[3];
  for (int i = 0; i < count; i++) {
    const jpeg_component_info *component = &decoder->comp_info[i];
    const uint32_t across =
        is_grey ? 1 : (uint32_t)(decoder->max_h_samp_factor / component->h_samp_factor);
    const uint32_t down =
        is_grey ? 1 : (uint32_t)(decoder->max_v_samp_factor / component->v_samp_factor);
    const uint32_t smaller = i == 0 ? 1 : castbook_raster_chroma(reading->raster);
    if (!castbook_raster_plane(reading->raster, i, 1, across, down, smaller)) {
      castbook_jpeg_give_up(reading, CASTBOOK_JPEG_NO_MEMORY);
    }
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
  const jpeg_component_info *first = decoder->comp_info;
  switch (decoder->jpeg_color_space) {
    case JCS_GRAYSCALE:
      read_planes(reading);
      break;
    case JCS_YCbCr:
      if (first->h_samp_factor != decoder->max_h_samp_factor ||
          first->v_samp_factor != decoder->max_v_samp_factor) {
        read_pixels(reading, JCS_RGB);
      } else {
        read_planes(reading);
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
  castbook_raster_coded(reading->raster, coarseness(&decoder->comp_info[0]));
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
