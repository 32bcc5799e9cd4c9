// Decodes a stream piece by piece, and scales and rotates its frames.
//
// Decision: docs/decisions/0022-castbook-streams.md. Tests: MediaTests (HeardFixtures, HeardParts),
// through castbook-streams as it ships, with fixtures that are cut and damaged. Every test build
// stops at undefined behavior; `Scripts/test --long` adds the address and thread sanitizers. There
// is no fuzz target for it: libav decodes in a sandboxed process.
#include "reading.h"

#include <string.h>

#include <libavutil/imgutils.h>
#include <libavutil/opt.h>

// The result of asking a decoder for a frame.
typedef enum { GOT, WANTS_MORE, DONE, BROKEN } reply_t;

// Receives the next frame from a decoder, and skips frames that could not be decoded.
static reply_t receive(castbook_stream_t *stream, track_t *track) {
  // A decoder that fails 100 times in a row will not give another frame.
  for (int tries = 0; tries < 100; tries++) {
    const int result = avcodec_receive_frame(track->decoder, stream->frame);
    if (result == 0) {
      const bool is_damaged = stream->frame->decode_error_flags != 0 ||
                              (stream->frame->flags & AV_FRAME_FLAG_CORRUPT) != 0;
      if (is_damaged) stream->errors++;
      return GOT;
    }
    if (result == AVERROR(EAGAIN)) return WANTS_MORE;
    if (result == AVERROR_EOF) return DONE;
    if (result == AVERROR(ENOMEM)) return BROKEN;
    stream->errors++;
  }
  return WANTS_MORE;
}

// Sets the planes of floats of a frame of sound. Returns false if they can't be made.
static bool convert(castbook_stream_t *stream, castbook_piece_t *piece) {
  AVFrame *frame = stream->frame;
  if (frame->format == AV_SAMPLE_FMT_FLTP) {
    piece->planes = (const float *const *)frame->extended_data;
    return true;
  }
  if (stream->planar == NULL || stream->planar_format != frame->format) {
    AVChannelLayout layout = {0};
    av_channel_layout_default(&layout, stream->channels);
    swr_free(&stream->planar);
    const int result = swr_alloc_set_opts2(
        &stream->planar, &layout, AV_SAMPLE_FMT_FLTP, stream->rate, &layout, frame->format,
        stream->rate, 0, NULL);
    av_channel_layout_uninit(&layout);
    if (result < 0 || swr_init(stream->planar) < 0) return false;
    stream->planar_format = frame->format;
  }
  if (stream->converted_room < frame->nb_samples) {
    if (stream->converted != NULL) av_freep(&stream->converted[0]);
    av_freep(&stream->converted);
    stream->converted_room = 0;
    const int result = av_samples_alloc_array_and_samples(
        &stream->converted, NULL, stream->channels, frame->nb_samples, AV_SAMPLE_FMT_FLTP, 0);
    if (result < 0) return false;
    stream->converted_room = frame->nb_samples;
  }
  const int count = swr_convert(
      stream->planar, stream->converted, stream->converted_room,
      (const uint8_t **)frame->extended_data, frame->nb_samples);
  piece->planes = (const float *const *)stream->converted;
  return count == frame->nb_samples;
}

static int64_t microseconds(const castbook_stream_t *stream, const track_t *track, int64_t time) {
  return av_rescale_q(time, stream->format->streams[track->number]->time_base, AV_TIME_BASE_Q);
}

static castbook_stream_piece_t pass_sound(castbook_stream_t *stream, castbook_piece_t *piece) {
  AVFrame *frame = stream->frame;
  // Sound that changes its rate or its channels can't be measured as one sound.
  if (frame->sample_rate != stream->rate || frame->ch_layout.nb_channels != stream->channels) {
    stream->errors++;
    piece->count = 0;
    return CASTBOOK_STREAM_SOUND;
  }
  piece->count = (size_t)frame->nb_samples;
  const int64_t time = frame->best_effort_timestamp;
  piece->sound_start = time == AV_NOPTS_VALUE ? INT64_MIN : microseconds(stream, &stream->sound, time);
  return convert(stream, piece) ? CASTBOOK_STREAM_SOUND : CASTBOOK_STREAM_FAILED;
}

static castbook_stream_piece_t pass_frame(castbook_stream_t *stream, castbook_piece_t *piece) {
  const AVFrame *frame = stream->frame;
  const int64_t time = frame->best_effort_timestamp;
  piece->time = time == AV_NOPTS_VALUE ? -1 : microseconds(stream, &stream->film, time);
  piece->length = frame->pkt_duration > 0 ? microseconds(stream, &stream->film, frame->pkt_duration) : 0;
  const bool is_kept = castbook_keep_frame(stream);
  piece->fields = stream->fields;
  return is_kept ? CASTBOOK_STREAM_FRAME : CASTBOOK_STREAM_FAILED;
}


bool castbook_feed(castbook_stream_t *stream, track_t *track, const AVPacket *packet) {
  const int result = avcodec_send_packet(track->decoder, packet);
  if (result == AVERROR(ENOMEM)) return false;
  if (result < 0 && result != AVERROR(EAGAIN) && result != AVERROR_EOF) stream->errors++;
  return true;
}


bool castbook_receive(
    castbook_stream_t *stream, track_t *track, castbook_piece_t *piece,
    castbook_stream_piece_t *outcome) {
  if (track->decoder == NULL || track->is_done) return false;
  switch (receive(stream, track)) {
  case GOT:
    *outcome = track == &stream->sound ? pass_sound(stream, piece) : pass_frame(stream, piece);
    return true;
  case BROKEN: *outcome = CASTBOOK_STREAM_FAILED; return true;
  case DONE: track->is_done = true; return false;
  case WANTS_MORE:
    // A decoder that wants more packets after the last one has nothing left.
    if (track->is_flushed) track->is_done = true;
    return false;
  }
  return false;
}

bool castbook_flush(castbook_stream_t *stream, track_t *track) {
  if (track->decoder == NULL || track->is_flushed) return true;
  track->is_flushed = true;
  return castbook_feed(stream, track, NULL);
}

castbook_stream_piece_t castbook_stream_next(castbook_stream_t *stream, castbook_piece_t *piece) {
  *piece = (castbook_piece_t){.time = -1, .sound_start = INT64_MIN};
  castbook_stream_piece_t outcome;
  for (;;) {
    if (castbook_receive(stream, &stream->sound, piece, &outcome)) return outcome;
    if (castbook_receive(stream, &stream->film, piece, &outcome)) return outcome;
    if (stream->is_at_end) {
      const bool sound = stream->sound.decoder == NULL || stream->sound.is_done;
      const bool film = stream->film.decoder == NULL || stream->film.is_done;
      if (sound && film) return CASTBOOK_STREAM_END;
      continue;
    }
    const int result = av_read_frame(stream->format, stream->packet);
    if (result == AVERROR(ENOMEM)) return CASTBOOK_STREAM_FAILED;
    if (result < 0) {
      if (result != AVERROR_EOF) stream->errors++;
      stream->is_at_end = true;
      if (!castbook_flush(stream, &stream->sound)) return CASTBOOK_STREAM_FAILED;
      if (!castbook_flush(stream, &stream->film)) return CASTBOOK_STREAM_FAILED;
      continue;
    }
    const int number = stream->packet->stream_index;
    bool is_fine = true;
    bool is_counted = false;
    if (number == stream->sound.number && stream->sound.decoder != NULL) {
      is_fine = castbook_feed(stream, &stream->sound, stream->packet);
    } else if (number == stream->film.number && stream->film.decoder != NULL) {
      if (stream->counts_only) {
        const int64_t time = stream->packet->pts, length = stream->packet->duration;
        piece->time = time == AV_NOPTS_VALUE ? -1 : microseconds(stream, &stream->film, time);
        piece->length = length > 0 ? microseconds(stream, &stream->film, length) : 0;
        is_counted = true;
      } else {
        is_fine = castbook_feed(stream, &stream->film, stream->packet);
      }
    }
    av_packet_unref(stream->packet);
    if (!is_fine) return CASTBOOK_STREAM_FAILED;
    if (is_counted) return CASTBOOK_STREAM_PACKET;
  }
}

// MARK: Pictures

void castbook_turn(const plane_t *from, int quarters, uint8_t *into, size_t stride) {
  const size_t bytes = (size_t)from->value_bytes;
  for (int y = 0; y < from->height; y++) {
    const uint8_t *row = from->values + (size_t)y * from->stride;
    for (int x = 0; x < from->width; x++) {
      int to_x = x, to_y = y;
      if (quarters == 1) {
        to_x = from->height - 1 - y;
        to_y = x;
      } else if (quarters == 2) {
        to_x = from->width - 1 - x;
        to_y = from->height - 1 - y;
      } else if (quarters == 3) {
        to_x = y;
        to_y = from->width - 1 - x;
      }
      memcpy(into + (size_t)to_y * stride + (size_t)to_x * bytes, row + (size_t)x * bytes, bytes);
    }
  }
}

// Scales the last frame, with the color matrix and the range that it states.
static bool scale(castbook_stream_t *stream, uint8_t *into, int width, int height, enum AVPixelFormat format) {
  const AVFrame *frame = castbook_progressive(stream);
  // Each output format has its own scaler: one used for both in turn would be created for every
  // frame.
  struct SwsContext **kept = format == AV_PIX_FMT_GRAY8 ? &stream->luma_scaler : &stream->rgb_scaler;
  struct SwsContext *scaler = *kept = sws_getCachedContext(
      *kept, frame->width, frame->height, frame->format, width, height, format,
      SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT, NULL, NULL, NULL);
  if (scaler == NULL) return false;
  int matrix = frame->colorspace;
  // A matrix that is not stated is guessed by the height, as players do.
  if (matrix == AVCOL_SPC_UNSPECIFIED) matrix = frame->height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601;
  const int *inverse = sws_getCoefficients(matrix);
  const int is_full = frame->color_range == AVCOL_RANGE_JPEG;
  sws_setColorspaceDetails(
      scaler, inverse, is_full, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
  const int bytes = format == AV_PIX_FMT_GRAY8 ? 1 : 3;
  uint8_t *planes[4] = {into};
  const int strides[4] = {width * bytes};
  return sws_scale(
             scaler, (const uint8_t *const *)frame->data, frame->linesize, 0, frame->height,
             planes, strides) == height;
}

// Scales the last frame and rotates it as it is shown.
static bool make(castbook_stream_t *stream, uint8_t *into, int width, int height, enum AVPixelFormat format) {
  const AVFrame *frame = stream->frame;
  if (frame->width <= 0 || frame->height <= 0 || width <= 0 || height <= 0) return false;
  if (stream->rotation == 0) return scale(stream, into, width, height, format);
  const bool is_across = stream->rotation % 2 == 1;
  const int unrotated_width = is_across ? height : width, unrotated_height = is_across ? width : height;
  const int bytes = format == AV_PIX_FMT_GRAY8 ? 1 : 3;
  uint8_t *unrotated = av_malloc((size_t)width * (size_t)height * (size_t)bytes + 64);
  if (unrotated == NULL) return false;
  const bool is_made = scale(stream, unrotated, unrotated_width, unrotated_height, format);
  if (is_made) {
    const plane_t plane = {
        .values = unrotated, .stride = (size_t)unrotated_width * (size_t)bytes, .width = unrotated_width,
        .height = unrotated_height, .value_bytes = bytes};
    castbook_turn(&plane, stream->rotation, into, (size_t)width * (size_t)bytes);
  }
  av_free(unrotated);
  return is_made;
}

bool castbook_stream_rgb(castbook_stream_t *stream, uint8_t *rgb, int width, int height) {
  return make(stream, rgb, width, height, AV_PIX_FMT_RGB24);
}

bool castbook_stream_luma(castbook_stream_t *stream, uint8_t *luma, int width, int height) {
  return make(stream, luma, width, height, AV_PIX_FMT_GRAY8);
}
