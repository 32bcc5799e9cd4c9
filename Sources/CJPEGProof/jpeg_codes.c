// Looks up Huffman codes, and finds the end of coded data.
//
// Decision: docs/decisions/0006-proof-of-integrity.md. Tests: MediaTests (QuickWalks, FlippedBits),
// under the address and thread sanitizers in `Scripts/test --long`. Fuzz targets: `jpeg-proof` and
// `inspect`.
#include "jpeg_codes.h"

// Sets the length of the value that follows a code, and how far it advances in its block. Returns
// false for a symbol that no ordinary picture has.
static bool meaning(bool is_dc, uint8_t symbol, castbook_jpeg_code_t *code) {
  if (is_dc) {
    code->extra = symbol;
    code->step = 1;
    return symbol <= 15;
  }
  code->extra = symbol & 15;
  code->step = (uint8_t)((symbol >> 4) + 1);
  if (code->extra > 0) return true;
  if (symbol == 0) code->step = castbook_jpeg_end_of_block;
  return symbol == 0 || symbol == 0xF0;
}

bool castbook_jpeg_list_codes(
    castbook_jpeg_code_t listed[castbook_jpeg_entries], castbook_jpeg_long_codes_t *long_codes,
    const castbook_jpeg_codes_t *codes, bool is_dc) {
  memset(listed, 0, castbook_jpeg_entries * sizeof *listed);
  long_codes->symbols = codes->symbols;
  long_codes->is_dc = is_dc;
  unsigned bits = 0;
  int index = 0;
  for (int length = 1; length <= castbook_jpeg_longest_code; length++) {
    long_codes->offsets[length] = index - (int)bits;
    for (int i = 0; i < codes->counts[length]; i++, index++, bits++) {
      castbook_jpeg_code_t code = {.length = (uint8_t)length};
      // An AC code may be listed and never used. libjpeg refuses such a DC code as soon as it is
      // listed.
      if (!meaning(is_dc, codes->symbols[index], &code)) {
        if (is_dc) return false;
        continue;
      }
      if (length > castbook_jpeg_look_ahead || bits >> length != 0) continue;
      const unsigned unused = (unsigned)(castbook_jpeg_look_ahead - length);
      for (unsigned rest = 0; rest < 1u << unused; rest++) listed[(bits << unused) + rest] = code;
    }
    // A code of all ones is not allowed.
    if (bits >= 1u << length) return false;
    long_codes->limits[length] = bits << (castbook_jpeg_longest_code - length);
    bits <<= 1;
  }
  return true;
}

__attribute__((noinline)) castbook_jpeg_code_t castbook_jpeg_long_code(
    const castbook_jpeg_long_codes_t *codes, uint64_t buffer) {
  const castbook_jpeg_code_t none = {0};
  const uint32_t bits = (uint32_t)(buffer >> (64 - castbook_jpeg_longest_code));
  int length = 1;
  while (length <= castbook_jpeg_longest_code && bits >= codes->limits[length]) length++;
  if (length > castbook_jpeg_longest_code) return none;
  const int index = (int)(bits >> (castbook_jpeg_longest_code - length)) + codes->offsets[length];
  castbook_jpeg_code_t code = {.length = (uint8_t)length};
  return index >= 0 && index <= 255 && meaning(codes->is_dc, codes->symbols[index], &code) ? code : none;
}

__attribute__((noinline)) castbook_jpeg_bits_t castbook_jpeg_refill_by_bytes(
    castbook_jpeg_bits_t bits) {
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

bool castbook_jpeg_pass_marker(castbook_jpeg_bits_t *bits, uint8_t marker) {
  *bits = castbook_jpeg_refill_by_bytes(*bits);
  if (bits->count < 0 || bits->count > 7 || bits->end - bits->next < 2 || bits->next[0] != 0xFF ||
      bits->next[1] != marker) {
    return false;
  }
  *bits = (castbook_jpeg_bits_t){.next = bits->next + 2, .end = bits->end};
  return true;
}

bool castbook_jpeg_has_left_over(castbook_jpeg_bits_t bits) {
  bits = castbook_jpeg_refill_by_bytes(bits);
  if (bits.count < 8 || bits.end - bits.next < 2 || bits.next[0] != 0xFF || bits.next[1] != 0xD9) {
    return false;
  }
  const int unused = 64 - bits.count;
  const uint64_t gaps = ~(bits.buffer >> unused) & UINT64_MAX >> unused;
  return (gaps & (gaps + 1)) != 0;
}
