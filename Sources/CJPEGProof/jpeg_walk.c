// Walks over the Huffman codes of a plain JPEG, to prove it in half of libjpeg's time.
//
// A walk calls a picture sound only if nothing at all is odd about it; for everything else it is unsure,
// and libjpeg decides. The next bits are looked up in a table that gives one or two codes at once with the
// bits that belong to them. The loops keep their state in registers and are measured: change them only
// with `Benchmarks/check` before and after.
//
// Decision: docs/decisions/0006-proof-of-integrity.md. Tests: MediaTests (QuickWalks, which compares it
// with libjpeg; FlippedBits, CutFiles, EndMarks), under the address and thread sanitizers in
// `Scripts/test --long`. Fuzz targets: `jpeg-proof`, which compares it with libjpeg, and `inspect`.
#include "jpeg_walk.h"

#include <stdlib.h>
#include <string.h>

#include "jpeg_eighth.h"
#include "luma.h"

enum {
  look_ahead = 11,         // The number of bits by which codes are looked up.
  entries = 1 << look_ahead,
  end_of_block = 128,      // The step of the code that ends a block: more than the length of any block.
  maximum_code_length = 16,
};

// The codes in the next `look_ahead` bits. A code is skipped together with the bits of its value, and two
// codes are skipped at once if both fit. All fields are 0 if the code is longer, or if there is none.
typedef struct {
  uint8_t bits;       // The length of the first code and its value, in bits.
  uint8_t step;       // How many coefficients it advances in its block.
  // Both sums for two codes, or for the first alone if only one fits. In a table of DC, where each lookup
  // finds one code only, `both_step` is the length of the value in bits.
  uint8_t both_bits;
  uint8_t both_step;
} entry_t;

typedef struct {
  bool is_present;
  uint8_t counts[maximum_code_length + 1];  // The number of codes of each length.
  uint8_t symbols[256];
} codes_t;

typedef struct {
  entry_t quick[entries];
  // For longer codes: one more than the last code of each length, aligned to 16 bits, and the index of
  // each length's first symbol minus its first code.
  uint32_t limits[maximum_code_length + 1];
  int offsets[maximum_code_length + 1];
  const uint8_t *symbols;
  bool is_dc;
} table_t;

typedef struct {
  uint8_t id, across, down, quantization;
} component_t;

// The bits of the coded data.
typedef struct {
  const uint8_t *next;
  const uint8_t *end;
  uint64_t buffer;  // The bits that are not used yet, the next one in the highest bit.
  int count;      // Their number. It is negative if codes continue beyond the end of the data.
} bits_t;

typedef struct {
  const uint8_t *next;
  const uint8_t *end;

  bool has_frame;
  int width, height;
  int component_count;
  component_t components[4];
  bool quantizations[4];
  uint16_t dc_steps[4];  // The quantization steps of DC.
  codes_t codes[2][4];   // The codes of DC and of AC.
  unsigned restart_interval;
  bool has_jfif;
  int adobe_transform;  // The color transform in Adobe's segment; -1 if there is none.

  int block_count;  // The number of blocks in one MCU.
  table_t *blocks[10][2];
  table_t tables[2][4];
  bool is_made[2][4];
} walk_t;

static unsigned number(const uint8_t *bytes) { return (unsigned)bytes[0] << 8 | bytes[1]; }

// MARK: Segments before the scan

static bool read_codes(walk_t *walk, const uint8_t *data, size_t count) {
  while (count > 0) {
    if (count < 1 + maximum_code_length) return false;
    unsigned kind = data[0] >> 4, index = data[0] & 15;
    if (kind > 1 || index > 3) return false;
    codes_t *codes = &walk->codes[kind][index];
    memset(codes, 0, sizeof *codes);
    unsigned total = 0;
    for (int length = 1; length <= maximum_code_length; length++) {
      codes->counts[length] = data[length];
      total += data[length];
    }
    if (total > 256 || count < 1 + maximum_code_length + total) return false;
    memcpy(codes->symbols, data + 1 + maximum_code_length, total);
    codes->is_present = true;
    walk->is_made[kind][index] = false;
    data += 1 + maximum_code_length + total;
    count -= 1 + maximum_code_length + total;
  }
  return true;
}

static bool read_quantizations(walk_t *walk, const uint8_t *data, size_t count) {
  while (count > 0) {
    unsigned precision = data[0] >> 4, index = data[0] & 15;
    size_t length = precision == 0 ? 65 : 129;
    if (precision > 1 || index > 3 || count < length) return false;
    walk->quantizations[index] = true;
    walk->dc_steps[index] = precision == 0 ? data[1] : (uint16_t)number(data + 1);
    data += length;
    count -= length;
  }
  return true;
}

static bool read_frame(walk_t *walk, const uint8_t *data, size_t count) {
  if (walk->has_frame || count < 6 || data[0] != 8) return false;
  walk->has_frame = true;
  walk->height = (int)number(data + 1);
  walk->width = (int)number(data + 3);
  walk->component_count = data[5];
  if (walk->width < 1 || walk->width > 65500 || walk->height < 1 || walk->height > 65500 ||
      walk->component_count < 1 || walk->component_count > 4 ||
      count != 6 + 3 * (size_t)walk->component_count) {
    return false;
  }
  for (int i = 0; i < walk->component_count; i++) {
    const uint8_t *part = data + 6 + 3 * i;
    component_t *component = &walk->components[i];
    *component = (component_t){part[0], part[1] >> 4, part[1] & 15, part[2]};
    if (component->across < 1 || component->across > 4 || component->down < 1 ||
        component->down > 4 || component->quantization > 3) {
      return false;
    }
    for (int j = 0; j < i; j++) {
      if (walk->components[j].id == component->id) return false;
    }
  }
  return true;
}

// Reads the two segments of metadata that libjpeg reads. Returns false if libjpeg would warn about one.
static bool read_metadata(walk_t *walk, uint8_t marker, const uint8_t *data, size_t count) {
  if (marker == 0xE0 && count >= 14 && memcmp(data, "JFIF", 5) == 0) {
    walk->has_jfif = true;
    return data[5] == 1;
  }
  if (marker == 0xEE && count >= 12 && memcmp(data, "Adobe", 5) == 0) {
    walk->adobe_transform = data[11];
  }
  return true;
}

// Whether libjpeg knows the color transform of this number of components.
static bool knows_colors(const walk_t *walk) {
  int transform = walk->adobe_transform;
  switch (walk->component_count) {
    case 3:
      return transform <= 1;
    case 4:
      return transform <= 0 || transform == 2;
    default:
      return true;
  }
}

// MARK: Codes

// Sets how many bits of a value follow a code, and how far it advances in its block. Returns false for a
// symbol that no ordinary picture has.
static bool meaning(bool is_dc, uint8_t symbol, int *extra, int *step) {
  if (is_dc) {
    *extra = symbol;
    *step = 1;
    return symbol <= 15;
  }
  *extra = symbol & 15;
  *step = (symbol >> 4) + 1;
  if (*extra > 0) return true;
  if (symbol == 0) *step = end_of_block;
  return symbol == 0 || symbol == 0xF0;
}

static bool make_table(table_t *table, const codes_t *codes, bool is_dc) {
  memset(table->quick, 0, sizeof table->quick);
  table->symbols = codes->symbols;
  table->is_dc = is_dc;
  unsigned code = 0;
  int index = 0;
  for (int length = 1; length <= maximum_code_length; length++) {
    table->offsets[length] = index - (int)code;
    for (int i = 0; i < codes->counts[length]; i++, index++, code++) {
      int extra, step;
      // An AC code may be listed and never used. libjpeg refuses such a DC code as soon as it is listed.
      if (!meaning(is_dc, codes->symbols[index], &extra, &step)) {
        if (is_dc) return false;
        continue;
      }
      if (length > look_ahead || code >> length != 0) continue;
      entry_t entry = {(uint8_t)(length + extra), (uint8_t)step, (uint8_t)(length + extra),
                       (uint8_t)(is_dc ? extra : step)};
      unsigned spread = 1u << (look_ahead - length);
      for (unsigned bits = 0; bits < spread; bits++) {
        table->quick[(code << (look_ahead - length)) + bits] = entry;
      }
    }
    // A code of all ones is not allowed.
    if (code >= 1u << length) return false;
    table->limits[length] = code << (maximum_code_length - length);
    code <<= 1;
  }
  if (is_dc) return true;
  for (unsigned bits = 0; bits < entries; bits++) {
    entry_t *entry = &table->quick[bits];
    if (entry->bits == 0 || entry->bits >= look_ahead || entry->step == end_of_block) continue;
    // The shift moves what follows the first code up and fills with zeros that are not in the file, so the
    // second code must fit into the bits that are left.
    entry_t second = table->quick[(bits << entry->bits) & (entries - 1)];
    if (second.bits == 0 || entry->bits + second.bits > look_ahead) continue;
    entry->both_bits = (uint8_t)(entry->bits + second.bits);
    entry->both_step = (uint8_t)(entry->step + second.step);
  }
  return true;
}

// MARK: Bits

// These functions take and return all of `bits_t` as a value, so that it stays in registers.

static __attribute__((noinline)) bits_t refill_by_bytes(bits_t bits) {
  if (bits.count < 0) return bits;
  while (bits.count <= 56 && bits.next < bits.end) {
    uint8_t byte = *bits.next;
    if (byte == 0xFF) {
      // At a marker the data end. Zeros follow, and using them makes `count` negative.
      if (bits.end - bits.next < 2 || bits.next[1] != 0) break;
      bits.next++;
    }
    bits.next++;
    bits.buffer |= (uint64_t)byte << (56 - bits.count);
    bits.count += 8;
  }
  return bits;
}

// Fills up to at least 56 bits, unless the data end.
static inline bits_t refill(bits_t bits) {
  if (bits.end - bits.next < 8) return refill_by_bytes(bits);
  uint64_t bytes;
  memcpy(&bytes, bits.next, sizeof bytes);
  // Whether any byte is 0xFF: its complement is zero.
  uint64_t inverse = ~bytes;
  if (((inverse - 0x0101010101010101) & bytes & 0x8080808080808080) != 0 || bits.count < 0) {
    return refill_by_bytes(bits);
  }
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  bytes = __builtin_bswap64(bytes);
#endif
  int taken = (63 - bits.count) >> 3;
  // A byte that is already in the buffer in part has equal bits there, so or-ing them again changes nothing.
  bits.buffer |= bytes >> bits.count;
  bits.count += 8 * taken;
  bits.next += taken;
  return bits;
}

static inline bits_t use(bits_t bits, unsigned count) {
  bits.buffer <<= count;
  bits.count -= (int)count;
  return bits;
}

// The length of a code that is too long for the table, with its value, in bits; 0 if there is no such code.
static __attribute__((noinline)) unsigned long_code(
    const table_t *table, uint64_t buffer, int *extra, int *step) {
  uint32_t bits = (uint32_t)(buffer >> (64 - maximum_code_length));
  int length = 1;
  while (length <= maximum_code_length && bits >= table->limits[length]) length++;
  if (length > maximum_code_length) return 0;
  int index = (int)(bits >> (maximum_code_length - length)) + table->offsets[length];
  if (index < 0 || index > 255 || !meaning(table->is_dc, table->symbols[index], extra, step)) {
    return 0;
  }
  return (unsigned)(length + *extra);
}

// MARK: The scan

// The value in the last `extra` of the next `count` bits. Values with a leading zero are negative.
static inline int value_of(uint64_t buffer, unsigned count, int extra) {
  if (extra == 0) return 0;
  const int value = (int)(buffer << (count - (unsigned)extra) >> (64 - extra));
  return value >= 1 << (extra - 1) ? value : value - (1 << extra) + 1;
}

// Walks over one block. The longest code with its value takes 31 bits, so 32 are buffered before each. The
// difference of the DC is added to `dc`, unless that is NULL, which the compiler knows in each copy.
static inline __attribute__((always_inline)) castbook_walk_result_t walk_block(
    bits_t *all, table_t *const tables[2], int16_t *dc) {
  bits_t bits = *all;
  int step, extra;
  if (bits.count < 32) bits = refill(bits);
  entry_t entry = tables[0]->quick[bits.buffer >> (64 - look_ahead)];
  unsigned count = entry.bits;
  extra = entry.both_step;
  if (count == 0) count = long_code(tables[0], bits.buffer, &extra, &step);
  if (count == 0) return CASTBOOK_WALK_UNSURE;
  // libjpeg keeps the DC in 16 bits, so it wraps around in hostile files.
  if (dc != NULL) *dc = (int16_t)((unsigned)*dc + (unsigned)value_of(bits.buffer, count, extra));
  bits = use(bits, count);
  const table_t *table = tables[1];
  int index = 1;
  do {
    if (bits.count < 32) {
      bits = refill(bits);
      if (bits.count < 0) return CASTBOOK_WALK_UNSURE;
    }
    entry = table->quick[bits.buffer >> (64 - look_ahead)];
    if (entry.bits == 0) {
      count = long_code(table, bits.buffer, &extra, &step);
      if (count == 0) return CASTBOOK_WALK_UNSURE;
      bits = use(bits, count);
      index += step;
    } else if (index < 48) {
      // A first code can't fill the block from here, so the second code belongs to this block too.
      bits = use(bits, entry.both_bits);
      index += entry.both_step;
    } else {
      bits = use(bits, entry.bits);
      index += entry.step;
    }
  } while (index < 64);
  *all = bits;
  // A block ends with its last coefficient, or with the code for that; a run of zeros must not pass its end.
  return index == 64 || index >= end_of_block ? CASTBOOK_WALK_SOUND : CASTBOOK_WALK_OVERRUN;
}

// Skips the bits that fill the last byte, and a marker. Returns false if more than those bits are left, or
// if another marker follows.
static bool pass_marker(bits_t *bits, uint8_t marker) {
  *bits = refill_by_bytes(*bits);
  if (bits->count < 0 || bits->count > 7 || bits->end - bits->next < 2 || bits->next[0] != 0xFF ||
      bits->next[1] != marker) {
    return false;
  }
  *bits = (bits_t){.next = bits->next + 2, .end = bits->end};
  return true;
}

// Whether more than the bits that fill the last byte precede the end marker. Ones may fill another byte,
// and zeros may follow, since some encoders end at an even offset.
static bool has_left_over(bits_t bits) {
  bits = refill_by_bytes(bits);
  if (bits.count < 8 || bits.end - bits.next < 2 || bits.next[0] != 0xFF || bits.next[1] != 0xD9) {
    return false;
  }
  const int unused = 64 - bits.count;
  const uint64_t gaps = ~(bits.buffer >> unused) & UINT64_MAX >> unused;
  return (gaps & (gaps + 1)) != 0;
}

// Makes the tables of a scan. Returns false unless it contains all components in their order.
static bool read_scan(walk_t *walk, const uint8_t *data, size_t count) {
  size_t components = (size_t)walk->component_count;
  if (!walk->has_frame || !knows_colors(walk) || count != 4 + 2 * components || data[0] != components) return false;
  const uint8_t *rest = data + 1 + 2 * components;
  if (rest[0] != 0 || rest[1] != 63 || rest[2] != 0) return false;
  for (size_t i = 0; i < components; i++) {
    const component_t *component = &walk->components[i];
    unsigned indices[2] = {data[2 + 2 * i] >> 4, data[2 + 2 * i] & 15};
    if (data[1 + 2 * i] != component->id || !walk->quantizations[component->quantization]) {
      return false;
    }
    for (int kind = 0; kind < 2; kind++) {
      unsigned index = indices[kind];
      if (index > 3 || !walk->codes[kind][index].is_present) return false;
      table_t *table = &walk->tables[kind][index];
      if (!walk->is_made[kind][index] &&
          !make_table(table, &walk->codes[kind][index], kind == 0)) {
        return false;
      }
      walk->is_made[kind][index] = true;
    }
    int blocks = components == 1 ? 1 : component->across * component->down;
    for (int block = 0; block < blocks; block++) {
      if (walk->block_count == 10) return false;
      walk->blocks[walk->block_count][0] = &walk->tables[0][indices[0]];
      walk->blocks[walk->block_count][1] = &walk->tables[1][indices[1]];
      walk->block_count++;
    }
  }
  return true;
}

// MARK: The eighth of the picture

// The state that keeps the mean of each block of the first component.
typedef struct {
  castbook_luma_t *luma;
  uint8_t *rows;     // The means of one row of MCUs, as rows of blocks.
  size_t row_bytes;
  int across, down;  // The blocks of the component in an MCU.
  uint16_t step;     // The quantization step of DC.
  int16_t dc;
} eighth_t;

// Whether the first component is luma, by the rules of libjpeg.
static bool begins_with_luma(const walk_t *walk) {
  if (walk->component_count == 1) return true;
  const component_t *first = walk->components;
  if (walk->component_count != 3) return false;
  for (int i = 1; i < 3; i++) {
    if (first->across < first[i].across || first->down < first[i].down) return false;
  }
  if (walk->has_jfif) return true;
  if (walk->adobe_transform >= 0) return walk->adobe_transform == 1;
  return first[0].id != 'R' || first[1].id != 'G' || first[2].id != 'B';
}

static bool begin_eighth(const walk_t *walk, int columns, eighth_t *eighth) {
  if (!begins_with_luma(walk) || !castbook_jpeg_eighth(walk->width, walk->height)) return false;
  const bool is_alone = walk->component_count == 1;
  const component_t *first = walk->components;
  eighth->across = is_alone ? 1 : first->across;
  eighth->down = is_alone ? 1 : first->down;
  eighth->step = walk->dc_steps[first->quantization];
  eighth->row_bytes = (size_t)(columns * eighth->across);
  eighth->luma = castbook_luma_new((uint64_t)walk->width, (uint64_t)walk->height, 8);
  eighth->rows = malloc(eighth->row_bytes * (size_t)eighth->down);
  return eighth->luma != NULL && eighth->rows != NULL;
}

static void keep_block(eighth_t *eighth, int column, int block) {
  const size_t index = (size_t)(block / eighth->across) * eighth->row_bytes +
                       (size_t)(column * eighth->across + block % eighth->across);
  eighth->rows[index] = castbook_jpeg_mean(eighth->dc, eighth->step);
}

static void keep_row(eighth_t *eighth, int row) {
  for (int i = 0; i < eighth->down; i++) {
    castbook_luma_add(
        eighth->luma, (uint64_t)(row * eighth->down + i),
        eighth->rows + (size_t)i * eighth->row_bytes, eighth->row_bytes);
  }
}

// MARK: The whole file

// Walks over all MCUs of the scan. `eighth` is NULL if no means are requested.
static inline __attribute__((always_inline)) castbook_walk_result_t walk_units(
    walk_t *walk, castbook_walk_t *found, int columns, eighth_t *eighth) {
  const int kept = eighth != NULL ? eighth->across * eighth->down : 0;
  unsigned until_restart = walk->restart_interval;
  uint8_t restart = 0xD0;
  bits_t bits = {.next = walk->next, .end = walk->end};
  for (found->row = 0; found->row < found->rows; found->row++) {
    for (int column = 0; column < columns; column++) {
      if (walk->restart_interval > 0 && until_restart-- == 0) {
        if (!pass_marker(&bits, restart)) return CASTBOOK_WALK_UNSURE;
        restart = restart == 0xD7 ? 0xD0 : restart + 1;
        until_restart = walk->restart_interval - 1;
        if (eighth != NULL) eighth->dc = 0;
      }
      int block = 0;
      for (; block < kept; block++) {
        castbook_walk_result_t result = walk_block(&bits, walk->blocks[block], &eighth->dc);
        if (result != CASTBOOK_WALK_SOUND) return result;
        keep_block(eighth, column, block);
      }
      for (; block < walk->block_count; block++) {
        castbook_walk_result_t result = walk_block(&bits, walk->blocks[block], NULL);
        if (result != CASTBOOK_WALK_SOUND) return result;
      }
    }
    if (eighth != NULL) keep_row(eighth, found->row);
  }
  if (has_left_over(bits)) return CASTBOOK_WALK_LEFT_OVER;
  if (!pass_marker(&bits, 0xD9)) return CASTBOOK_WALK_UNSURE;
  walk->next = bits.next;
  return CASTBOOK_WALK_SOUND;
}

// There are two copies, so that a walk that keeps no means loses no time on them.
static __attribute__((noinline)) castbook_walk_result_t walk_keeping_no_means(
    walk_t *walk, castbook_walk_t *found, int columns) {
  return walk_units(walk, found, columns, NULL);
}

static __attribute__((noinline)) castbook_walk_result_t walk_keeping_means(
    walk_t *walk, castbook_walk_t *found, int columns, eighth_t *eighth) {
  return walk_units(walk, found, columns, eighth);
}

static castbook_walk_result_t walk_scan(walk_t *walk, castbook_walk_t *found, uint8_t *means) {
  int across = 1, down = 1;
  for (int i = 0; walk->component_count > 1 && i < walk->component_count; i++) {
    if (walk->components[i].across > across) across = walk->components[i].across;
    if (walk->components[i].down > down) down = walk->components[i].down;
  }
  int columns = (walk->width + 8 * across - 1) / (8 * across);
  found->rows = (walk->height + 8 * down - 1) / (8 * down);
  if (means == NULL) return walk_keeping_no_means(walk, found, columns);
  eighth_t eighth = {0};
  castbook_walk_result_t result;
  if (begin_eighth(walk, columns, &eighth)) {
    result = walk_keeping_means(walk, found, columns, &eighth);
    found->has_luma = result == CASTBOOK_WALK_SOUND;
    if (found->has_luma) castbook_luma_end(eighth.luma, means);
  } else {
    result = walk_keeping_no_means(walk, found, columns);
  }
  castbook_luma_free(eighth.luma);
  free(eighth.rows);
  return result;
}

// Reads the segments up to the scan, and the scan.
static castbook_walk_result_t walk_file(
    walk_t *walk, castbook_walk_t *found, uint8_t *means) {
  if (walk->end - walk->next < 4 || walk->next[0] != 0xFF || walk->next[1] != 0xD8) {
    return CASTBOOK_WALK_UNSURE;
  }
  walk->next += 2;
  while (walk->end - walk->next >= 4 && walk->next[0] == 0xFF) {
    uint8_t marker = walk->next[1];
    size_t length = number(walk->next + 2);
    if (length < 2 || (size_t)(walk->end - walk->next) - 2 < length) return CASTBOOK_WALK_UNSURE;
    const uint8_t *data = walk->next + 4;
    size_t count = length - 2;
    walk->next += 2 + length;
    bool is_known = false;
    switch (marker) {
      case 0xC0:
      case 0xC1:
        is_known = read_frame(walk, data, count);
        break;
      case 0xC4:
        is_known = read_codes(walk, data, count);
        break;
      case 0xDB:
        is_known = read_quantizations(walk, data, count);
        break;
      case 0xDD:
        is_known = count == 2;
        if (is_known) walk->restart_interval = number(data);
        break;
      case 0xDA:
        if (!read_scan(walk, data, count)) return CASTBOOK_WALK_UNSURE;
        found->width = walk->width;
        found->height = walk->height;
        return walk_scan(walk, found, means);
      case 0xFE:
        is_known = true;
        break;
      default:
        is_known = marker >= 0xE0 && marker <= 0xEF && read_metadata(walk, marker, data, count);
    }
    if (!is_known) return CASTBOOK_WALK_UNSURE;
  }
  return CASTBOOK_WALK_UNSURE;
}

castbook_walk_t castbook_walk(const uint8_t *bytes, size_t count, uint8_t *means) {
  walk_t walk;  // About 70 kB.
  memset(&walk, 0, offsetof(walk_t, tables));
  memset(walk.is_made, 0, sizeof walk.is_made);
  walk.adobe_transform = -1;
  walk.next = bytes;
  walk.end = bytes + count;
  castbook_walk_t found = {.result = CASTBOOK_WALK_UNSURE};
  found.result = walk_file(&walk, &found, means);
  found.end = (size_t)(walk.next - bytes);
  return found;
}
