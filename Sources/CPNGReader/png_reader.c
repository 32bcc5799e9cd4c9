#include "png_reader.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE_LENGTH = 160 };

struct castbook_png {
  castbook_png_options_t options;
  png_structp png;
  png_infop info;
  // What comes next: a position in a range, or in the end marker.
  size_t range, position;
  size_t allocated;
  bool ran_out_of_memory, has_failed;
  char message[MESSAGE_LENGTH], warning[MESSAGE_LENGTH];
  // The row that comes next, of a pass of an interlaced picture.
  uint32_t width, height, row;
  int pass;
  bool is_interlaced;
};

static const uint8_t end_marker[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};

// Each block is preceded by its size, so that the limit applies to what is allocated
// simultaneously.
typedef union {
  size_t size;
  max_align_t alignment;
} head_t;

static png_voidp allocate(png_structp png, png_alloc_size_t size) {
  castbook_png_t *reader = png_get_mem_ptr(png);
  const size_t left = reader->options.memory_limit - reader->allocated;
  head_t *block = size <= left ? malloc(sizeof(head_t) + size) : NULL;
  if (block == NULL) {
    reader->ran_out_of_memory = true;
    return NULL;
  }
  block->size = size;
  reader->allocated += size;
  return block + 1;
}

static void release(png_structp png, png_voidp memory) {
  castbook_png_t *reader = png_get_mem_ptr(png);
  if (memory == NULL) return;
  head_t *block = (head_t *)memory - 1;
  reader->allocated -= block->size;
  free(block);
}

static _Noreturn void fail(png_structp png, png_const_charp message) {
  castbook_png_t *reader = png_get_error_ptr(png);
  snprintf(reader->message, sizeof reader->message, "%s", message);
  png_longjmp(png, 1);
}

static void warn(png_structp png, png_const_charp message) {
  castbook_png_t *reader = png_get_error_ptr(png);
  if (reader->warning[0] != 0) return;
  snprintf(reader->warning, sizeof reader->warning, "%s", message);
}

static size_t copy(uint8_t *into, size_t wanted, const uint8_t *from, size_t left) {
  const size_t count = wanted < left ? wanted : left;
  memcpy(into, from, count);
  return count;
}

static void read_bytes(png_structp png, png_bytep into, size_t count) {
  castbook_png_t *reader = png_get_io_ptr(png);
  const castbook_png_options_t *options = &reader->options;
  while (count > 0) {
    size_t copied;
    if (reader->range < options->range_count) {
      const castbook_png_range_t range = options->ranges[reader->range];
      copied = copy(
          into, count, options->bytes + range.start + reader->position,
          range.count - reader->position);
    } else if (reader->range == options->range_count && options->adds_end) {
      copied =
          copy(into, count, end_marker + reader->position, sizeof end_marker - reader->position);
    } else {
      png_error(png, "the file ends too early");
    }
    reader->position += copied;
    into += copied;
    count -= copied;
    if (count > 0) {
      reader->range++;
      reader->position = 0;
    }
  }
}

castbook_png_t *castbook_png_new(const castbook_png_options_t *options) {
  castbook_png_t *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return NULL;
  reader->options = *options;
  reader->png = png_create_read_struct_2(
      PNG_LIBPNG_VER_STRING, reader, fail, warn, reader, allocate, release);
  if (reader->png != NULL) reader->info = png_create_info_struct(reader->png);
  if (reader->info == NULL) {
    castbook_png_free(reader);
    return NULL;
  }
  return reader;
}

void castbook_png_free(castbook_png_t *reader) {
  if (reader->png != NULL) png_destroy_read_struct(&reader->png, &reader->info, NULL);
  free(reader);
}

const char *castbook_png_message(const castbook_png_t *reader) { return reader->message; }

const char *castbook_png_warning(const castbook_png_t *reader) { return reader->warning; }

static castbook_png_status_t failure(castbook_png_t *reader) {
  reader->has_failed = true;
  return reader->ran_out_of_memory ? CASTBOOK_PNG_NO_MEMORY : CASTBOOK_PNG_REFUSED;
}

static void set_limits(castbook_png_t *reader) {
  png_structp png = reader->png;
  png_set_user_limits(png, reader->options.maximum_width, reader->options.maximum_height);
  png_set_chunk_malloc_max(png, 8 << 20);
  png_set_chunk_cache_max(png, 128);
  // Of chunks that a reader may skip, those with a wrong checksum are left out.
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
  png_set_option(png, PNG_MAXIMUM_INFLATE_WINDOW, reader->options.ignores_window);
}

castbook_png_status_t castbook_png_begin(castbook_png_t *reader, castbook_png_layout_t *layout) {
  png_structp png = reader->png;
  png_infop info = reader->info;
  if (setjmp(png_jmpbuf(png))) return failure(reader);
  png_set_read_fn(png, reader, read_bytes);
  set_limits(reader);
  png_read_info(png, info);
  png_set_expand(png);
  if (!reader->options.keeps_16_bits) {
    png_set_strip_16(png);
  } else if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
    png_set_swap(png);
  }
  reader->is_interlaced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;
  png_read_update_info(png, info);
  reader->width = png_get_image_width(png, info);
  reader->height = png_get_image_height(png, info);
  *layout = (castbook_png_layout_t){
      .width = reader->width,
      .height = reader->height,
      .channels = png_get_channels(png, info),
      .depth = png_get_bit_depth(png, info),
      .row_bytes = png_get_rowbytes(png, info),
  };
  return CASTBOOK_PNG_FINE;
}

// Where the next row belongs; false after the last one.
static bool find_position(castbook_png_t *reader, castbook_png_position_t *position) {
  if (!reader->is_interlaced) {
    *position = (castbook_png_position_t){.row = reader->row, .step = 1, .count = reader->width};
    return reader->row < reader->height;
  }
  for (; reader->pass < PNG_INTERLACE_ADAM7_PASSES; reader->pass++, reader->row = 0) {
    const int pass = reader->pass;
    const uint32_t columns = PNG_PASS_COLS(reader->width, pass);
    if (columns == 0 || reader->row >= PNG_PASS_ROWS(reader->height, pass)) continue;
    *position = (castbook_png_position_t){
        .row = PNG_ROW_FROM_PASS_ROW(reader->row, pass),
        .first = PNG_PASS_START_COL(pass),
        .step = PNG_PASS_COL_OFFSET(pass),
        .count = columns,
    };
    return true;
  }
  return false;
}

castbook_png_status_t castbook_png_next(
    castbook_png_t *reader, uint8_t *row, castbook_png_position_t *position) {
  png_structp png = reader->png;
  if (reader->has_failed) return failure(reader);
  if (setjmp(png_jmpbuf(png))) return failure(reader);
  if (!find_position(reader, position)) {
    png_read_end(png, reader->info);
    return CASTBOOK_PNG_ENDED;
  }
  png_read_row(png, row, NULL);
  reader->row++;
  return CASTBOOK_PNG_FINE;
}
