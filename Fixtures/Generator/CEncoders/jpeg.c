#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include <jerror.h>

#include "CEncoders.h"

void castbook_bytes_free(castbook_bytes *bytes) {
  free(bytes->start);
  bytes->start = NULL;
  bytes->count = 0;
}

// libjpeg's error manager with the place to return to. `pub` must be first: libjpeg knows only it.
typedef struct failure {
  struct jpeg_error_mgr pub;
  jmp_buf back;
  int first;
} failure;

static void give_up(j_common_ptr info) { longjmp(((failure *)info->err)->back, 1); }

static void note_warning(j_common_ptr info, int level) {
  if (level >= 0) return;
  failure *failure_ = (failure *)info->err;
  if (info->err->num_warnings++ == 0) failure_->first = info->err->msg_code;
}

static void be_silent(j_common_ptr info) { (void)info; }

static struct jpeg_error_mgr *set_up(failure *where) {
  struct jpeg_error_mgr *manager = jpeg_std_error(&where->pub);
  manager->error_exit = give_up;
  manager->emit_message = note_warning;
  manager->output_message = be_silent;
  where->first = 0;
  return manager;
}

// A legal script of any length: the DC, then the 63 AC coefficients one by one, each first
// without its low bits and then bit after bit.
static int fill_script(jpeg_scan_info *script, int scans) {
  int made = 0;
  script[made++] = (jpeg_scan_info){.comps_in_scan = 1};
  for (int low = 10; low >= 0; low--) {
    for (int place = 1; place < 64 && made < scans; place++) {
      script[made++] = (jpeg_scan_info){
          .comps_in_scan = 1, .Ss = place, .Se = place, .Ah = low == 10 ? 0 : low + 1, .Al = low};
    }
  }
  return made;
}

static int bytes_per_pixel(int kind) { return kind == castbook_jpeg_grey ? 1 : 4; }

static void set_colours(struct jpeg_compress_struct *info, int kind) {
  info->input_components = bytes_per_pixel(kind);
  J_COLOR_SPACE in = JCS_EXT_RGBX, stored = JCS_YCbCr;
  if (kind == castbook_jpeg_grey) in = stored = JCS_GRAYSCALE;
  if (kind == castbook_jpeg_cmyk) in = stored = JCS_CMYK;
  if (kind == castbook_jpeg_ycck) { in = JCS_CMYK; stored = JCS_YCCK; }
  if (kind == castbook_jpeg_plain_rgb) stored = JCS_RGB;
  info->in_color_space = in;
  jpeg_set_defaults(info);
  jpeg_set_colorspace(info, stored);
}

static void set_options(
    struct jpeg_compress_struct *info, const castbook_jpeg_options *options,
    jpeg_scan_info *script) {
  info->image_width = (JDIMENSION)options->width;
  info->image_height = (JDIMENSION)options->height;
  set_colours(info, options->kind);
  jpeg_set_quality(info, options->quality, TRUE);
  info->dct_method = JDCT_ISLOW;
  info->comp_info[0].h_samp_factor = options->luma_across;
  info->comp_info[0].v_samp_factor = options->luma_down;
  if (options->kind == castbook_jpeg_ycck) {
    // Black is as fine as luma.
    info->comp_info[3].h_samp_factor = options->luma_across;
    info->comp_info[3].v_samp_factor = options->luma_down;
  }
  info->optimize_coding = options->optimised;
  info->arith_code = options->arithmetic;
  info->restart_interval = (unsigned)options->restart_interval;
  info->write_Adobe_marker = options->adobe;
  info->write_JFIF_header = options->jfif;
  if (script != NULL) {
    info->num_scans = fill_script(script, options->scans);
    info->scan_info = script;
  } else if (options->progressive) {
    jpeg_simple_progression(info);
  }
}

static void write_picture(
    struct jpeg_compress_struct *info, const uint8_t *samples,
    const castbook_jpeg_options *options) {
  jpeg_start_compress(info, TRUE);
  for (size_t i = 0; i < options->segment_count; i++) {
    const castbook_segment *segment = &options->segments[i];
    jpeg_write_marker(info, segment->marker, segment->start, (unsigned)segment->count);
  }
  const size_t row_bytes = (size_t)options->width * (size_t)bytes_per_pixel(options->kind);
  while (info->next_scanline < info->image_height) {
    JSAMPROW row = (JSAMPROW)(samples + info->next_scanline * row_bytes);
    jpeg_write_scanlines(info, &row, 1);
  }
  jpeg_finish_compress(info);
}

// What must be freed when libjpeg gives up: kept in one place in memory, since a longjmp forgets
// what stood in registers.
typedef struct belongings {
  unsigned char *buffer;
  unsigned long count;
  jpeg_scan_info *script;
} belongings;

static bool encode(
    const uint8_t *samples, const castbook_jpeg_options *options, belongings *kept) {
  struct jpeg_compress_struct info = {0};
  failure where;
  info.err = set_up(&where);
  if (setjmp(where.back)) {
    jpeg_destroy_compress(&info);
    return false;
  }
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &kept->buffer, &kept->count);
  set_options(&info, options, kept->script);
  write_picture(&info, samples, options);
  jpeg_destroy_compress(&info);
  return true;
}

bool castbook_jpeg_encode(
    const uint8_t *samples, const castbook_jpeg_options *options, castbook_bytes *out) {
  belongings kept = {0};
  *out = (castbook_bytes){0};
  if (options->scans > 0) {
    kept.script = calloc((size_t)options->scans, sizeof(jpeg_scan_info));
    if (kept.script == NULL) return false;
  }
  const bool done = encode(samples, options, &kept);
  free(kept.script);
  if (done) {
    *out = (castbook_bytes){.start = kept.buffer, .count = kept.count};
  } else {
    free(kept.buffer);
  }
  return done;
}

castbook_jpeg_verdict castbook_jpeg_read_through(const uint8_t *start, size_t count) {
  struct jpeg_decompress_struct info = {0};
  failure where;
  info.err = set_up(&where);
  if (setjmp(where.back)) {
    castbook_jpeg_verdict verdict = {.warnings = -1, .first = where.pub.msg_code};
    jpeg_destroy_decompress(&info);
    return verdict;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, start, count);
  jpeg_read_header(&info, TRUE);
  jpeg_read_coefficients(&info);
  jpeg_finish_decompress(&info);
  castbook_jpeg_verdict verdict = {.warnings = where.pub.num_warnings, .first = where.first};
  jpeg_destroy_decompress(&info);
  return verdict;
}

bool castbook_jpeg_decode(
    const uint8_t *start, size_t count, int *width, int *height, castbook_bytes *out) {
  struct jpeg_decompress_struct info = {0};
  failure where;
  *out = (castbook_bytes){0};
  info.err = set_up(&where);
  if (setjmp(where.back)) {
    jpeg_destroy_decompress(&info);
    castbook_bytes_free(out);
    return false;
  }
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, start, count);
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_EXT_RGBA;
  jpeg_start_decompress(&info);
  const size_t row_bytes = (size_t)info.output_width * 4;
  out->count = row_bytes * info.output_height;
  out->start = malloc(out->count);
  if (out->start == NULL) longjmp(where.back, 1);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = out->start + row_bytes * info.output_scanline;
    jpeg_read_scanlines(&info, &row, 1);
  }
  *width = (int)info.output_width;
  *height = (int)info.output_height;
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return true;
}

int castbook_jpeg_hit_marker(void) { return JWRN_HIT_MARKER; }
int castbook_jpeg_bad_huffman(void) { return JWRN_HUFF_BAD_CODE; }
