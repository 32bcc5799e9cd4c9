#include "worker.h"

#include <immintrin.h>
#include <png.h>
#include <spng.h>
#include <stdlib.h>
#include <string.h>

// MARK: libpng and libspng

typedef struct {
  const worker_t *worker;
  size_t offset;
} reader_t;

static void read_bytes(png_structp png, png_bytep bytes, size_t count) {
  reader_t *reader = png_get_io_ptr(png);
  if (reader->offset + count > reader->worker->input_count) png_error(png, "the file ends");
  memcpy(bytes, reader->worker->input.bytes + reader->offset, count);
  reader->offset += count;
}

// Leaves the decoder; libpng's own handler would print.
static void leave(png_structp png, png_const_charp message) {
  (void)message;
  png_longjmp(png, 1);
}

static void print_nothing(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

bool png_libpng(worker_t *worker) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, leave, print_nothing);
  png_infop info = png_create_info_struct(png);
  reader_t reader = {.worker = worker};
  if (setjmp(png_jmpbuf(png)) != 0) {
    png_destroy_read_struct(&png, &info, NULL);
    return false;
  }
  png_set_read_fn(png, &reader, read_bytes);
  png_read_info(png, info);
  const png_uint_32 width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  worker->area = (double)width * height;
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  const size_t row_bytes = png_get_rowbytes(png, info);
  make_room(&worker->pixels, row_bytes * height);
  for (int pass = 0; pass < passes; pass++) {
    for (png_uint_32 row = 0; row < height; row++) {
      png_read_row(png, worker->pixels.bytes + row * row_bytes, NULL);
    }
  }
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  return true;
}

static bool decode_by_libspng(spng_ctx *context, worker_t *worker) {
  struct spng_ihdr header;
  size_t size;
  spng_set_png_buffer(context, worker->input.bytes, worker->input_count);
  if (spng_get_ihdr(context, &header) != 0) return false;
  worker->area = (double)header.width * header.height;
  if (spng_decoded_image_size(context, SPNG_FMT_PNG, &size) != 0) return false;
  make_room(&worker->pixels, size);
  return spng_decode_image(context, worker->pixels.bytes, size, SPNG_FMT_PNG, 0) == 0;
}

bool png_libspng(worker_t *worker) {
  spng_ctx *context = spng_ctx_new(0);
  const bool is_sound = decode_by_libspng(context, worker);
  spng_ctx_free(context);
  return is_sound;
}

// MARK: libdeflate

typedef struct {
  uint32_t width, height;
  unsigned depth, colors;
  bool is_interlaced;
} head_t;

static uint32_t number(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

enum { signature_bytes = 8, chunk_overhead = 12, rgb = 2, rgba = 6 };

static bool read_head(worker_t *worker, head_t *head) {
  const uint8_t *bytes = worker->input.bytes;
  if (worker->input_count < 33) return false;
  *head = (head_t){
      .width = number(bytes + 16),
      .height = number(bytes + 20),
      .depth = bytes[24],
      .colors = bytes[25],
      .is_interlaced = bytes[28] != 0,
  };
  worker->area = (double)head->width * head->height;
  return head->colors <= 6;
}

// Checks every chunk, and copies the data of IDAT chunks together. Returns false without an IEND.
static bool join_chunks(worker_t *worker, size_t *joined_count) {
  const uint8_t *bytes = worker->input.bytes;
  const size_t count = worker->input_count;
  make_room(&worker->joined, count);
  *joined_count = 0;
  bool has_end = false;
  for (size_t at = signature_bytes; at + chunk_overhead <= count;) {
    const size_t length = number(bytes + at);
    const uint8_t *type = bytes + at + 4, *data = type + 4;
    if (at + chunk_overhead + length > count) return false;
    if (libdeflate_crc32(0, type, length + 4) != number(data + length)) return false;
    if (memcmp(type, "IDAT", 4) == 0) {
      memcpy(worker->joined.bytes + *joined_count, data, length);
      *joined_count += length;
    }
    if (memcmp(type, "IEND", 4) == 0) has_end = true;
    at += chunk_overhead + length;
  }
  return has_end;
}

// Inflates the rows, each with its filter in front, into the worker's pixels.
static bool inflate(worker_t *worker, const head_t *head) {
  static const unsigned channels[7] = {1, 0, 3, 1, 2, 0, 4};
  // Interlaced pictures have more rows, and the filters read a few bytes too many.
  enum { reserve = 4096 };
  const size_t row_bytes = ((size_t)head->width * channels[head->colors] * head->depth + 7) / 8;
  const size_t size = (row_bytes + 1) * head->height + reserve;
  size_t joined_count, inflated_count;
  if (!join_chunks(worker, &joined_count)) return false;
  make_room(&worker->pixels, size);
  return libdeflate_zlib_decompress(
             worker->inflater, worker->joined.bytes, joined_count, worker->pixels.bytes, size, &inflated_count) ==
         LIBDEFLATE_SUCCESS;
}

bool png_inflate(worker_t *worker) {
  head_t head;
  return read_head(worker, &head) && inflate(worker, &head);
}

// MARK: Filters

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE __m128i load(const uint8_t *bytes) {
  int value;
  memcpy(&value, bytes, 4);
  return _mm_cvtsi32_si128(value);
}

ALWAYS_INLINE void store(uint8_t *bytes, __m128i pixel, size_t channels) {
  const int value = _mm_cvtsi128_si32(pixel);
  if (channels == 4) {
    memcpy(bytes, &value, 4);
  } else {
    memcpy(bytes, &value, 2);
    bytes[2] = (uint8_t)(value >> 16);
  }
}

ALWAYS_INLINE void undo_sub(uint8_t *row, size_t count, size_t channels) {
  __m128i left = _mm_setzero_si128();
  for (size_t i = 0; i + channels <= count; i += channels) {
    left = _mm_add_epi8(left, load(row + i));
    store(row + i, left, channels);
  }
}

static void undo_up(uint8_t *row, const uint8_t *above, size_t count) {
  for (size_t i = 0; i < count; i++) row[i] = (uint8_t)(row[i] + above[i]);
}

ALWAYS_INLINE void undo_average(uint8_t *row, const uint8_t *above, size_t count, size_t channels) {
  __m128i left = _mm_setzero_si128();
  for (size_t i = 0; i + channels <= count; i += channels) {
    const __m128i up = load(above + i);
    // SSE rounds up, PNG down.
    const __m128i odd = _mm_and_si128(_mm_xor_si128(left, up), _mm_set1_epi8(1));
    const __m128i average = _mm_sub_epi8(_mm_avg_epu8(left, up), odd);
    left = _mm_add_epi8(average, load(row + i));
    store(row + i, left, channels);
  }
}

ALWAYS_INLINE void undo_paeth(uint8_t *row, const uint8_t *above, size_t count, size_t channels) {
  const __m128i zero = _mm_setzero_si128();
  __m128i left = zero, corner = zero;
  for (size_t i = 0; i + channels <= count; i += channels) {
    const __m128i up = _mm_unpacklo_epi8(load(above + i), zero);
    const __m128i filtered = _mm_unpacklo_epi8(load(row + i), zero);
    __m128i by_left = _mm_sub_epi16(up, corner), by_up = _mm_sub_epi16(left, corner);
    const __m128i by_corner = _mm_abs_epi16(_mm_add_epi16(by_left, by_up));
    by_left = _mm_abs_epi16(by_left);
    by_up = _mm_abs_epi16(by_up);
    const __m128i smallest = _mm_min_epi16(by_corner, _mm_min_epi16(by_left, by_up));
    const __m128i up_or_corner = _mm_blendv_epi8(corner, up, _mm_cmpeq_epi16(smallest, by_up));
    const __m128i nearest = _mm_blendv_epi8(up_or_corner, left, _mm_cmpeq_epi16(smallest, by_left));
    corner = up;
    left = _mm_and_si128(_mm_add_epi8(filtered, nearest), _mm_set1_epi16(255));
    store(row + i, _mm_packus_epi16(left, left), channels);
  }
}

// Each filter is compiled for both numbers of channels.
ALWAYS_INLINE void undo(int filter, uint8_t *row, const uint8_t *above, size_t count, size_t channels) {
  switch (filter) {
    case 1: undo_sub(row, count, channels); break;
    case 2: undo_up(row, above, count); break;
    case 3: undo_average(row, above, count, channels); break;
    case 4: undo_paeth(row, above, count, channels); break;
    default: break;
  }
}

bool png_pixels(worker_t *worker) {
  head_t head;
  if (!read_head(worker, &head) || head.depth != 8 || head.is_interlaced) return false;
  if (head.colors != rgb && head.colors != rgba) return false;
  if (!inflate(worker, &head)) return false;
  const size_t channels = head.colors == rgb ? 3 : 4, row_bytes = (size_t)head.width * channels;
  make_room(&worker->zeros, row_bytes + 16);
  memset(worker->zeros.bytes, 0, row_bytes + 16);
  const uint8_t *above = worker->zeros.bytes;
  for (uint32_t i = 0; i < head.height; i++) {
    uint8_t *row = worker->pixels.bytes + i * (row_bytes + 1);
    const int filter = *row++;
    if (filter > 4) return false;
    if (channels == 3) {
      undo(filter, row, above, row_bytes, 3);
    } else {
      undo(filter, row, above, row_bytes, 4);
    }
    above = row;
  }
  return true;
}
