// Finds the boxes of an MP4 or MOV that say when and with which camera it was recorded.
//
// libavformat reads most of them. It skips the times of single tracks, entries of user data whose
// names it does not know, and other data of camera makers.
#include "reading.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { deepest = 6, maximum_boxes = 4096 };

typedef struct {
  int descriptor;
  int boxes;
  unsigned kinds;
} walk_t;

// Reads exactly `count` bytes, or returns false.
static bool read_at(const walk_t *walk, int64_t offset, uint8_t *into, size_t count) {
  if (lseek(walk->descriptor, (off_t)offset, SEEK_SET) < 0) return false;
  while (count > 0) {
    const ssize_t got = read(walk->descriptor, into, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    count -= (size_t)got;
  }
  return true;
}

static uint32_t big32(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint64_t big64(const uint8_t *bytes) { return (uint64_t)big32(bytes) << 32 | big32(bytes + 4); }

// Looks at the two times of a header: when the file was created, and when it was changed.
static void look_at_times(walk_t *walk, int64_t start, int64_t end) {
  uint8_t bytes[20];
  if (end - start < (int64_t)sizeof bytes || !read_at(walk, start, bytes, sizeof bytes)) return;
  const uint64_t times = bytes[0] == 1 ? big64(bytes + 4) | big64(bytes + 12) : big64(bytes + 4);
  if (times != 0) walk->kinds |= CASTBOOK_PRIVATE_DATE;
}

// The kind of a box of user data that names the camera or the date; 0 for other boxes.
static unsigned kind_of(uint32_t type) {
  switch (type) {
  case 0xA96D616B:  // ©mak
  case 0xA96D6F64:  // ©mod
  case 0x6D616E75:  // manu
  case 0x6D6F646C:  // modl
  case 0x434E4D4E:  // CNMN, Canon's name of the model
  case 0x434E5448:  // CNTH, Canon's preview with all of EXIF
  case 0x434E4343:  // CNCV
    return CASTBOOK_PRIVATE_CAMERA;
  case 0xA9646179:  // ©day
  case 0x64617465:  // date
    return CASTBOOK_PRIVATE_DATE;
  default: return 0;
  }
}

static void walk_boxes(walk_t *walk, int64_t offset, int64_t end, uint32_t inside, int depth) {
  static const uint32_t moov = 0x6D6F6F76, trak = 0x7472616B, mdia = 0x6D646961, udta = 0x75647461;
  while (offset + 8 <= end && walk->boxes++ < maximum_boxes) {
    uint8_t head[16];
    if (!read_at(walk, offset, head, 8)) return;
    uint64_t size = big32(head);
    const uint32_t type = big32(head + 4);
    int64_t behind = offset + 8;
    if (size == 1) {
      if (offset + 16 > end || !read_at(walk, offset, head, 16)) return;
      size = big64(head + 8);
      behind = offset + 16;
    }
    // A box of size 0 reaches to the end of the box around it.
    if (size == 0) size = (uint64_t)(end - offset);
    if (size < (uint64_t)(behind - offset) || size > (uint64_t)(end - offset)) return;
    const int64_t next = offset + (int64_t)size;
    if (type == 0x6D766864 || type == 0x746B6864 || type == 0x6D646864) {  // mvhd, tkhd, mdhd
      look_at_times(walk, behind, next);
    } else if (inside == udta && next > behind) {
      walk->kinds |= kind_of(type);
    } else if ((type == moov || type == trak || type == mdia || type == udta) && depth < deepest) {
      walk_boxes(walk, behind, next, type, depth + 1);
    }
    offset = next;
  }
}

unsigned castbook_header_kinds(int descriptor, int64_t byte_count) {
  walk_t walk = {.descriptor = descriptor};
  walk_boxes(&walk, 0, byte_count, 0, 0);
  return walk.kinds;
}
