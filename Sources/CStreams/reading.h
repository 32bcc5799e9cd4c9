// What the parts of the reader share: the state of a stream, and the functions between its files.
#ifndef CASTBOOK_STREAMS_READING_H
#define CASTBOOK_STREAMS_READING_H

#include "streams.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// A track of the file, and its decoder.
typedef struct {
  int number;               // Its index among all tracks; -1 if there is none.
  AVCodecContext *decoder;  // NULL unless the caller opened the track.
  bool is_flushed;          // The decoder knows that no more packets follow.
  bool is_done;             // The decoder has given everything.
} track_t;

struct castbook_stream {
  int descriptor;
  int64_t byte_count;
  unsigned header_kinds;  // CASTBOOK_PRIVATE_…, from boxes that libavformat skips.
  AVIOContext *io;
  AVFormatContext *format;
  AVPacket *packet;
  AVFrame *frame;
  track_t sound, film;
  int rate, channels;     // Of the sound at its beginning.
  int rotation;           // Of the pictures, in clockwise quarter turns.
  castbook_fields_t stated_fields;  // What the container states about fields.
  castbook_fields_t fields;         // The fields of the last frame.
  bool is_flagged;                  // Whether any frame was marked as interlaced.
  AVFrame *earlier, *current;  // The frame before the last one, and the last one.
  AVFrame *progressive;        // The last frame, deinterlaced,
  bool is_made;                // if this is true.
  bool counts_only;
  bool is_at_end;
  int errors;
  // Converts sound to planes of floats if it is decoded to another format.
  SwrContext *planar;
  int planar_format;
  uint8_t **converted;
  int converted_room;
  // Scale pictures down.
  struct SwsContext *rgb_scaler;
  struct SwsContext *luma_scaler;
};

/// Sends a packet to a decoder. Returns false if memory is short.
bool castbook_feed(castbook_stream_t *stream, track_t *track, const AVPacket *packet);
/// Tells a decoder that no more packets follow. Returns false if memory is short.
bool castbook_flush(castbook_stream_t *stream, track_t *track);
/// Receives what a decoder has ready, in `outcome` and `piece`. Returns false if it has nothing
/// ready.
bool castbook_receive(
    castbook_stream_t *stream, track_t *track, castbook_piece_t *piece,
    castbook_stream_piece_t *outcome);

/// Returns the kinds of private metadata in the boxes of an MP4 or MOV that libavformat skips, as
/// CASTBOOK_PRIVATE_…: the recording time and the camera.
unsigned castbook_header_kinds(int descriptor, int64_t byte_count);

/// Returns what a container states about the fields of its frames.
castbook_fields_t castbook_stated_fields(const AVCodecParameters *stated);
/// Notes the fields of the frame that was just decoded, and keeps it if the next one may need it to
/// be deinterlaced. Returns false if memory is short.
bool castbook_keep_frame(castbook_stream_t *stream);
/// Returns the last frame, deinterlaced if it is interlaced. A frame in a rare pixel format is
/// returned as it is.
const AVFrame *castbook_progressive(castbook_stream_t *stream);

// One plane of a picture.
typedef struct {
  const uint8_t *values;
  size_t stride;
  int width, height;
  int value_bytes;
} plane_t;

/// Rotates a plane clockwise by quarter turns.
void castbook_turn(const plane_t *from, int quarters, uint8_t *into, size_t stride);

#endif
