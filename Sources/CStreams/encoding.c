// Encodes the pictures and the sound of a copy: H.264 by x264 and AAC by libavcodec.
//
// The result depends on nothing but the clip and the options: the number of threads is fixed and no
// clock is read, so the same clip always gives the same copy.
//
// Decision: docs/decisions/0022-castbook-streams.md. Tests: MediaTests (CopiedClips), through
// castbook-streams as it ships. Every test build stops at undefined behavior; `Scripts/test --long`
// adds the address and thread sanitizers. There is no fuzz target for it.
#include "copying.h"

#include <math.h>
#include <string.h>

#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>

enum { maximum_channels = 2, bits_per_channel = 96000, wait_samples = 4096 };

static bool fail(maker_t *maker, castbook_copy_outcome_t outcome) {
  maker->outcome = outcome;
  return false;
}

// Fails with the outcome that a library's error code means.
static bool fail_as(maker_t *maker, int result) {
  return fail(maker, result == AVERROR(ENOMEM) ? CASTBOOK_COPY_NO_MEMORY : CASTBOOK_COPY_REFUSED);
}

static AVStream *source_of(const maker_t *maker, const track_t *track) {
  return maker->source->format->streams[track->number];
}

// Sends a frame to an encoder, or NULL at the end, and writes the packets that it has ready.
static bool encode(maker_t *maker, const copied_t *track, AVFrame *frame, int64_t length) {
  const int result = avcodec_send_frame(track->encoder, frame);
  if (result < 0 && result != AVERROR_EOF) return fail_as(maker, result);
  for (;;) {
    const int got = avcodec_receive_packet(track->encoder, maker->packet);
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return true;
    if (got < 0) return fail_as(maker, got);
    if (maker->packet->duration == 0) maker->packet->duration = length;
    const bool is_written = castbook_write_packet(maker, track, maker->packet, track->encoder->time_base);
    av_packet_unref(maker->packet);
    if (!is_written) return false;
  }
}

static bool open_encoder(maker_t *maker, copied_t *track, const AVCodec *codec, AVDictionary **options) {
  track->encoder->flags |= AV_CODEC_FLAG_BITEXACT;
  if (maker->format->oformat->flags & AVFMT_GLOBALHEADER) track->encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  const int result = avcodec_open2(track->encoder, codec, options);
  if (result < 0) return fail_as(maker, result);
  track->stream = avformat_new_stream(maker->format, NULL);
  if (track->stream == NULL) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  if (avcodec_parameters_from_context(track->stream->codecpar, track->encoder) < 0) {
    return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  }
  track->stream->time_base = track->encoder->time_base;
  return true;
}

// MARK: Pictures

// The color matrix of the source. If it states none, it is guessed by its height, as players do: a
// smaller copy would otherwise be guessed differently.
static enum AVColorSpace matrix_of(const AVCodecParameters *stated) {
  const AVPixFmtDescriptor *pixels = av_pix_fmt_desc_get(stated->format);
  const bool is_rgb = pixels != NULL && (pixels->flags & AV_PIX_FMT_FLAG_RGB) != 0;
  if (!is_rgb && stated->color_space != AVCOL_SPC_UNSPECIFIED && stated->color_space != AVCOL_SPC_RGB) {
    return stated->color_space;
  }
  return stated->height >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
}

// The frame rate that the encoder expects. The encoder uses it only to allocate bits.
static AVRational rate_of(const maker_t *maker, const AVStream *source) {
  AVRational rate = source->avg_frame_rate;
  if (rate.num <= 0 || rate.den <= 0 || av_q2d(rate) > 1000) rate = (AVRational){30, 1};
  if (maker->options->every > 1) rate = av_div_q(rate, (AVRational){maker->options->every, 1});
  return rate;
}

bool castbook_open_film_encoder(maker_t *maker) {
  const castbook_copy_options_t *options = maker->options;
  castbook_film_t film;
  if (!castbook_stream_open_film(maker->source, &film)) return fail(maker, CASTBOOK_COPY_UNREADABLE);
  const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
  if (codec == NULL) return fail(maker, CASTBOOK_COPY_NO_ENCODER);
  const AVStream *source = source_of(maker, &maker->source->film);
  AVCodecContext *encoder = maker->film.encoder = avcodec_alloc_context3(codec);
  maker->picture = av_frame_alloc();
  if (encoder == NULL || maker->picture == NULL) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  const AVRational rate = rate_of(maker, source);
  encoder->width = options->width;
  encoder->height = options->height;
  encoder->pix_fmt = AV_PIX_FMT_YUV420P;
  encoder->sample_aspect_ratio = (AVRational){1, 1};
  encoder->time_base = (AVRational){1, 90000};
  encoder->framerate = rate;
  encoder->gop_size = (int)fmax(1, round(2 * av_q2d(rate)));
  encoder->colorspace = matrix_of(source->codecpar);
  encoder->color_primaries = source->codecpar->color_primaries;
  encoder->color_trc = source->codecpar->color_trc;
  encoder->color_range = AVCOL_RANGE_MPEG;
  AVDictionary *settings = NULL;
  av_dict_set(&settings, "preset", "veryfast", 0);
  av_dict_set(&settings, "crf", "16", 0);
  // Always two threads: the number of threads changes the output.
  encoder->thread_count = 2;
  av_dict_set(&settings, "x264-params", "threads=2:sync-lookahead=0:rc-lookahead=20", 0);
  if (options->maximum_bits > 0) {
    encoder->rc_max_rate = options->maximum_bits;
    encoder->rc_buffer_size = (int)(options->maximum_bits < 1 << 30 ? options->maximum_bits : 1 << 30);
  }
  const bool is_open = open_encoder(maker, &maker->film, codec, &settings);
  av_dict_free(&settings);
  if (!is_open) return false;
  maker->film.stream->avg_frame_rate = rate;
  AVFrame *picture = maker->picture;
  picture->format = AV_PIX_FMT_YUV420P;
  picture->width = options->width;
  picture->height = options->height;
  if (av_frame_get_buffer(picture, 0) < 0) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  return true;
}

// Scales the last frame into `maker->picture`, and rotates it as it is shown.
static bool scale_picture(maker_t *maker) {
  const AVFrame *frame = castbook_progressive(maker->source);
  AVFrame *picture = maker->picture;
  const int quarters = maker->source->rotation;
  const bool is_across = quarters % 2 == 1;
  const int width = is_across ? picture->height : picture->width;
  const int height = is_across ? picture->width : picture->height;
  const int flags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
  maker->scaler = sws_getCachedContext(
      maker->scaler, frame->width, frame->height, frame->format, width, height, AV_PIX_FMT_YUV420P, flags,
      NULL, NULL, NULL);
  if (maker->scaler == NULL) return fail(maker, CASTBOOK_COPY_REFUSED);
  const int *matrix = sws_getCoefficients((int)maker->film.encoder->colorspace);
  const int is_full = frame->color_range == AVCOL_RANGE_JPEG;
  sws_setColorspaceDetails(maker->scaler, matrix, is_full, matrix, 0, 0, 1 << 16, 1 << 16);
  if (quarters == 0) {
    return sws_scale(
               maker->scaler, (const uint8_t *const *)frame->data, frame->linesize, 0, frame->height,
               picture->data, picture->linesize) == height ||
           fail(maker, CASTBOOK_COPY_REFUSED);
  }
  uint8_t *planes[4];
  int strides[4];
  const int count = av_image_get_buffer_size(AV_PIX_FMT_YUV420P, width, height, 1);
  if (maker->unrotated == NULL) maker->unrotated = av_malloc((size_t)count + 64);
  if (count < 0 || maker->unrotated == NULL) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  if (av_image_fill_arrays(planes, strides, maker->unrotated, AV_PIX_FMT_YUV420P, width, height, 1) < 0) {
    return fail(maker, CASTBOOK_COPY_REFUSED);
  }
  const int rows = sws_scale(
      maker->scaler, (const uint8_t *const *)frame->data, frame->linesize, 0, frame->height, planes, strides);
  if (rows != height) return fail(maker, CASTBOOK_COPY_REFUSED);
  for (int plane = 0; plane < 3; plane++) {
    const int shift = plane == 0 ? 0 : 1;
    const plane_t one = {
        .values = planes[plane], .stride = (size_t)strides[plane], .width = width >> shift,
        .height = height >> shift, .value_bytes = 1};
    castbook_turn(&one, quarters, picture->data[plane], (size_t)picture->linesize[plane]);
  }
  return true;
}

// Sends a picture to the encoder, or NULL at the end. Packets without a duration get that of the frame rate.
static bool encode_film(maker_t *maker, AVFrame *picture) {
  const AVCodecContext *encoder = maker->film.encoder;
  const int64_t length = av_rescale_q(1, av_inv_q(encoder->framerate), encoder->time_base);
  return encode(maker, &maker->film, picture, length);
}

bool castbook_encode_picture(maker_t *maker) {
  const AVFrame *frame = maker->source->frame;
  if (maker->film.encoder == NULL) return true;
  int64_t shown_at = frame->best_effort_timestamp;
  if (!castbook_is_time(shown_at)) {
    // MPEG leaves the last picture without a time: it follows at the distance of the one before it.
    if (maker->shown == INT64_MIN || maker->step <= 0) return true;
    shown_at = maker->shown + maker->step;
  }
  if (maker->shown != INT64_MIN) maker->step = shown_at - maker->shown;
  maker->shown = shown_at;
  if (frame->width <= 0 || frame->height <= 0) return true;
  const AVRational base = source_of(maker, &maker->source->film)->time_base;
  const int64_t position = av_rescale_q(shown_at - maker->zero, base, AV_TIME_BASE_Q);
  const castbook_copy_options_t *options = maker->options;
  const bool has_end = options->end > 0 || options->earliest_end > 0 || options->maximum_length > 0;
  if (position < maker->start || (has_end && position >= maker->end)) return true;
  if (maker->passed++ % (options->every > 1 ? options->every : 1) != 0) return true;
  const AVRational to = maker->film.encoder->time_base;
  const int64_t time = av_rescale_q(shown_at - maker->zero, base, to) -
                       av_rescale_q(maker->start - maker->lead, AV_TIME_BASE_Q, to);
  if (time <= maker->last_time) return true;
  maker->last_time = time;
  if (av_frame_make_writable(maker->picture) < 0) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  if (!scale_picture(maker)) return false;
  maker->picture->pts = time;
  maker->picture->pict_type = AV_PICTURE_TYPE_NONE;
  return encode_film(maker, maker->picture);
}

bool castbook_end_film(maker_t *maker) {
  if (maker->film.encoder == NULL) return true;
  if (maker->last_time == INT64_MIN) return fail(maker, CASTBOOK_COPY_UNREADABLE);
  return encode_film(maker, NULL);
}

// MARK: Sound

// The sample rate to encode at: that of the source if the encoder supports it, otherwise 48 kHz.
static int rate_for(const AVCodec *codec, int rate) {
  for (const int *known = codec->supported_samplerates; known != NULL && *known != 0; known++) {
    if (*known == rate) return rate;
  }
  return 48000;
}

bool castbook_open_sound_encoder(maker_t *maker) {
  castbook_sound_t sound;
  // The caller drops sound that no decoder can read, so this is a failure.
  if (!castbook_stream_open_sound(maker->source, &sound)) return fail(maker, CASTBOOK_COPY_UNREADABLE);
  const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
  if (codec == NULL) return fail(maker, CASTBOOK_COPY_NO_ENCODER);
  AVCodecContext *encoder = maker->sound.encoder = avcodec_alloc_context3(codec);
  maker->samples = av_frame_alloc();
  if (encoder == NULL || maker->samples == NULL) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  const int channels = sound.channels < maximum_channels ? sound.channels : maximum_channels;
  encoder->sample_rate = rate_for(codec, sound.rate);
  encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
  encoder->bit_rate = (int64_t)bits_per_channel * channels;
  encoder->time_base = (AVRational){1, encoder->sample_rate};
  av_channel_layout_default(&encoder->ch_layout, channels);
  if (!open_encoder(maker, &maker->sound, codec, NULL)) return false;
  AVChannelLayout from = {0};
  av_channel_layout_default(&from, sound.channels);
  const int result = swr_alloc_set_opts2(
      &maker->resampler, &encoder->ch_layout, AV_SAMPLE_FMT_FLTP, encoder->sample_rate, &from, AV_SAMPLE_FMT_FLTP,
      sound.rate, 0, NULL);
  av_channel_layout_uninit(&from);
  if (result < 0 || swr_init(maker->resampler) < 0) return fail(maker, CASTBOOK_COPY_REFUSED);
  maker->waiting = av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, channels, wait_samples);
  AVFrame *samples = maker->samples;
  samples->format = AV_SAMPLE_FMT_FLTP;
  samples->nb_samples = wait_samples;
  samples->sample_rate = encoder->sample_rate;
  if (maker->waiting == NULL || av_channel_layout_copy(&samples->ch_layout, &encoder->ch_layout) < 0 ||
      av_frame_get_buffer(samples, 0) < 0) {
    return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  }
  return true;
}

// Encodes the waiting samples in frames of the encoder's length. Only the last frame may be shorter.
static bool encode_waiting(maker_t *maker, bool is_end) {
  const int whole = maker->sound.encoder->frame_size;
  AVFrame *samples = maker->samples;
  for (;;) {
    const int available = av_audio_fifo_size(maker->waiting);
    if (available == 0 || (available < whole && !is_end)) return true;
    if (av_frame_make_writable(samples) < 0) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
    const int count = available < whole ? available : whole;
    if (av_audio_fifo_read(maker->waiting, (void **)samples->extended_data, count) != count) {
      return fail(maker, CASTBOOK_COPY_REFUSED);
    }
    samples->nb_samples = count;
    samples->pts = maker->coded;
    maker->coded += count;
    if (!encode(maker, &maker->sound, samples, count)) return false;
  }
}

// Converts samples to the rate and the channels of the copy. NULL flushes what the resampler keeps.
static bool add_samples(maker_t *maker, const float *const *planes, int count) {
  AVFrame *samples = maker->samples;
  if (av_frame_make_writable(samples) < 0) return fail(maker, CASTBOOK_COPY_NO_MEMORY);
  const uint8_t **from = (const uint8_t **)planes;
  for (;;) {
    const int got = swr_convert(maker->resampler, samples->extended_data, wait_samples, from, count);
    if (got < 0) return fail(maker, CASTBOOK_COPY_REFUSED);
    if (got > 0 && av_audio_fifo_write(maker->waiting, (void **)samples->extended_data, got) < got) {
      return fail(maker, CASTBOOK_COPY_NO_MEMORY);
    }
    if (got < wait_samples) break;
    if (planes != NULL) {
      static const uint8_t *const no_samples[AV_NUM_DATA_POINTERS] = {0};
      from = (const uint8_t **)no_samples;
    }
    count = 0;
  }
  return encode_waiting(maker, false);
}

static bool add_silence(maker_t *maker, int64_t count) {
  static const float silence[1024] = {0};
  const float *planes[64];
  for (int i = 0; i < 64; i++) planes[i] = silence;
  maker->heard += count;
  while (count > 0) {
    const int part = count < 1024 ? (int)count : 1024;
    if (!add_samples(maker, planes, part)) return false;
    count -= part;
  }
  return true;
}

bool castbook_encode_samples(maker_t *maker, const castbook_piece_t *piece) {
  const AVFrame *frame = maker->source->frame;
  const int rate = maker->source->rate;
  const AVStream *source = source_of(maker, &maker->source->sound);
  const AVRational film = source_of(maker, &maker->source->film)->time_base;
  int64_t position = maker->heard;
  if (castbook_is_time(frame->best_effort_timestamp)) {
    const AVRational base = {1, rate};
    position = av_rescale_q(frame->best_effort_timestamp, source->time_base, base) -
            av_rescale_q(maker->zero, film, base) -
            av_rescale_q(maker->start - maker->lead, AV_TIME_BASE_Q, base);
  }
  const int64_t maximum = av_rescale(maker->end - maker->start + maker->lead, rate, AV_TIME_BASE);
  // Times are rounded, so a gap or an overlap of less than a tenth of a second is ignored.
  const int64_t gap = position - maker->heard;
  if (maker->heard > 0 && gap > -rate / 10 && gap < rate / 10) position = maker->heard;
  if (position >= maximum) return true;
  if (position > maker->heard) {
    if (position - maker->heard > (int64_t)rate * 600) return fail(maker, CASTBOOK_COPY_REFUSED);
    if (!add_silence(maker, position - maker->heard)) return false;
  }
  // Skip samples from before the copy begins, and samples that overlap earlier ones.
  const int64_t before = maker->heard - position;
  if (before >= (int64_t)piece->count) return true;
  int64_t count = (int64_t)piece->count - before;
  if (count > maximum - maker->heard) count = maximum - maker->heard;
  if (count <= 0) return true;
  const float *planes[64];
  for (int i = 0; i < maker->source->channels && i < 64; i++) planes[i] = piece->planes[i] + before;
  maker->heard += count;
  return add_samples(maker, planes, (int)count);
}

bool castbook_end_sound(maker_t *maker) {
  if (maker->sound.encoder == NULL) return true;
  return add_samples(maker, NULL, 0) && encode_waiting(maker, true) && encode(maker, &maker->sound, NULL, 0);
}

void castbook_close_encoders(maker_t *maker) {
  avcodec_free_context(&maker->film.encoder);
  avcodec_free_context(&maker->sound.encoder);
  av_frame_free(&maker->picture);
  av_frame_free(&maker->samples);
  sws_freeContext(maker->scaler);
  av_freep(&maker->unrotated);
  swr_free(&maker->resampler);
  if (maker->waiting != NULL) av_audio_fifo_free(maker->waiting);
}
