// Reads the segments of a plain JPEG before its scan.
//
// Decision: docs/decisions/0006-proof-of-integrity.md. Tests: MediaTests (QuickWalks, FlippedBits),
// under the address and thread sanitizers in `Scripts/test --long`. Fuzz targets: `jpeg-proof` and
// `inspect`.
#include "jpeg_head.h"

#include <string.h>

static unsigned number(const uint8_t *bytes) { return (unsigned)bytes[0] << 8 | bytes[1]; }

static bool read_codes(castbook_jpeg_head_t *head, const uint8_t *data, size_t count) {
  while (count > 0) {
    if (count < 1 + castbook_jpeg_longest_code) return false;
    unsigned kind = data[0] >> 4, index = data[0] & 15;
    if (kind > 1 || index > 3) return false;
    castbook_jpeg_codes_t *codes = &head->codes[kind][index];
    memset(codes, 0, sizeof *codes);
    unsigned total = 0;
    for (int length = 1; length <= castbook_jpeg_longest_code; length++) {
      codes->counts[length] = data[length];
      total += data[length];
    }
    if (total > 256 || count < 1 + castbook_jpeg_longest_code + total) return false;
    memcpy(codes->symbols, data + 1 + castbook_jpeg_longest_code, total);
    codes->is_present = true;
    data += 1 + castbook_jpeg_longest_code + total;
    count -= 1 + castbook_jpeg_longest_code + total;
  }
  return true;
}

static bool read_quantizations(castbook_jpeg_head_t *head, const uint8_t *data, size_t count) {
  while (count > 0) {
    unsigned precision = data[0] >> 4, index = data[0] & 15;
    size_t length = precision == 0 ? 65 : 129;
    if (precision > 1 || index > 3 || count < length) return false;
    head->quantizations[index] = true;
    for (int i = 0; i < 64; i++) {
      head->steps[index][i] = precision == 0 ? data[1 + i] : (uint16_t)number(data + 1 + 2 * i);
    }
    data += length;
    count -= length;
  }
  return true;
}

static bool read_frame(castbook_jpeg_head_t *head, const uint8_t *data, size_t count) {
  if (head->has_frame || count < 6 || data[0] != 8) return false;
  head->has_frame = true;
  head->height = (int)number(data + 1);
  head->width = (int)number(data + 3);
  head->component_count = data[5];
  if (head->width < 1 || head->width > 65500 || head->height < 1 || head->height > 65500 ||
      head->component_count < 1 || head->component_count > 4 ||
      count != 6 + 3 * (size_t)head->component_count) {
    return false;
  }
  for (int i = 0; i < head->component_count; i++) {
    const uint8_t *part = data + 6 + 3 * i;
    castbook_jpeg_component_t *component = &head->components[i];
    *component = (castbook_jpeg_component_t){
        .id = part[0], .across = part[1] >> 4, .down = part[1] & 15, .quantization = part[2]};
    if (component->across < 1 || component->across > 4 || component->down < 1 ||
        component->down > 4 || component->quantization > 3) {
      return false;
    }
    for (int j = 0; j < i; j++) {
      if (head->components[j].id == component->id) return false;
    }
  }
  return true;
}

// Reads the two segments of metadata that libjpeg reads. Returns false if libjpeg would warn about
// one.
static bool read_metadata(castbook_jpeg_head_t *head, uint8_t marker, const uint8_t *data, size_t count) {
  if (marker == 0xE0 && count >= 14 && memcmp(data, "JFIF", 5) == 0) {
    head->has_jfif = true;
    return data[5] == 1;
  }
  if (marker == 0xEE && count >= 12 && memcmp(data, "Adobe", 5) == 0) {
    head->adobe_transform = data[11];
  }
  return true;
}

// Whether libjpeg knows the color transform of this number of components.
static bool knows_colors(const castbook_jpeg_head_t *head) {
  int transform = head->adobe_transform;
  switch (head->component_count) {
    case 3:
      return transform <= 1;
    case 4:
      return transform <= 0 || transform == 2;
    default:
      return true;
  }
}

// Reads the header of the scan. Returns false unless it contains all components in their order.
static bool read_scan(castbook_jpeg_head_t *head, const uint8_t *data, size_t count) {
  const size_t components = (size_t)head->component_count;
  if (!head->has_frame || !knows_colors(head) || count != 4 + 2 * components || data[0] != components) return false;
  const uint8_t *rest = data + 1 + 2 * components;
  if (rest[0] != 0 || rest[1] != 63 || rest[2] != 0) return false;
  int blocks = 0;
  head->most_across = 1;
  head->most_down = 1;
  for (int i = 0; i < head->component_count; i++) {
    castbook_jpeg_component_t *component = &head->components[i];
    component->codes[0] = data[2 + 2 * i] >> 4;
    component->codes[1] = data[2 + 2 * i] & 15;
    if (data[1 + 2 * i] != component->id || !head->quantizations[component->quantization]) {
      return false;
    }
    for (int kind = 0; kind < 2; kind++) {
      const unsigned index = component->codes[kind];
      if (index > 3 || !head->codes[kind][index].is_present) return false;
    }
    const int across = castbook_jpeg_across(head, i), down = castbook_jpeg_down(head, i);
    blocks += across * down;
    if (across > head->most_across) head->most_across = across;
    if (down > head->most_down) head->most_down = down;
  }
  head->columns = (head->width + 8 * head->most_across - 1) / (8 * head->most_across);
  head->rows = (head->height + 8 * head->most_down - 1) / (8 * head->most_down);
  return blocks <= castbook_jpeg_most_blocks;
}

// Reads one segment before the scan. Returns false if it is unknown or odd.
static bool read_segment(
    castbook_jpeg_head_t *head, uint8_t marker, const uint8_t *data, size_t count) {
  switch (marker) {
    case 0xC0:
    case 0xC1:
      return read_frame(head, data, count);
    case 0xC4:
      return read_codes(head, data, count);
    case 0xDB:
      return read_quantizations(head, data, count);
    case 0xDD:
      if (count != 2) return false;
      head->restart_interval = number(data);
      return true;
    case 0xFE:
      return true;
    default:
      return marker >= 0xE0 && marker <= 0xEF && read_metadata(head, marker, data, count);
  }
}

bool castbook_jpeg_read_head(castbook_jpeg_head_t *head, const uint8_t *bytes, size_t count) {
  memset(head, 0, sizeof *head);
  head->adobe_transform = -1;
  head->next = bytes;
  head->end = bytes + count;
  if (count < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return false;
  head->next += 2;
  while (head->end - head->next >= 4 && head->next[0] == 0xFF) {
    const uint8_t marker = head->next[1];
    const size_t length = number(head->next + 2);
    if (length < 2 || (size_t)(head->end - head->next) - 2 < length) return false;
    const uint8_t *data = head->next + 4;
    head->next += 2 + length;
    if (marker == 0xDA) return read_scan(head, data, length - 2);
    if (!read_segment(head, marker, data, length - 2)) return false;
  }
  return false;
}

bool castbook_jpeg_begins_with_luma(const castbook_jpeg_head_t *head) {
  if (head->component_count == 1) return true;
  const castbook_jpeg_component_t *first = head->components;
  if (head->component_count != 3) return false;
  for (int i = 1; i < 3; i++) {
    if (first->across < first[i].across || first->down < first[i].down) return false;
  }
  if (head->has_jfif) return true;
  if (head->adobe_transform >= 0) return head->adobe_transform == 1;
  return first[0].id != 'R' || first[1].id != 'G' || first[2].id != 'B';
}
