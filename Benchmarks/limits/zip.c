// The formats of a zip's parts are those of PKWARE's APPNOTE.TXT, 4.3. Sizes are below 4 GiB.
#include "durable.h"

#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { local_bytes = 30, central_bytes = 46, end_bytes = 22, name_limit = 255 };

static void put16(uint8_t *bytes, size_t value) {
  bytes[0] = (uint8_t)value;
  bytes[1] = (uint8_t)(value >> 8);
}

static void put32(uint8_t *bytes, size_t value) {
  put16(bytes, value);
  put16(bytes + 2, value >> 16);
}

typedef struct {
  const char *name;
  size_t name_bytes, size, offset;
  uint32_t checksum;
} member_t;

// The fields that both headers of a member have, from its checksum on.
static void put_member(uint8_t *bytes, const member_t *member) {
  put32(bytes, member->checksum);
  put32(bytes + 4, member->size);
  put32(bytes + 8, member->size);
  put16(bytes + 12, member->name_bytes);
}

static void put_local(uint8_t header[local_bytes], const member_t *member) {
  memcpy(header, "PK\3\4\x14\0\0\x08", 8);
  put_member(header + 14, member);
}

static void put_central(uint8_t header[central_bytes], const member_t *member) {
  memcpy(header, "PK\1\2\x14\0\x14\0\0\x08", 10);
  put_member(header + 16, member);
  put32(header + 42, member->offset);
}

static void put_end(uint8_t end[end_bytes], int count, size_t directory_bytes, size_t offset) {
  memcpy(end, "PK\5\6", 4);
  put16(end + 8, (size_t)count);
  put16(end + 10, (size_t)count);
  put32(end + 12, directory_bytes);
  put32(end + 16, offset);
}

static void write_member(int file, const member_t *member, const uint8_t *bytes) {
  uint8_t header[local_bytes] = {0};
  put_local(header, member);
  write_all(file, header, local_bytes);
  write_all(file, member->name, member->name_bytes);
  write_all(file, bytes, member->size);
}

void zip_files(file_list_t list, const char *folder, bool is_synced) {
  char path[4096];
  snprintf(path, sizeof path, "%s/out.zip", folder);
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  uint8_t *directory = calloc((size_t)list.count, central_bytes + name_limit);
  size_t directory_bytes = 0, offset = 0;
  int member_count = 0;
  buffer_t buffer = {0};
  for (int i = 0; i < list.count; i++) {
    member_t member = {.name = strrchr(list.paths[i], '/') + 1, .offset = offset};
    if (!read_file(list.paths[i], &buffer, &member.size)) continue;
    member.name_bytes = strlen(member.name);
    member.checksum = libdeflate_crc32(0, buffer.bytes, member.size);
    write_member(file, &member, buffer.bytes);
    put_central(directory + directory_bytes, &member);
    memcpy(directory + directory_bytes + central_bytes, member.name, member.name_bytes);
    directory_bytes += central_bytes + member.name_bytes;
    offset += local_bytes + member.name_bytes + member.size;
    member_count++;
  }
  uint8_t end[end_bytes] = {0};
  put_end(end, member_count, directory_bytes, offset);
  write_all(file, directory, directory_bytes);
  write_all(file, end, end_bytes);
  if (is_synced) fsync(file);
  close(file);
}
