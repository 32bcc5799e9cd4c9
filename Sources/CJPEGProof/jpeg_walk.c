// Walks over the Huffman codes of a plain JPEG, to prove it in half of libjpeg's time.
//
// A walk calls a picture sound only if nothing at all is odd about it; for everything else it is
// unsure, and libjpeg decides. The next bits are looked up in a table that gives one or two codes
// at once with the bits that belong to them. The loops keep their state in registers and are
// measured: change them only with `Benchmarks/check` before and after.
//
// Decision: docs/decisions/0006-proof-of-integrity.md. Tests: MediaTests (QuickWalks, which
// compares it with libjpeg; FlippedBits, CutFiles, EndMarks), under the address and thread
// sanitizers in `Scripts/test --long`. Fuzz targets: `jpeg-proof`, which compares it with libjpeg,
// and `inspect`.
#include "jpeg_walk.h"

#include "jpeg_codes.h"
#include "jpeg_eighth.h"
#include "jpeg_head.h"

// The codes in the next bits. A code is skipped together with the bits of its value, and two codes
// are skipped at once if both fit. All fields are 0 if the code is longer, or if there is none.
typedef struct {
  uint8_t bits;       // The length of the first code and its value, in bits.
  uint8_t step;       // How many coefficients it advances in its block.
  // Both sums for two codes, or for the first alone if only one fits. In a table of DC, where each
  // lookup finds one code only, `both_step` is the length of the value in bits.
  uint8_t both_bits;
  uint8_t both_step;
} entry_t;

typedef struct {
  entry_t quick[castbook_jpeg_entries];
  castbook_jpeg_long_codes_t long_codes;
} table_t;

typedef struct {
  castbook_jpeg_head_t head;
  int block_count;  // The number of blocks in one MCU.
  table_t *blocks[castbook_jpeg_most_blocks][2];
  table_t tables[2][4];
} walk_t;

// MARK: Tables

static bool make_table(table_t *table, const castbook_jpeg_codes_t *codes, bool is_dc) {
  castbook_jpeg_code_t listed[castbook_jpeg_entries];
  if (!castbook_jpeg_list_codes(listed, &table->long_codes, codes, is_dc)) return false;
  for (unsigned bits = 0; bits < castbook_jpeg_entries; bits++) {
    const castbook_jpeg_code_t first = listed[bits];
    const uint8_t length = (uint8_t)(first.length + first.extra);
    entry_t entry = {length, first.step, length, is_dc ? first.extra : first.step};
    if (first.length == 0) entry = (entry_t){0};
    // What follows the first code is moved up, and zeros that are not in the file fill the place,
    // so the second code must fit into the bits that are left.
    if (!is_dc && first.length > 0 && length < castbook_jpeg_look_ahead &&
        first.step != castbook_jpeg_end_of_block) {
      const castbook_jpeg_code_t second = listed[bits << length & (castbook_jpeg_entries - 1)];
      const int both = length + second.length + second.extra;
      if (second.length > 0 && both <= castbook_jpeg_look_ahead) {
        entry.both_bits = (uint8_t)both;
        entry.both_step = (uint8_t)(first.step + second.step);
      }
    }
    table->quick[bits] = entry;
  }
  return true;
}

// Makes the tables of the scan. Returns false if libjpeg would refuse one.
static bool make_tables(walk_t *walk) {
  const castbook_jpeg_head_t *head = &walk->head;
  for (int kind = 0; kind < 2; kind++) {
    for (int index = 0; index < 4; index++) {
      if (castbook_jpeg_uses_codes(head, kind, index) &&
          !make_table(&walk->tables[kind][index], &head->codes[kind][index], kind == 0)) {
        return false;
      }
    }
  }
  for (int i = 0; i < head->component_count; i++) {
    const int blocks = castbook_jpeg_across(head, i) * castbook_jpeg_down(head, i);
    for (int block = 0; block < blocks; block++, walk->block_count++) {
      for (int kind = 0; kind < 2; kind++) {
        walk->blocks[walk->block_count][kind] = &walk->tables[kind][head->components[i].codes[kind]];
      }
    }
  }
  return true;
}

// MARK: The scan

// Walks over one block. The longest code with its value takes 31 bits, so 32 are buffered before
// each. The difference of the DC is added to `dc`, unless that is NULL, which the compiler knows in
// each copy.
static inline __attribute__((always_inline)) castbook_walk_result_t walk_block(
    castbook_jpeg_bits_t *all, table_t *const tables[2], int16_t *dc) {
  castbook_jpeg_bits_t bits = *all;
  if (bits.count < 32) bits = castbook_jpeg_refill(bits);
  entry_t entry = tables[0]->quick[bits.buffer >> (64 - castbook_jpeg_look_ahead)];
  unsigned count = entry.bits;
  int extra = entry.both_step;
  if (count == 0) {
    const castbook_jpeg_code_t code = castbook_jpeg_long_code(&tables[0]->long_codes, bits.buffer);
    if (code.length == 0) return CASTBOOK_WALK_UNSURE;
    extra = code.extra;
    count = (unsigned)(code.length + extra);
  }
  // libjpeg keeps the DC in 16 bits, so it wraps around in hostile files.
  if (dc != NULL) *dc = (int16_t)((unsigned)*dc + (unsigned)castbook_jpeg_value(bits.buffer, count, extra));
  bits = castbook_jpeg_use(bits, count);
  const table_t *table = tables[1];
  int index = 1;
  do {
    if (bits.count < 32) {
      bits = castbook_jpeg_refill(bits);
      if (bits.count < 0) return CASTBOOK_WALK_UNSURE;
    }
    entry = table->quick[bits.buffer >> (64 - castbook_jpeg_look_ahead)];
    if (entry.bits == 0) {
      const castbook_jpeg_code_t code = castbook_jpeg_long_code(&table->long_codes, bits.buffer);
      if (code.length == 0) return CASTBOOK_WALK_UNSURE;
      bits = castbook_jpeg_use(bits, (unsigned)(code.length + code.extra));
      index += code.step;
    } else if (index < 48) {
      // A first code can't fill the block from here, so the second code belongs to this block too.
      bits = castbook_jpeg_use(bits, entry.both_bits);
      index += entry.both_step;
    } else {
      bits = castbook_jpeg_use(bits, entry.bits);
      index += entry.step;
    }
  } while (index < 64);
  *all = bits;
  // A block ends with its last coefficient, or with the code for that; a run of zeros must not pass
  // its end.
  return index == 64 || index >= castbook_jpeg_end_of_block ? CASTBOOK_WALK_SOUND : CASTBOOK_WALK_OVERRUN;
}

// MARK: The whole file

// Walks over all MCUs of the scan. `eighth` is NULL if no means are requested.
static inline __attribute__((always_inline)) castbook_walk_result_t walk_units(
    walk_t *walk, castbook_walk_t *found, castbook_eighth_t *eighth) {
  castbook_jpeg_head_t *head = &walk->head;
  const int kept = eighth != NULL ? eighth->across * eighth->down : 0;
  const int columns = head->columns, block_count = walk->block_count;
  int16_t dc = 0;
  unsigned until_restart = head->restart_interval;
  uint8_t restart = 0xD0;
  castbook_jpeg_bits_t bits = {.next = head->next, .end = head->end};
  for (found->row = 0; found->row < found->rows; found->row++) {
    for (int column = 0; column < columns; column++) {
      if (head->restart_interval > 0 && until_restart-- == 0) {
        if (!castbook_jpeg_pass_marker(&bits, restart)) return CASTBOOK_WALK_UNSURE;
        restart = restart == 0xD7 ? 0xD0 : restart + 1;
        until_restart = head->restart_interval - 1;
        dc = 0;
      }
      int block = 0;
      for (; block < kept; block++) {
        castbook_walk_result_t result = walk_block(&bits, walk->blocks[block], &dc);
        if (result != CASTBOOK_WALK_SOUND) return result;
        castbook_eighth_keep(eighth, column, block, dc);
      }
      for (; block < block_count; block++) {
        castbook_walk_result_t result = walk_block(&bits, walk->blocks[block], NULL);
        if (result != CASTBOOK_WALK_SOUND) return result;
      }
    }
    if (eighth != NULL) castbook_eighth_end_row(eighth, found->row);
  }
  if (castbook_jpeg_has_left_over(bits)) return CASTBOOK_WALK_LEFT_OVER;
  if (!castbook_jpeg_pass_marker(&bits, 0xD9)) return CASTBOOK_WALK_UNSURE;
  head->next = bits.next;
  return CASTBOOK_WALK_SOUND;
}

// There are two copies, so that a walk that keeps no means loses no time on them.
static __attribute__((noinline)) castbook_walk_result_t walk_keeping_no_means(
    walk_t *walk, castbook_walk_t *found) {
  return walk_units(walk, found, NULL);
}

static __attribute__((noinline)) castbook_walk_result_t walk_keeping_means(
    walk_t *walk, castbook_walk_t *found, castbook_eighth_t *eighth) {
  return walk_units(walk, found, eighth);
}

static castbook_walk_result_t walk_scan(walk_t *walk, castbook_walk_t *found, uint8_t *means) {
  if (means == NULL) return walk_keeping_no_means(walk, found);
  castbook_eighth_t eighth;
  castbook_walk_result_t result;
  if (castbook_eighth_begin(&eighth, &walk->head)) {
    result = walk_keeping_means(walk, found, &eighth);
    found->has_luma = result == CASTBOOK_WALK_SOUND;
    if (found->has_luma) castbook_luma_end(eighth.luma, means);
  } else {
    result = walk_keeping_no_means(walk, found);
  }
  castbook_eighth_end(&eighth);
  return result;
}

castbook_walk_t castbook_walk(const uint8_t *bytes, size_t count, uint8_t *means) {
  walk_t walk;  // About 70 kB, of which the tables need not be cleared.
  walk.block_count = 0;
  castbook_walk_t found = {.result = CASTBOOK_WALK_UNSURE};
  if (castbook_jpeg_read_head(&walk.head, bytes, count)) {
    found.width = walk.head.width;
    found.height = walk.head.height;
    found.rows = walk.head.rows;
    if (make_tables(&walk)) found.result = walk_scan(&walk, &found, means);
  }
  found.end = (size_t)(walk.head.next - bytes);
  return found;
}
