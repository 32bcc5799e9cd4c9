// Walks over the Huffman codes of a plain JPEG with their values, and transforms them to samples.
//
// It is the walk of jpeg_walk.c with larger entries, which hold the values of the codes as well: a
// proof alone would be slower with them. A block's coefficients are written by a table of places,
// of which those behind the block are a place of no use, so that hostile codes write nowhere else.
// One MCU after another is decoded, so that its coefficients stay in the nearest cache. The loops
// are measured: change them only with `Benchmarks/scores` before and after.
//
// Decision: docs/decisions/0033-one-entropy-decode.md. Tests: MediaTests (OneDecode, which compares
// verdicts with the walk's and planes with libjpeg's), under the address and thread sanitizers in
// `Scripts/test --long`. Fuzz targets: `jpeg-proof` and `inspect`.
#include "jpeg_planes.h"

#include <stdlib.h>
#include <string.h>

#include "jpeg_codes.h"
#include "jpeg_eighth.h"
#include "jpeg_head.h"
#include "jpeg_transform.h"

enum {
  no_place = 64,    // The place of coefficients behind a block.
  block_room = 80,  // The numbers that a block takes, so that all begin at multiples of 32 bytes.
  batch = 12,       // At most this many blocks wait for their transform.
  waiting_blocks = batch + castbook_jpeg_most_blocks,
};

// The codes in the next bits, and their values. `both_bits` is 0 if the value of the first code
// does not fit into the bits; `values[0]` is then its length, and `bits` is 0 if the code does not
// fit either. If only one code fits, it is stored as the second one too, so that both can be
// written whatever they are.
typedef struct {
  uint8_t bits, step;            // Of the first code with its value.
  uint8_t both_bits, both_step;  // Of both codes.
  int16_t values[2];
} entry_t;

typedef struct {
  entry_t quick[castbook_jpeg_entries];
  castbook_jpeg_long_codes_t long_codes;
} table_t;

// The blocks of an MCU.
typedef struct {
  table_t *tables[2];
  int component;
  size_t offset;  // From the first sample of the component's MCU.
} place_t;

typedef struct {
  castbook_jpeg_head_t head;
  castbook_jpeg_planes_t planes;
  int block_count;
  place_t places[castbook_jpeg_most_blocks];
  uint8_t *rows[3];      // A row of MCUs of each plane,
  size_t strides[3];     // and the bytes from one of its rows to the next.
  int16_t steps[3][64];  // By rows.
  table_t tables[2][4];
} decoding_t;

// MARK: Tables

static bool make_table(table_t *table, const castbook_jpeg_codes_t *codes, bool is_dc) {
  castbook_jpeg_code_t listed[castbook_jpeg_entries];
  if (!castbook_jpeg_list_codes(listed, &table->long_codes, codes, is_dc)) return false;
  for (unsigned bits = 0; bits < castbook_jpeg_entries; bits++) {
    const castbook_jpeg_code_t code = listed[bits];
    entry_t entry = {0};
    if (code.length > 0) {
      entry = (entry_t){
          .bits = (uint8_t)(code.length + code.extra), .step = code.step, .both_step = code.step,
          .values = {code.extra}};
    }
    if (code.length > 0 && code.length + code.extra <= castbook_jpeg_look_ahead) {
      entry.both_bits = entry.bits;
      const uint64_t buffer = (uint64_t)bits << (64 - castbook_jpeg_look_ahead);
      entry.values[0] = (int16_t)castbook_jpeg_value(buffer, entry.bits, code.extra);
      entry.values[1] = entry.values[0];
    }
    table->quick[bits] = entry;
  }
  if (is_dc) return true;
  // A second code is found in the bits that follow a first one, and needs its own value only, which
  // is in `values[0]` also where a second one was added.
  for (unsigned bits = 0; bits < castbook_jpeg_entries; bits++) {
    entry_t *entry = &table->quick[bits];
    if (entry->both_bits == 0 || entry->bits == castbook_jpeg_look_ahead ||
        entry->step == castbook_jpeg_end_of_block) {
      continue;
    }
    const unsigned rest = bits << entry->bits & (castbook_jpeg_entries - 1);
    const castbook_jpeg_code_t code = listed[rest];
    const int both = entry->bits + code.length + code.extra;
    if (code.length == 0 || both > castbook_jpeg_look_ahead) continue;
    entry->both_bits = (uint8_t)both;
    entry->both_step = (uint8_t)(entry->step + code.step);
    entry->values[1] = table->quick[rest].values[0];
  }
  return true;
}

// Makes the tables of the scan. Returns false if libjpeg would refuse one.
static bool make_tables(decoding_t *decoding) {
  const castbook_jpeg_head_t *head = &decoding->head;
  for (int kind = 0; kind < 2; kind++) {
    for (int index = 0; index < 4; index++) {
      if (castbook_jpeg_uses_codes(head, kind, index) &&
          !make_table(&decoding->tables[kind][index], &head->codes[kind][index], kind == 0)) {
        return false;
      }
    }
  }
  return true;
}

// MARK: Blocks

// The place by rows of the coefficient before each index, to which a code leads.
static uint8_t places[256];

__attribute__((constructor)) static void fill_places(void) {
  memset(places, no_place, sizeof places);
  for (int i = 0; i < 64; i++) places[i + 1] = castbook_jpeg_order[i];
}

// Reads a block into `block`, whose coefficients are zero before, and the DC of its component into
// `dc`. `is_flat` becomes true if it has no other coefficient.
static inline __attribute__((always_inline)) castbook_walk_result_t read_block(
    castbook_jpeg_bits_t *all, table_t *const tables[2], int16_t *dc, int16_t *restrict block,
    bool *is_flat) {
  castbook_jpeg_bits_t bits = *all;
  if (bits.count < 32) bits = castbook_jpeg_refill(bits);
  const entry_t *entry = &tables[0]->quick[bits.buffer >> (64 - castbook_jpeg_look_ahead)];
  unsigned count = entry->bits;
  int value = entry->values[0];
  if (entry->both_bits == 0) {
    int extra = value;
    if (count == 0) {
      const castbook_jpeg_code_t code =
          castbook_jpeg_long_code(&tables[0]->long_codes, bits.buffer);
      if (code.length == 0) return CASTBOOK_WALK_UNSURE;
      extra = code.extra;
      count = (unsigned)(code.length + extra);
    }
    value = castbook_jpeg_value(bits.buffer, count, extra);
  }
  // libjpeg keeps the DC in 16 bits, so it wraps around in hostile files.
  *dc = (int16_t)((unsigned)*dc + (unsigned)value);
  block[0] = *dc;
  bits = castbook_jpeg_use(bits, count);
  const table_t *table = tables[1];
  int index = 1;
  do {
    if (bits.count < 32) {
      bits = castbook_jpeg_refill(bits);
      if (bits.count < 0) return CASTBOOK_WALK_UNSURE;
    }
    entry = &table->quick[bits.buffer >> (64 - castbook_jpeg_look_ahead)];
    if (entry->both_bits == 0) {
      count = entry->bits;
      int extra = entry->values[0], step = entry->step;
      if (count == 0) {
        const castbook_jpeg_code_t code =
            castbook_jpeg_long_code(&table->long_codes, bits.buffer);
        if (code.length == 0) return CASTBOOK_WALK_UNSURE;
        extra = code.extra;
        step = code.step;
        count = (unsigned)(code.length + extra);
      }
      index += step;
      block[places[index]] = (int16_t)castbook_jpeg_value(bits.buffer, count, extra);
      bits = castbook_jpeg_use(bits, count);
    } else if (index < 48) {
      // A first code can't fill the block from here, so the second code belongs to this block too.
      block[places[index + entry->step]] = entry->values[0];
      index += entry->both_step;
      block[places[index]] = entry->values[1];
      bits = castbook_jpeg_use(bits, entry->both_bits);
    } else {
      index += entry->step;
      block[places[index]] = entry->values[0];
      bits = castbook_jpeg_use(bits, entry->bits);
    }
  } while (index < 64);
  *all = bits;
  *is_flat = index == castbook_jpeg_end_of_block + 1;
  return index == 64 || index >= castbook_jpeg_end_of_block ? CASTBOOK_WALK_SOUND
                                                            : CASTBOOK_WALK_OVERRUN;
}

// MARK: The scan

static inline __attribute__((always_inline)) castbook_walk_result_t read_units(
    decoding_t *decoding, castbook_walk_t *found, castbook_eighth_t *eighth,
    castbook_jpeg_taker_t taker, const bool is_wide) {
  castbook_jpeg_head_t *head = &decoding->head;
  const int block_count = decoding->block_count, columns = head->columns;
  const int kept = eighth != NULL ? eighth->across * eighth->down : 0;
  int16_t dc[3] = {0};
  _Alignas(32) int16_t room[waiting_blocks][block_room];
  castbook_jpeg_block_t waiting[waiting_blocks];
  memset(room, 0, sizeof room);
  unsigned until_restart = head->restart_interval;
  uint8_t restart = 0xD0;
  castbook_jpeg_bits_t bits = {.next = head->next, .end = head->end};
  for (found->row = 0; found->row < found->rows; found->row++) {
    int filled = 0;
    for (int column = 0; column < columns; column++) {
      if (head->restart_interval > 0 && until_restart-- == 0) {
        if (!castbook_jpeg_pass_marker(&bits, restart)) return CASTBOOK_WALK_UNSURE;
        restart = restart == 0xD7 ? 0xD0 : restart + 1;
        until_restart = head->restart_interval - 1;
        memset(dc, 0, sizeof dc);
      }
      for (int i = 0; i < block_count; i++, filled++) {
        const place_t *place = &decoding->places[i];
        const int component = place->component;
        castbook_jpeg_block_t *block = &waiting[filled];
        block->block = room[filled];
        const castbook_walk_result_t result =
            read_block(&bits, place->tables, &dc[component], block->block, &block->is_flat);
        if (result != CASTBOOK_WALK_SOUND) return result;
        block->steps = decoding->steps[component];
        block->stride = decoding->strides[component];
        block->samples = decoding->rows[component] + place->offset +
                         (size_t)column * 8 * (size_t)castbook_jpeg_across(head, component);
        if (i < kept) castbook_eighth_keep(eighth, column, i, dc[0]);
      }
      if (filled >= batch || column + 1 == columns) {
        castbook_jpeg_transform(waiting, filled, is_wide);
        memset(room, 0, (size_t)filled * sizeof room[0]);
        filled = 0;
      }
    }
    if (eighth != NULL) castbook_eighth_end_row(eighth, found->row);
    for (int plane = 0; plane < decoding->planes.count; plane++) {
      taker.take(
          taker.context, plane, decoding->rows[plane], decoding->strides[plane],
          8 * castbook_jpeg_down(head, plane));
    }
  }
  if (castbook_jpeg_has_left_over(bits)) return CASTBOOK_WALK_LEFT_OVER;
  if (!castbook_jpeg_pass_marker(&bits, 0xD9)) return CASTBOOK_WALK_UNSURE;
  head->next = bits.next;
  return CASTBOOK_WALK_SOUND;
}

#if CASTBOOK_JPEG_TRANSFORMS
__attribute__((noinline, target("avx2,bmi,bmi2"))) static castbook_walk_result_t read_wide(
    decoding_t *decoding, castbook_walk_t *found, castbook_eighth_t *eighth,
    castbook_jpeg_taker_t taker) {
  return read_units(decoding, found, eighth, taker, true);
}
#endif

static __attribute__((noinline)) castbook_walk_result_t read_narrow(
    decoding_t *decoding, castbook_walk_t *found, castbook_eighth_t *eighth,
    castbook_jpeg_taker_t taker) {
  return read_units(decoding, found, eighth, taker, false);
}

// MARK: The whole file

// Finds out how much each sample covers. Returns false if that is not a whole number of pixels, or
// if the picture is of another kind.
static bool find_planes(decoding_t *decoding) {
  const castbook_jpeg_head_t *head = &decoding->head;
  castbook_jpeg_planes_t *planes = &decoding->planes;
  if (!CASTBOOK_JPEG_TRANSFORMS || !castbook_jpeg_begins_with_luma(head)) return false;
  planes->count = head->component_count;
  planes->width = (uint64_t)head->width;
  planes->height = (uint64_t)head->height;
  for (int i = 0; i < planes->count; i++) {
    const int across = castbook_jpeg_across(head, i), down = castbook_jpeg_down(head, i);
    if (head->most_across % across != 0 || head->most_down % down != 0) return false;
    planes->across[i] = (uint32_t)(head->most_across / across);
    planes->down[i] = (uint32_t)(head->most_down / down);
    for (int k = 0; k < 64; k++) {
      decoding->steps[i][castbook_jpeg_order[k]] =
          (int16_t)head->steps[head->components[i].quantization][k];
    }
  }
  planes->coarseness = castbook_jpeg_coarseness(head->steps[head->components[0].quantization]);
  return true;
}

// Finds the place of each block in the rows of its plane, and makes room for these. The caller
// frees `rows[0]`.
static bool place_blocks(decoding_t *decoding) {
  const castbook_jpeg_head_t *head = &decoding->head;
  size_t room = 0, starts[3] = {0};
  for (int i = 0; i < decoding->planes.count; i++) {
    const int across = castbook_jpeg_across(head, i), down = castbook_jpeg_down(head, i);
    const size_t stride = (size_t)head->columns * (size_t)across * 8;
    decoding->strides[i] = stride;
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        place_t *place = &decoding->places[decoding->block_count++];
        place->component = i;
        place->offset = (size_t)y * 8 * stride + (size_t)x * 8;
        for (int kind = 0; kind < 2; kind++) {
          place->tables[kind] = &decoding->tables[kind][head->components[i].codes[kind]];
        }
      }
    }
    starts[i] = room;
    room += stride * (size_t)down * 8;
  }
  uint8_t *rows = malloc(room);
  if (rows == NULL) return false;
  for (int i = 0; i < decoding->planes.count; i++) decoding->rows[i] = rows + starts[i];
  return true;
}

static castbook_walk_result_t read_scan(
    decoding_t *decoding, castbook_walk_t *found, uint8_t *means, castbook_jpeg_taker_t taker,
    bool is_wide) {
  castbook_eighth_t eighth = {0};
  const bool has_eighth = means != NULL && castbook_eighth_begin(&eighth, &decoding->head);
  castbook_eighth_t *wanted = has_eighth ? &eighth : NULL;
  castbook_walk_result_t result;
#if CASTBOOK_JPEG_TRANSFORMS
  if (is_wide) {
    result = read_wide(decoding, found, wanted, taker);
  } else
#endif
  {
    (void)is_wide;
    result = read_narrow(decoding, found, wanted, taker);
  }
  if (result == CASTBOOK_WALK_SOUND && has_eighth) {
    castbook_luma_end(eighth.luma, means);
    found->has_luma = true;
  }
  castbook_eighth_end(&eighth);
  return result;
}

castbook_walk_t castbook_walk_planes(
    const uint8_t *bytes, size_t count, uint8_t *means, castbook_jpeg_taker_t taker, bool is_wide) {
  decoding_t *decoding = malloc(sizeof *decoding);  // About 135 kB, of which tables need not be cleared.
  if (decoding == NULL) return castbook_walk(bytes, count, means);
  memset(decoding, 0, offsetof(decoding_t, tables));
  castbook_walk_t found = {.result = CASTBOOK_WALK_UNSURE};
  const bool has_planes = castbook_jpeg_read_head(&decoding->head, bytes, count) &&
                          find_planes(decoding) && taker.begin(taker.context, &decoding->planes) &&
                          make_tables(decoding) && place_blocks(decoding);
  if (has_planes) {
    found.width = decoding->head.width;
    found.height = decoding->head.height;
    found.rows = decoding->head.rows;
    found.result = read_scan(decoding, &found, means, taker, is_wide);
    found.has_planes = found.result == CASTBOOK_WALK_SOUND;
    found.end = (size_t)(decoding->head.next - bytes);
    free(decoding->rows[0]);
  } else {
    found = castbook_walk(bytes, count, means);
  }
  free(decoding);
  return found;
}
