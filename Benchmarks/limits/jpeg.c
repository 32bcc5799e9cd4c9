#include "worker.h"

#include <setjmp.h>
#include <stdio.h>

// After stdio.h, which it does not include.
#include <jpeglib.h>

// MARK: libjpeg

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  int warnings;
} errors_t;

static void leave(j_common_ptr decoder) { longjmp(((errors_t *)decoder->err)->escape, 1); }

static void count_warning(j_common_ptr decoder, int level) {
  if (level < 0) ((errors_t *)decoder->err)->warnings++;
}

static void print_nothing(j_common_ptr decoder) { (void)decoder; }

bool jpeg_coefficients(worker_t *worker) {
  struct jpeg_decompress_struct decoder;
  errors_t errors = {0};
  decoder.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = leave;
  errors.manager.emit_message = count_warning;
  errors.manager.output_message = print_nothing;
  if (setjmp(errors.escape) != 0) {
    jpeg_destroy_decompress(&decoder);
    return false;
  }
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, worker->input.bytes, worker->input_count);
  jpeg_read_header(&decoder, TRUE);
  worker->area = (double)decoder.image_width * decoder.image_height;
  jpeg_read_coefficients(&decoder);
  jpeg_finish_decompress(&decoder);
  jpeg_destroy_decompress(&decoder);
  return errors.warnings == 0;
}

bool jpeg_walk(worker_t *worker) {
  const walk_verdict_t verdict = walk_jpeg(worker->walk, worker->input.bytes, worker->input_count, &worker->area);
  return verdict == walk_unsupported ? jpeg_coefficients(worker) : verdict == walk_sound;
}

// MARK: TurboJPEG

typedef struct {
  int width, height, sampling;
} head_t;

static bool read_head(worker_t *worker, head_t *head) {
  int colors;
  if (tjDecompressHeader3(
          worker->turbo, worker->input.bytes, worker->input_count, &head->width, &head->height, &head->sampling,
          &colors) != 0) {
    return false;
  }
  worker->area = (double)head->width * head->height;
  return true;
}

// Decodes into a buffer of its own size; a warning counts as damage.
static bool decode(worker_t *worker, int width, int height, int format) {
  make_room(&worker->pixels, (size_t)width * (size_t)height * (size_t)tjPixelSize[format]);
  return tjDecompress2(
             worker->turbo, worker->input.bytes, worker->input_count, worker->pixels.bytes, width, 0, height, format,
             0) == 0;
}

bool jpeg_planes(worker_t *worker) {
  head_t head;
  if (!read_head(worker, &head)) return false;
  const int plane_count = head.sampling == TJSAMP_GRAY ? 1 : 3;
  size_t offsets[3] = {0}, size = 0;
  for (int i = 0; i < plane_count; i++) {
    offsets[i] = size;
    size += tjPlaneSizeYUV(i, head.width, 0, head.height, head.sampling);
  }
  make_room(&worker->pixels, size);
  unsigned char *planes[3];
  for (int i = 0; i < 3; i++) planes[i] = worker->pixels.bytes + offsets[i];
  return tjDecompressToYUVPlanes(
             worker->turbo, worker->input.bytes, worker->input_count, planes, head.width, NULL, head.height, 0) == 0;
}

bool jpeg_colors(worker_t *worker) {
  head_t head;
  return read_head(worker, &head) && decode(worker, head.width, head.height, TJPF_RGB);
}

bool jpeg_gray(worker_t *worker) {
  head_t head;
  return read_head(worker, &head) && decode(worker, head.width, head.height, TJPF_GRAY);
}

bool jpeg_eighth(worker_t *worker) {
  head_t head;
  const tjscalingfactor eighth = {1, 8};
  return read_head(worker, &head) &&
         decode(worker, TJSCALED(head.width, eighth), TJSCALED(head.height, eighth), TJPF_GRAY);
}
