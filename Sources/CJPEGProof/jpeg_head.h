// What a plain JPEG says before its scan: the frame, the tables and the order of the blocks.
//
// Only the plainest kind is read: one frame of 8 bits per sample, and one scan of all components in
// their order. Everything else is left to libjpeg.
#ifndef CASTBOOK_JPEG_HEAD_H
#define CASTBOOK_JPEG_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  castbook_jpeg_longest_code = 16,
  castbook_jpeg_most_blocks = 10,  // The maximum number of blocks in an MCU.
};

// The Huffman codes of a table as the file lists them.
typedef struct {
  bool is_present;
  uint8_t counts[castbook_jpeg_longest_code + 1];  // The number of codes of each length.
  uint8_t symbols[256];
} castbook_jpeg_codes_t;

typedef struct {
  uint8_t id, across, down, quantization;
  uint8_t codes[2];  // The indices of its tables of DC and AC in the scan.
} castbook_jpeg_component_t;

typedef struct {
  const uint8_t *next;  // What follows the segments that were read.
  const uint8_t *end;

  bool has_frame;
  int width, height;
  int component_count;
  castbook_jpeg_component_t components[4];
  bool quantizations[4];
  uint16_t steps[4][64];              // The quantization steps, in the order of the file.
  castbook_jpeg_codes_t codes[2][4];  // The codes of DC and of AC.
  unsigned restart_interval;
  bool has_jfif;
  int adobe_transform;  // The color transform in Adobe's segment; -1 if there is none.

  int most_across, most_down;  // The blocks of the largest component in an MCU.
  int columns, rows;           // The numbers of MCUs.
} castbook_jpeg_head_t;

/// Reads all segments up to the scan, so that `next` is at the coded data. Returns false if the
/// file is another kind of JPEG, or odd.
bool castbook_jpeg_read_head(castbook_jpeg_head_t *head, const uint8_t *bytes, size_t count);

/// The blocks of a component in an MCU, across and down. A picture of one component has MCUs of one
/// block.
static inline int castbook_jpeg_across(const castbook_jpeg_head_t *head, int component) {
  return head->component_count == 1 ? 1 : head->components[component].across;
}

static inline int castbook_jpeg_down(const castbook_jpeg_head_t *head, int component) {
  return head->component_count == 1 ? 1 : head->components[component].down;
}

/// Whether a component uses the codes of DC (`kind` 0) or AC (1) with this index.
static inline bool castbook_jpeg_uses_codes(const castbook_jpeg_head_t *head, int kind, int index) {
  bool is_used = false;
  for (int i = 0; i < head->component_count; i++) is_used |= head->components[i].codes[kind] == index;
  return is_used;
}

/// How coarsely a component was quantized: the sum of its steps, in hundredths of that of luma at
/// quality 50.
static inline uint32_t castbook_jpeg_coarseness(const uint16_t steps[64]) {
  const uint32_t sum_at_50 = 3688;
  uint32_t sum = 0;
  for (int i = 0; i < 64; i++) sum += steps[i];
  return 100 * sum / sum_at_50;
}

/// Whether the first component is luma, and no other is larger, by the rules of libjpeg.
bool castbook_jpeg_begins_with_luma(const castbook_jpeg_head_t *head);

#endif
