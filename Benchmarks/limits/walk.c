#include "walk.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
  // Bits that index a table; 13 are the quickest.
  look_ahead = 13,
  longest_code = 16,
  // The entry of a table: how many bits a code and the value behind it have, and above these six
  // bits, how far it advances in its block. 0 is the entry of a longer code, or of none.
  length_mask = 63,
  step_shift = 6,
  // The step of an end of block, and the number of coefficients.
  end_of_block = 64,
  // What follows the data of an interval: ones, which are never a code.
  padding = 32,
};

typedef struct {
  // As many codes as the bits hold, up to four. Only of AC codes; DC codes are listed singly.
  uint16_t joined[1 << look_ahead];
  uint16_t single[1 << look_ahead];
  int first_codes[longest_code + 1], last_codes[longest_code + 1], first_symbols[longest_code + 1];
  uint8_t symbols[256];
  bool is_present, is_dc;
} table_t;

typedef struct {
  int across, down, dc, ac;
} component_t;

struct walk {
  table_t dc[4], ac[4];
  component_t components[4];
  int component_count, width, height, restart_interval;
  // The data of a restart interval without stuffed zeros.
  uint8_t *data;
  size_t data_capacity;
  // For each block its mean and the position that its last code ended at.
  int16_t *means;
  uint8_t *ends;
  size_t block_capacity;
};

walk_t *walk_new(void) { return calloc(1, sizeof(walk_t)); }

// MARK: Tables of codes

static int value_bits(const table_t *table, uint8_t symbol) { return table->is_dc ? symbol : symbol & 15; }

// How far a symbol advances; for DC, how many bits its value has.
static int step_of(const table_t *table, uint8_t symbol) {
  if (table->is_dc) return symbol;
  if (symbol == 0) return end_of_block;
  return symbol == 0xF0 ? 16 : (symbol >> 4) + 1;
}

// Lists each code that fits at every index which begins with it.
static bool list_single_codes(table_t *table, const uint8_t counts[longest_code]) {
  int code = 0, index = 0;
  for (int length = 1; length <= longest_code; length++, code <<= 1) {
    table->first_symbols[length] = index;
    table->first_codes[length] = code;
    for (int i = 0; i < counts[length - 1]; i++, index++, code++) {
      const uint8_t symbol = table->symbols[index];
      const int bits = value_bits(table, symbol), step = step_of(table, symbol);
      if (bits > 15) return false;
      // A run of zeros without a value is only defined for 16 zeros.
      const bool is_undefined = !table->is_dc && bits == 0 && symbol != 0 && symbol != 0xF0;
      if (length > look_ahead || code >= 1 << length || is_undefined) continue;
      const int unused = look_ahead - length;
      for (int rest = 0; rest < 1 << unused; rest++) {
        table->single[code << unused | rest] = (uint16_t)((length + bits) | step << step_shift);
      }
    }
    table->last_codes[length] = counts[length - 1] > 0 ? code - 1 : -1;
    // A code of all ones is not allowed.
    if (code >= 1 << length) return false;
  }
  return true;
}

// Joins an entry with the entries of the codes that follow it within the same bits.
static int join(const table_t *table, int index) {
  int entry = table->single[index];
  for (int joined = 0; joined < 3; joined++) {
    const int length = entry & length_mask, step = entry >> step_shift;
    if (entry == 0 || step >= end_of_block || length >= look_ahead) break;
    const int rest = index << length & ((1 << look_ahead) - 1);
    const int following = table->single[rest];
    if (following == 0 || length + (following & length_mask) > look_ahead) break;
    const int following_step = following >> step_shift;
    entry = (length + (following & length_mask)) | (step + following_step) << step_shift;
    if (following_step >= end_of_block) break;
  }
  return entry;
}

static bool make_table(table_t *table, bool is_dc, const uint8_t *counts, const uint8_t *symbols, int symbol_count) {
  memset(table, 0, sizeof *table);
  table->is_dc = is_dc;
  memcpy(table->symbols, symbols, (size_t)symbol_count);
  if (!list_single_codes(table, counts)) return false;
  memcpy(table->joined, table->single, sizeof table->joined);
  if (!is_dc) {
    for (int index = 0; index < 1 << look_ahead; index++) table->joined[index] = (uint16_t)join(table, index);
  }
  table->is_present = true;
  return true;
}

// Finds a code that is longer than the tables look ahead. Returns its bits with those of its value;
// 0 if it is none.
static int long_code(const table_t *table, uint32_t bits, int *step) {
  for (int length = look_ahead + 1; length <= longest_code; length++) {
    const int code = (int)(bits >> (longest_code - length));
    if (table->last_codes[length] < 0 || code > table->last_codes[length] || code < table->first_codes[length]) {
      continue;
    }
    const uint8_t symbol = table->symbols[table->first_symbols[length] + code - table->first_codes[length]];
    *step = step_of(table, symbol);
    return length + value_bits(table, symbol);
  }
  return 0;
}

// MARK: Segments before the data

static int number(const uint8_t *bytes) { return bytes[0] << 8 | bytes[1]; }

static bool read_tables(walk_t *walk, const uint8_t *data, const uint8_t *end) {
  while (data + 1 + longest_code <= end) {
    const int kind = data[0] >> 4, index = data[0] & 15;
    int symbol_count = 0;
    for (int length = 1; length <= longest_code; length++) symbol_count += data[length];
    const uint8_t *symbols = data + 1 + longest_code;
    if (symbol_count > 256 || symbols + symbol_count > end || index > 3 || kind > 1) return false;
    table_t *table = kind == 0 ? &walk->dc[index] : &walk->ac[index];
    if (!make_table(table, kind == 0, data + 1, symbols, symbol_count)) return false;
    data = symbols + symbol_count;
  }
  return true;
}

static walk_verdict_t read_frame(walk_t *walk, const uint8_t *data, size_t count) {
  if (count < 6) return walk_damaged;
  if (data[0] != 8) return walk_unsupported;
  walk->height = number(data + 1);
  walk->width = number(data + 3);
  const int component_count = data[5];
  if (component_count < 1 || component_count > 4 || count < 6 + 3 * (size_t)component_count || walk->width == 0 ||
      walk->height == 0) {
    return walk_damaged;
  }
  for (int i = 0; i < component_count; i++) {
    const uint8_t sampling = data[7 + 3 * i];
    walk->components[i] = (component_t){.across = sampling >> 4, .down = sampling & 15};
    if (walk->components[i].across == 0 || walk->components[i].down == 0) return walk_damaged;
  }
  walk->component_count = component_count;
  return walk_sound;
}

static walk_verdict_t read_scan(walk_t *walk, const uint8_t *data, size_t count) {
  if (walk->component_count == 0 || count < 1) return walk_damaged;
  if (data[0] != walk->component_count) return walk_unsupported;
  if (count < 1 + 2 * (size_t)walk->component_count) return walk_damaged;
  for (int i = 0; i < walk->component_count; i++) {
    component_t *component = &walk->components[i];
    component->dc = data[2 + 2 * i] >> 4;
    component->ac = data[2 + 2 * i] & 15;
    if (component->dc > 3 || component->ac > 3 || !walk->dc[component->dc].is_present ||
        !walk->ac[component->ac].is_present) {
      return walk_damaged;
    }
  }
  return walk_sound;
}

static bool is_other_frame(uint8_t marker) {
  return marker == 0xC2 || (marker >= 0xC5 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC);
}

// Reads the segments up to the data, which begin at `offset` then.
static walk_verdict_t read_segments(walk_t *walk, const uint8_t *bytes, size_t count, size_t *offset) {
  for (int i = 0; i < 4; i++) walk->dc[i].is_present = walk->ac[i].is_present = false;
  walk->component_count = walk->restart_interval = 0;
  for (size_t at = 2;;) {
    if (at >= count || bytes[at] != 0xFF) return walk_damaged;
    while (at < count && bytes[at] == 0xFF) at++;
    if (at + 3 > count || bytes[at] == 0xD9) return walk_damaged;
    const uint8_t marker = bytes[at++];
    const size_t length = (size_t)number(bytes + at);
    if (length < 2 || at + length > count) return walk_damaged;
    const uint8_t *data = bytes + at + 2;
    at += length;
    if (is_other_frame(marker)) return walk_unsupported;
    walk_verdict_t verdict = walk_sound;
    switch (marker) {
      case 0xC4:
        if (!read_tables(walk, data, bytes + at)) verdict = walk_damaged;
        break;
      case 0xC0:
      case 0xC1: verdict = read_frame(walk, data, length - 2); break;
      case 0xDD: walk->restart_interval = length >= 4 ? number(data) : 0; break;
      case 0xDA: *offset = at; return read_scan(walk, data, length - 2);
      default: break;
    }
    if (verdict != walk_sound) return verdict;
  }
}

// MARK: Data

typedef struct {
  const uint8_t *bytes;
  size_t next;
  // The bits that come next are the highest ones.
  uint64_t window;
  int count;
} bits_t;

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE void fill(bits_t *bits) {
  uint64_t word;
  memcpy(&word, bits->bytes + bits->next, 8);
  bits->window |= __builtin_bswap64(word) >> bits->count;
  bits->next += (size_t)((63 - bits->count) >> 3);
  bits->count |= 56;
}

ALWAYS_INLINE void drop(bits_t *bits, int count) {
  bits->window <<= count;
  bits->count -= count;
}

// Reads how a block's mean differs from the one before.
ALWAYS_INLINE bool read_difference(bits_t *bits, const table_t *table, int *difference) {
  fill(bits);
  const int entry = table->single[bits->window >> (64 - look_ahead)];
  int length = entry & length_mask, value_length = entry >> step_shift;
  if (entry == 0) {
    length = long_code(table, (uint32_t)(bits->window >> 48), &value_length);
    if (length == 0) return false;
  }
  *difference = 0;
  if (value_length > 0) {
    int value = (int)((bits->window << (length - value_length)) >> (64 - value_length));
    if (value < 1 << (value_length - 1)) value -= (1 << value_length) - 1;
    *difference = value;
  }
  drop(bits, length);
  return true;
}

// Passes the other coefficients of a block. Returns the position that its last code ended at; 0 for
// damage.
ALWAYS_INLINE int pass_coefficients(bits_t *bits, const table_t *table) {
  int position = 1;
  do {
    if (bits->count < 32) fill(bits);
    const uint32_t index = (uint32_t)(bits->window >> (64 - look_ahead));
    int entry = table->joined[index];
    int length = entry & length_mask, step = entry >> step_shift;
    int next = position + step;
    const bool ends_outside = next > end_of_block && step < end_of_block;
    // Joined codes may belong to two blocks. Then, and for an unlisted code, one code is read by
    // itself.
    if (__builtin_expect(ends_outside, 0) || __builtin_expect(entry == 0, 0) ||
        __builtin_expect(step > end_of_block, 0)) {
      entry = table->single[index];
      length = entry & length_mask;
      step = entry >> step_shift;
      if (entry == 0) {
        length = long_code(table, (uint32_t)(bits->window >> 48), &step);
        if (length == 0) return 0;
      }
      next = step >= end_of_block ? end_of_block : position + step;
      if (next > end_of_block) return 0;
    }
    drop(bits, length);
    position = next;
  } while (position < end_of_block);
  return position;
}

// Copies data up to the next marker without the zeros that are stuffed behind bytes of ones.
// Returns how many bytes it wrote and moves `offset` to the marker. Returns false if the file ends
// before.
static bool unstuff(walk_t *walk, const uint8_t *bytes, size_t count, size_t *offset, size_t *data_count) {
  const uint8_t *from = bytes + *offset, *end = bytes + count;
  uint8_t *to = walk->data;
  for (;;) {
    const uint8_t *ones = memchr(from, 0xFF, (size_t)(end - from));
    if (ones == NULL) return false;
    const size_t plain = (size_t)(ones - from);
    memcpy(to, from, plain);
    to += plain;
    if (ones + 1 >= end) return false;
    if (ones[1] != 0) {
      *offset = (size_t)(ones - bytes);
      *data_count = (size_t)(to - walk->data);
      memset(to, 0xFF, padding);
      return true;
    }
    *to++ = 0xFF;
    from = ones + 2;
  }
}

// Reads the codes of `unit_count` minimum coded units, the first block of which is number `block`.
static bool read_units(walk_t *walk, size_t data_count, size_t unit_count, size_t block) {
  bits_t bits = {.bytes = walk->data};
  int means[4] = {0};
  for (size_t unit = 0; unit < unit_count; unit++) {
    if (bits.next > data_count + 8) return false;
    for (int i = 0; i < walk->component_count; i++) {
      const component_t *component = &walk->components[i];
      const table_t *dc = &walk->dc[component->dc], *ac = &walk->ac[component->ac];
      for (int left = component->across * component->down; left > 0; left--) {
        int difference;
        if (!read_difference(&bits, dc, &difference)) return false;
        means[i] += difference;
        walk->means[block] = (int16_t)means[i];
        const int end = pass_coefficients(&bits, ac);
        if (end == 0) return false;
        walk->ends[block++] = (uint8_t)end;
      }
    }
  }
  const uint64_t used = 8 * (uint64_t)bits.next - (uint64_t)bits.count, all = 8 * (uint64_t)data_count;
  return used <= all && all - used < 16;
}

static bool make_blocks(walk_t *walk, size_t block_count) {
  if (walk->block_capacity >= block_count) return true;
  free(walk->means);
  free(walk->ends);
  walk->means = malloc(block_count * sizeof *walk->means);
  walk->ends = malloc(block_count);
  walk->block_capacity = walk->means != NULL && walk->ends != NULL ? block_count : 0;
  return walk->block_capacity > 0;
}

static bool make_data(walk_t *walk, size_t count) {
  if (walk->data_capacity >= count) return true;
  free(walk->data);
  walk->data = malloc(count);
  walk->data_capacity = walk->data != NULL ? count : 0;
  return walk->data != NULL;
}

// How many units of so many blocks cover a side.
static size_t units_along(int pixels, int blocks) {
  const size_t side = 8 * (size_t)blocks;
  return ((size_t)pixels + side - 1) / side;
}

// Reads all restart intervals. Each ends at a marker with the next number, the last at the end of
// the picture.
static bool read_data(walk_t *walk, const uint8_t *bytes, size_t count, size_t offset) {
  if (walk->component_count == 1) walk->components[0].across = walk->components[0].down = 1;
  int across = 1, down = 1;
  size_t blocks_in_unit = 0;
  for (int i = 0; i < walk->component_count; i++) {
    const component_t *component = &walk->components[i];
    if (component->across > across) across = component->across;
    if (component->down > down) down = component->down;
    blocks_in_unit += (size_t)(component->across * component->down);
  }
  const size_t unit_count = units_along(walk->width, across) * units_along(walk->height, down);
  if (!make_data(walk, count + 2 * padding) || !make_blocks(walk, unit_count * blocks_in_unit)) return false;
  const size_t interval = walk->restart_interval > 0 ? (size_t)walk->restart_interval : unit_count;
  uint8_t restart = 0xD0;
  for (size_t unit = 0; unit < unit_count;) {
    const size_t left = unit_count - unit, wanted = left < interval ? left : interval;
    size_t data_count;
    if (!unstuff(walk, bytes, count, &offset, &data_count)) return false;
    if (!read_units(walk, data_count, wanted, unit * blocks_in_unit)) return false;
    unit += wanted;
    if (unit == unit_count) break;
    if (bytes[offset + 1] != restart) return false;
    restart = restart == 0xD7 ? 0xD0 : restart + 1;
    offset += 2;
  }
  while (offset + 2 < count && bytes[offset + 1] == 0xFF) offset++;
  return bytes[offset + 1] == 0xD9;
}

walk_verdict_t walk_jpeg(walk_t *walk, const uint8_t *bytes, size_t count, double *area) {
  size_t offset;
  const walk_verdict_t verdict = read_segments(walk, bytes, count, &offset);
  *area = (double)walk->width * walk->height;
  if (verdict != walk_sound) return verdict;
  return read_data(walk, bytes, count, offset) ? walk_sound : walk_damaged;
}
