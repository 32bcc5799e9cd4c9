// What the parts of the reader share.
#ifndef CASTBOOK_STREAMS_READING_H
#define CASTBOOK_STREAMS_READING_H

#include "streams.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// A track that is decoded.
typedef struct {
  int number;               // Among all tracks; -1 where there is none.
  AVCodecContext *decoder;  // NULL where nobody asked for it.
  bool is_flushed;          // Nothing more will be fed.
  bool is_done;             // All of it came out.
} track_t;

struct castbook_stream {
  int descriptor;
  int64_t byte_count;
  unsigned header_kinds;  // CASTBOOK_PRIVATE_…: what boxes tell that libavformat passes over.
  AVIOContext *io;
  AVFormatContext *format;
  AVPacket *packet;
  AVFrame *frame;
  track_t sound, film;
  int rate, channels;     // Of sound, as it began.
  int rotation;           // Of pictures, clockwise in quarters.
  // Interlaced frames: what the container states, whether frames are marked, and what the last one is.
  castbook_fields_t stated_fields, fields;
  bool is_flagged;
  AVFrame *earlier, *current;  // The frame before the last one, and the last one.
  AVFrame *progressive;        // What was made of it,
  bool is_made;                // if that was done yet.
  bool counts_only;
  bool is_at_end;
  int errors;
  // What converts sound to planes of floats, where it is not decoded so.
  SwrContext *planar;
  int planar_format;
  uint8_t **converted;
  int converted_room;
  // What makes pictures small.
  struct SwsContext *rgb_scaler;
  struct SwsContext *luma_scaler;
};

/// Feeds a decoder; false where there is no memory.
bool castbook_feed(castbook_stream_t *stream, track_t *track, const AVPacket *packet);
/// Says to a decoder that nothing more comes.
bool castbook_flush(castbook_stream_t *stream, track_t *track);
/// What a decoder has ready; false where that is nothing.
bool castbook_take(
    castbook_stream_t *stream, track_t *track, castbook_piece_t *piece,
    castbook_stream_piece_t *outcome);

/// What the boxes of an MP4 or a MOV tell of the time of recording and the camera, as CASTBOOK_PRIVATE_…
unsigned castbook_header_kinds(int descriptor, int64_t byte_count);

/// What a container states of the fields of frames.
castbook_fields_t castbook_stated_fields(const AVCodecParameters *stated);
/// Takes note of the frame that was just decoded; false where there is no memory.
bool castbook_keep_frame(castbook_stream_t *stream);
/// The last frame, deinterlaced where it is not progressive. A frame whose pixels lie in a rare way is left as it is.
const AVFrame *castbook_progressive(castbook_stream_t *stream);

// One plane of a picture.
typedef struct {
  const uint8_t *values;
  size_t stride;
  int width, height;
  int value_bytes;
} plane_t;

/// Turns a plane clockwise.
void castbook_turn(const plane_t *from, int quarters, uint8_t *into, size_t stride);

#endif
