// The file in memory that a copy is written into. Its size is bounded by `memory_t.limit`.
#include "copier.h"

#include <stdlib.h>
#include <string.h>

static int write_part(void *opaque, uint8_t *from, int count) {
  memory_t *memory = opaque;
  if (count <= 0) return 0;
  const size_t end = memory->position + (size_t)count;
  if (end > memory->limit) {
    memory->is_too_large = true;
    return AVERROR(ENOSPC);
  }
  if (end > memory->room) {
    size_t room = memory->room < (1 << 20) ? 1 << 20 : memory->room * 3 / 2;
    if (room < end) room = end;
    uint8_t *bytes = realloc(memory->bytes, room);
    if (bytes == NULL) {
      memory->lacks_memory = true;
      return AVERROR(ENOMEM);
    }
    memory->bytes = bytes;
    memory->room = room;
  }
  if (memory->position > memory->count) memset(memory->bytes + memory->count, 0, memory->position - memory->count);
  memcpy(memory->bytes + memory->position, from, (size_t)count);
  memory->position = end;
  if (end > memory->count) memory->count = end;
  return count;
}

static int64_t seek_to(memory_t *memory, size_t *position, int64_t offset, int from) {
  if (from & AVSEEK_SIZE) return (int64_t)memory->count;
  from &= ~AVSEEK_FORCE;
  const int64_t base = from == SEEK_SET ? 0 : from == SEEK_CUR ? (int64_t)*position : (int64_t)memory->count;
  const int64_t target = base + offset;
  if (target < 0 || (uint64_t)target > memory->limit) return AVERROR(EINVAL);
  *position = (size_t)target;
  return target;
}

static int64_t seek_part(void *opaque, int64_t offset, int from) {
  memory_t *memory = opaque;
  return seek_to(memory, &memory->position, offset, from);
}

// A reader of what was written, with a position of its own.
typedef struct {
  memory_t *memory;
  size_t position;
} reader_t;

static int read_part(void *opaque, uint8_t *into, int count) {
  reader_t *reader = opaque;
  const size_t end = reader->memory->count;
  if (count <= 0 || reader->position >= end) return AVERROR_EOF;
  size_t part = end - reader->position;
  if (part > (size_t)count) part = (size_t)count;
  memcpy(into, reader->memory->bytes + reader->position, part);
  reader->position += part;
  return (int)part;
}

static int64_t seek_reader(void *opaque, int64_t offset, int from) {
  reader_t *reader = opaque;
  return seek_to(reader->memory, &reader->position, offset, from);
}

int castbook_open_reader(
    AVFormatContext *format, AVIOContext **io, const char *name, int flags, AVDictionary **options) {
  (void)name;
  (void)options;
  if (flags & AVIO_FLAG_WRITE) return AVERROR(EPERM);
  reader_t *reader = calloc(1, sizeof *reader);
  uint8_t *buffer = av_malloc(CASTBOOK_PIECE_BYTES);
  if (reader != NULL && buffer != NULL) {
    reader->memory = format->pb->opaque;
    *io = avio_alloc_context(buffer, CASTBOOK_PIECE_BYTES, 0, reader, read_part, NULL, seek_reader);
    if (*io != NULL) return 0;
  }
  free(reader);
  av_free(buffer);
  return AVERROR(ENOMEM);
}

int castbook_close_reader(AVFormatContext *format, AVIOContext *io) {
  (void)format;
  if (io != NULL) free(io->opaque);
  castbook_close_memory(io);
  return 0;
}

AVIOContext *castbook_open_memory(memory_t *memory) {
  uint8_t *buffer = av_malloc(CASTBOOK_PIECE_BYTES);
  if (buffer == NULL) return NULL;
  AVIOContext *io = avio_alloc_context(buffer, CASTBOOK_PIECE_BYTES, 1, memory, NULL, write_part, seek_part);
  if (io == NULL) av_free(buffer);
  return io;
}

void castbook_close_memory(AVIOContext *io) {
  if (io == NULL) return;
  av_freep(&io->buffer);
  avio_context_free(&io);
}
