// Turns interlaced frames into progressive ones.
//
// An interlaced frame has two fields: every other row was recorded half a frame later. The rows of
// the earlier field are kept. A row of the later field is kept where nothing moves, and
// interpolated from the rows above and below where something does, which removes combs and keeps
// the detail of still parts. The frame rate stays the same.
//
// Decision: docs/decisions/0024-deinterlacing.md. Tests: MediaTests (CopiedClips), through
// castbook-streams as it ships. Every test build stops at undefined behavior; `Scripts/test --long`
// adds the address and thread sanitizers. There is no fuzz target for it.
#include "reading.h"

#include <stdlib.h>
#include <string.h>

#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>

// libavutil 58 renamed these flags.
static bool is_flagged(const AVFrame *frame) {
#ifdef AV_FRAME_FLAG_INTERLACED
  return (frame->flags & AV_FRAME_FLAG_INTERLACED) != 0;
#else
  return frame->interlaced_frame != 0;
#endif
}

static bool has_top_first(const AVFrame *frame) {
#ifdef AV_FRAME_FLAG_INTERLACED
  return (frame->flags & AV_FRAME_FLAG_TOP_FIELD_FIRST) != 0;
#else
  return frame->top_field_first != 0;
#endif
}

castbook_fields_t castbook_stated_fields(const AVCodecParameters *stated) {
  switch (stated->field_order) {
  // The second letter says which field is shown first.
  case AV_FIELD_TT:
  case AV_FIELD_BT: return CASTBOOK_TOP_FIRST;
  case AV_FIELD_BB:
  case AV_FIELD_TB: return CASTBOOK_BOTTOM_FIRST;
  default: return CASTBOOK_PROGRESSIVE;
  }
}

static castbook_fields_t frame_fields(castbook_stream_t *stream) {
  const AVFrame *frame = stream->frame;
  if (is_flagged(frame)) {
    stream->is_flagged = true;
    return has_top_first(frame) ? CASTBOOK_TOP_FIRST : CASTBOOK_BOTTOM_FIRST;
  }
  // Many codecs can't mark frames as interlaced; for those the container says it. A codec that
  // marks some frames means that the others are progressive.
  return stream->is_flagged ? CASTBOOK_PROGRESSIVE : stream->stated_fields;
}

// One plane of two consecutive frames.
typedef struct {
  const uint8_t *earlier, *rows;  // `earlier` is NULL for the first frame.
  ptrdiff_t earlier_stride, stride;
  uint8_t *into;
  ptrdiff_t into_stride;
  int width, height;  // In values.
  int step;           // Values from a pixel to the next; 0 if the order of the channels is unknown.
  int maximum;           // The largest value.
} woven_t;

static inline int value_of(const uint8_t *row, int x, bool is_wide) {
  return is_wide ? ((const uint16_t *)(const void *)row)[x] : row[x];
}

// Interpolates between two rows of one field, along the direction in which they differ least.
static inline int between(const uint8_t *above, const uint8_t *below, int x, const woven_t *plane, bool is_wide) {
  enum { farthest = 3 };
  const int a = value_of(above, x, is_wide), b = value_of(below, x, is_wide);
  int best = (a + b + 1) / 2;
  const int step = plane->step;
  const int margin = step * (farthest + 1);
  if (step == 0 || x < margin || x >= plane->width - margin) return best;
  // If both values are alike, no direction is better than another.
  if (abs(a - b) * 32 <= plane->maximum) return best;
  int minimum = 0;
  for (int i = -1; i <= 1; i++) {
    const int at = x + i * step;
    minimum += abs(value_of(above, at, is_wide) - value_of(below, at, is_wide));
  }
  // Straight down gets a small bonus, so that noise has no direction.
  minimum -= plane->maximum / 64;
  for (int side = -1; side <= 1; side += 2) {
    for (int lean = 1; lean <= farthest; lean++) {
      const int from = x + side * lean * step, to = x - side * lean * step;
      int cost = 0;
      for (int i = -1; i <= 1; i++) {
        cost += abs(value_of(above, from + i * step, is_wide) - value_of(below, to + i * step, is_wide));
      }
      // A direction that leans more is tried only if the one before it was better.
      if (cost >= minimum) break;
      minimum = cost;
      best = (value_of(above, from, is_wide) + value_of(below, to, is_wide) + 1) / 2;
    }
  }
  return best;
}

static inline int clamped(int value, int low, int high) { return value < low ? low : value > high ? high : value; }

// Makes one row of the later field.
static void make_row(const woven_t *plane, int y, bool is_wide) {
  const uint8_t *row = plane->rows + y * plane->stride;
  const uint8_t *above = y > 0 ? row - plane->stride : row + plane->stride;
  const uint8_t *below = y + 1 < plane->height ? row + plane->stride : row - plane->stride;
  const uint8_t *old = plane->earlier == NULL ? NULL : plane->earlier + y * plane->earlier_stride;
  const uint8_t *old_above = NULL, *old_below = NULL;
  if (old != NULL) {
    old_above = y > 0 ? old - plane->earlier_stride : old + plane->earlier_stride;
    old_below = y + 1 < plane->height ? old + plane->earlier_stride : old - plane->earlier_stride;
  }
  uint8_t *into = plane->into + y * plane->into_stride;
  for (int x = 0; x < plane->width; x++) {
    const int a = value_of(above, x, is_wide), b = value_of(below, x, is_wide);
    const int later = value_of(row, x, is_wide);
    int value;
    if (old != NULL) {
      // These rows are half a frame before and half a frame after the kept field: their difference
      // shows how much moves.
      const int before = value_of(old, x, is_wide);
      const int still = (before + later + 1) / 2;
      int moving = (abs(before - later) + 1) / 2;
      const int own = (abs(a - value_of(old_above, x, is_wide)) + abs(b - value_of(old_below, x, is_wide))) / 2;
      if (own > moving) moving = own;
      value = clamped(between(above, below, x, plane, is_wide), still - moving, still + moving);
    } else {
      // The first frame has none before it. A value between those of its neighbors makes no comb.
      value = clamped(later, a < b ? a : b, a > b ? a : b);
    }
    if (is_wide) {
      ((uint16_t *)(void *)into)[x] = (uint16_t)value;
    } else {
      into[x] = (uint8_t)value;
    }
  }
}

static void deinterlace_plane(const woven_t *plane, int kept, bool is_wide) {
  const size_t bytes = (size_t)plane->width * (is_wide ? 2 : 1);
  for (int y = 0; y < plane->height; y++) {
    if (y % 2 == kept || plane->height < 2) {
      memcpy(plane->into + y * plane->into_stride, plane->rows + y * plane->stride, bytes);
    } else {
      make_row(plane, y, is_wide);
    }
  }
}

// Whether this pixel format has values of one or two whole bytes, in the byte order of this
// machine.
static bool is_known(const AVPixFmtDescriptor *pixels) {
  const uint64_t others = AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL |
                          AV_PIX_FMT_FLAG_FLOAT;
  if (pixels == NULL || (pixels->flags & others) != 0) return false;
  const union {
    uint16_t number;
    uint8_t first;
  } order = {.number = 1};
  const bool is_big = (pixels->flags & AV_PIX_FMT_FLAG_BE) != 0;
  const int depth = pixels->comp[0].depth;
  for (int i = 0; i < pixels->nb_components; i++) {
    if (pixels->comp[i].depth != depth) return false;
  }
  return depth == 8 || (depth > 8 && depth <= 16 && is_big == (order.first == 0));
}

static bool make_progressive(castbook_stream_t *stream, castbook_fields_t fields) {
  const AVFrame *frame = stream->frame, *earlier = stream->earlier;
  const AVPixFmtDescriptor *pixels = av_pix_fmt_desc_get(frame->format);
  if (!is_known(pixels) || frame->height < 2) return false;
  AVFrame *into = stream->progressive;
  av_frame_unref(into);
  into->format = frame->format;
  into->width = frame->width;
  into->height = frame->height;
  if (av_frame_get_buffer(into, 0) < 0 || av_frame_copy_props(into, frame) < 0) return false;
  const bool is_alike = earlier->data[0] != NULL && earlier->format == frame->format &&
                        earlier->width == frame->width && earlier->height == frame->height;
  const int depth = pixels->comp[0].depth;
  const bool is_wide = depth > 8, is_planar = (pixels->flags & AV_PIX_FMT_FLAG_PLANAR) != 0;
  const int planes = av_pix_fmt_count_planes(frame->format);
  for (int i = 0; i < planes; i++) {
    const int bytes = av_image_get_linesize(frame->format, frame->width, i);
    if (bytes <= 0 || frame->data[i] == NULL) return false;
    const bool is_color = (i == 1 || i == 2) && (pixels->flags & AV_PIX_FMT_FLAG_RGB) == 0;
    const int height = is_color ? AV_CEIL_RSHIFT(frame->height, pixels->log2_chroma_h) : frame->height;
    const woven_t plane = {
        .earlier = is_alike ? earlier->data[i] : NULL, .earlier_stride = earlier->linesize[i],
        .rows = frame->data[i], .stride = frame->linesize[i], .into = into->data[i],
        .into_stride = into->linesize[i], .width = is_wide ? bytes / 2 : bytes, .height = height,
        .step = is_planar && pixels->nb_components == planes ? 1 : 0,
        .maximum = (1 << (is_wide ? depth : 8)) - 1};
    deinterlace_plane(&plane, fields == CASTBOOK_TOP_FIRST ? 0 : 1, is_wide);
  }
  return true;
}

bool castbook_keep_frame(castbook_stream_t *stream) {
  stream->is_made = false;
  stream->fields = frame_fields(stream);
  if (stream->fields == CASTBOOK_PROGRESSIVE && stream->current->data[0] == NULL) return true;
  av_frame_unref(stream->earlier);
  av_frame_move_ref(stream->earlier, stream->current);
  return stream->fields == CASTBOOK_PROGRESSIVE || av_frame_ref(stream->current, stream->frame) >= 0;
}

const AVFrame *castbook_progressive(castbook_stream_t *stream) {
  if (stream->fields == CASTBOOK_PROGRESSIVE) return stream->frame;
  if (!stream->is_made && !make_progressive(stream, stream->fields)) return stream->frame;
  stream->is_made = true;
  return stream->progressive;
}
