// Writes a picture as JPEG: with qualities in hundredths, and with Huffman codes that are given or
// optimal.
//
// libjpeg ends by longjmp at an error, and at a limit of bytes. Bytes go into a list of pieces, so
// that nothing is reallocated and copied.
//
// Decision: docs/decisions/0020-preparing.md. Tests: PreparingTests (JPEGWriterTests,
// JPEGFitTests), under the address and thread sanitizers in `Scripts/test --long`. Fuzz target:
// `prepare`.
#include "jpeg_writing.h"

#include "jpeg_codes.h"
#include "jpeg_picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

enum { piece_bytes = 1 << 16, best_quality = 10000 };

struct castbook_jpeg_piece {
  castbook_jpeg_piece_t *next;
  uint8_t bytes[piece_bytes];
};

typedef struct {
  struct jpeg_compress_struct encoder;
  struct jpeg_error_mgr errors;
  struct jpeg_destination_mgr destination;
  jmp_buf give_up;
  castbook_jpeg_picture_t picture;
  castbook_jpeg_settings_t settings;
  castbook_jpeg_file_t *file;
  castbook_jpeg_piece_t *last;
} writing_t;

// MARK: Output

static _Noreturn void give_up(writing_t *writing, castbook_jpeg_written_t status) {
  writing->file->status = status;
  longjmp(writing->give_up, 1);
}

static void failed(j_common_ptr encoder) {
  writing_t *writing = encoder->client_data;
  (*encoder->err->format_message)(encoder, writing->file->message);
  give_up(
      writing, encoder->err->msg_code == JERR_OUT_OF_MEMORY ? CASTBOOK_JPEG_WRITING_NO_MEMORY
                                                            : CASTBOOK_JPEG_WRITING_FAILED);
}

static void ignore_message(j_common_ptr encoder) { (void)encoder; }

static void next_piece(writing_t *writing) {
  castbook_jpeg_piece_t *piece = writing->last;
  if (piece == NULL || !writing->settings.counts_only) {
    piece = malloc(sizeof *piece);
    if (piece == NULL) give_up(writing, CASTBOOK_JPEG_WRITING_NO_MEMORY);
    piece->next = NULL;
    if (writing->last == NULL) {
      writing->file->first = piece;
    } else {
      writing->last->next = piece;
    }
    writing->last = piece;
  }
  writing->destination.next_output_byte = piece->bytes;
  writing->destination.free_in_buffer = piece_bytes;
}

static void begin_bytes(j_compress_ptr encoder) { next_piece(encoder->client_data); }

static void count(writing_t *writing, size_t bytes) {
  writing->file->count += bytes;
  if (writing->file->count > writing->settings.limit) give_up(writing, CASTBOOK_JPEG_OVER_LIMIT);
}

static boolean empty_bytes(j_compress_ptr encoder) {
  count(encoder->client_data, piece_bytes);
  next_piece(encoder->client_data);
  return TRUE;
}

static void end_bytes(j_compress_ptr encoder) {
  writing_t *writing = encoder->client_data;
  count(writing, piece_bytes - writing->destination.free_in_buffer);
}

void castbook_jpeg_file_end(castbook_jpeg_file_t *file, uint8_t *bytes) {
  size_t rest = file->count;
  while (file->first != NULL) {
    castbook_jpeg_piece_t *piece = file->first;
    const size_t count = rest < piece_bytes ? rest : piece_bytes;
    if (bytes != NULL) memcpy(bytes, piece->bytes, count);
    if (bytes != NULL) bytes += count;
    rest -= count;
    file->first = piece->next;
    free(piece);
  }
}

// MARK: Quality

static int clamp(int value, int low, int high) {
  return value < low ? low : value > high ? high : value;
}

static int step_of(int base, int quality) {
  return clamp((base * jpeg_quality_scaling(quality) + 50) / 100, 1, 255);
}

// Sets the quantization steps of a quality. A whole quality has libjpeg's steps. Between two of
// them, the steps change one after another to those of the better quality, luma's coarse structures
// first and those of chroma half a round later, so that a hundredth more is never many more bytes.
static void set_steps(uint16_t steps[64], const UINT16 base[64], int quality, int turn) {
  const int whole = quality / 100, part = quality % 100;
  for (int i = 0; i < 64; i++) {
    const int diagonal = i % 8 + i / 8;
    int rank = 0;
    for (int k = 0; k < 64; k++) {
      const int other = k % 8 + k / 8;
      rank += other < diagonal || (other == diagonal && k < i);
    }
    rank = (rank + turn) % 64;
    const int step = step_of(base[i], whole);
    const int better = step_of(base[i], whole < 100 ? whole + 1 : 100);
    steps[i] = (uint16_t)(step - ((step - better) * part + 99 - rank * 99 / 63) / 100);
  }
}

static void set_quality(j_compress_ptr encoder, int quality) {
  quality = clamp(quality, 100, best_quality);
  jpeg_set_linear_quality(encoder, 100, TRUE);
  for (int i = 0; i < 2; i++) {
    UINT16 *steps = encoder->quant_tbl_ptrs[i]->quantval, base[64];
    memcpy(base, steps, sizeof base);
    set_steps(steps, base, quality, 32 * i);
  }
}

// MARK: Codes

static JHUFF_TBL *table(j_compress_ptr encoder, int i) {
  return (i % 2 == 0 ? encoder->dc_huff_tbl_ptrs : encoder->ac_huff_tbl_ptrs)[i / 2];
}

static void set_codes(j_compress_ptr encoder, const castbook_jpeg_codes_t *codes) {
  for (int i = 0; i < 4; i++) {
    memcpy(table(encoder, i)->bits, codes->counts[i], sizeof codes->counts[i]);
    memcpy(table(encoder, i)->huffval, codes->symbols[i], sizeof codes->symbols[i]);
  }
}

static void learn_codes(j_compress_ptr encoder, castbook_jpeg_codes_t *codes) {
  for (int i = 0; i < 4; i++) {
    memcpy(codes->counts[i], table(encoder, i)->bits, sizeof codes->counts[i]);
    memcpy(codes->symbols[i], table(encoder, i)->huffval, sizeof codes->symbols[i]);
    castbook_jpeg_complete(codes->counts[i], codes->symbols[i], i % 2 == 1);
  }
}

// MARK: A file

static void begin(writing_t *writing) {
  j_compress_ptr encoder = &writing->encoder;
  const castbook_jpeg_picture_t picture = writing->picture;
  encoder->err = jpeg_std_error(&writing->errors);
  writing->errors.error_exit = failed;
  writing->errors.output_message = ignore_message;
  encoder->client_data = writing;
  jpeg_create_compress(encoder);
  encoder->client_data = writing;
  writing->destination = (struct jpeg_destination_mgr){
      .init_destination = begin_bytes, .empty_output_buffer = empty_bytes,
      .term_destination = end_bytes};
  encoder->dest = &writing->destination;
  encoder->image_width = (JDIMENSION)picture.width;
  encoder->image_height = (JDIMENSION)castbook_jpeg_rows(picture);
  encoder->input_components = (int)picture.channels;
  encoder->in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(encoder);
  set_quality(encoder, writing->settings.quality);
  const int times = picture.channels == 3 && writing->settings.has_half_colors ? 2 : 1;
  encoder->comp_info[0].h_samp_factor = times;
  encoder->comp_info[0].v_samp_factor = times;
  encoder->dct_method = JDCT_ISLOW;
  encoder->optimize_coding = writing->settings.codes == NULL;
  if (writing->settings.codes != NULL) set_codes(encoder, writing->settings.codes);
}

static void write_all(writing_t *writing) {
  j_compress_ptr encoder = &writing->encoder;
  begin(writing);
  jpeg_start_compress(encoder, TRUE);
  while (encoder->next_scanline < encoder->image_height) {
    JSAMPROW rows[castbook_jpeg_strip_rows];
    JDIMENSION count = encoder->image_height - encoder->next_scanline;
    if (count > castbook_jpeg_strip_rows) count = castbook_jpeg_strip_rows;
    for (JDIMENSION i = 0; i < count; i++) {
      // The cast drops `const`: libjpeg does not write to its input.
      rows[i] = (JSAMPROW)castbook_jpeg_row(writing->picture, encoder->next_scanline + i);
    }
    jpeg_write_scanlines(encoder, rows, count);
  }
  jpeg_finish_compress(encoder);
  learn_codes(encoder, &writing->file->codes);
  writing->file->status = CASTBOOK_JPEG_WRITTEN;
}

void castbook_jpeg_write(
    castbook_jpeg_file_t *file, castbook_jpeg_picture_t picture, castbook_jpeg_settings_t settings) {
  *file = (castbook_jpeg_file_t){.status = CASTBOOK_JPEG_WRITING_NO_MEMORY};
  writing_t *writing = calloc(1, sizeof *writing);
  if (writing == NULL) return;
  writing->picture = picture;
  writing->settings = settings;
  writing->file = file;
  if (setjmp(writing->give_up) == 0) write_all(writing);
  jpeg_destroy_compress(&writing->encoder);
  free(writing);
  if (file->status != CASTBOOK_JPEG_WRITTEN || settings.counts_only) {
    castbook_jpeg_file_end(file, NULL);
  }
}

void castbook_jpeg_steps(int quality, uint16_t luma[64], uint16_t colors[64]) {
  struct jpeg_compress_struct encoder;
  struct jpeg_error_mgr errors;
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  set_quality(&encoder, quality);
  memcpy(luma, encoder.quant_tbl_ptrs[0]->quantval, 64 * sizeof *luma);
  memcpy(colors, encoder.quant_tbl_ptrs[1]->quantval, 64 * sizeof *colors);
  jpeg_destroy_compress(&encoder);
}
