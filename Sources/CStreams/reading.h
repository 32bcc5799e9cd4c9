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
  AVIOContext *io;
  AVFormatContext *format;
  AVPacket *packet;
  AVFrame *frame;
  track_t sound, film;
  int rate, channels;     // Of sound, as it began.
  int rotation;           // Of pictures, clockwise in quarters.
  bool counts_only;
  bool is_at_end;
  int errors;
  // What converts sound to planes of floats, where it is not decoded so.
  SwrContext *planar;
  int planar_format;
  uint8_t **converted;
  int converted_room;
  // What makes pictures small.
  struct SwsContext *scaler;
};

#endif
