// Encodes the pictures and the sound of a copy: H.264 by x264 and AAC by libavcodec.
//
// The result depends on nothing but the clip and the options: the number of threads is fixed and no
// clock is read, so the same clip always gives the same copy.
//
// Decision: docs/decisions/0022-castbook-streams.md. Tests: MediaTests (CopiedClips), through
// castbook-streams as it ships. Every test build stops at undefined behavior; `Scripts/test --long`
// adds the address and thread sanitizers. There is no fuzz target for it.
#include "copier.h"

#include <math.h>
#include <string.h>

#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>

enum { maximum_channels = 2, bits_per_channel = 96000, wait_samples = 4096 };

static bool fail(copier_t *copier, castbook_copy_outcome_t outcome) {
  copier->outcome = outcome;
  return false;
}

// Fails with the outcome that a library's error code means.
static bool fail_as(copier_t *copier, int result) {
  return fail(copier, result == AVERROR(ENOMEM) ? CASTBOOK_COPY_NO_MEMORY : CASTBOOK_COPY_REFUSED);
}

static AVStream *source_of(const copier_t *copier, const track_t *track) {
  return copier->source->format->streams[track->number];
}

// Sends a frame to an encoder, or NULL at the end, and writes the packets that it has ready.
static bool encode(copier_t *copier, const copied_t *track, AVFrame *frame, int64_t length) {
  const int result = avcodec_send_frame(track->encoder, frame);
  if (result < 0 && result != AVERROR_EOF) return fail_as(copier, result);
  for (;;) {
    const int got = avcodec_receive_packet(track->encoder, copier->packet);
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return true;
    if (got < 0) return fail_as(copier, got);
    if (copier->packet->duration == 0) copier->packet->duration = length;
    const bool is_written = castbook_write_packet(copier, track, copier->packet, track->encoder->time_base);
    av_packet_unref(copier->packet);
    if (!is_written) return false;
  }
}

static bool open_encoder(copier_t *copier, copied_t *track, const AVCodec *codec, AVDictionary **options) {
  track->encoder->flags |= AV_CODEC_FLAG_BITEXACT;
  if (copier->format->oformat->flags & AVFMT_GLOBALHEADER) track->encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  const int result = avcodec_open2(track->encoder, codec, options);
  if (result < 0) return fail_as(copier, result);
  track->stream = avformat_new_stream(copier->format, NULL);
  if (track->stream == NULL) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  if (avcodec_parameters_from_context(track->stream->codecpar, track->encoder) < 0) {
    return fail(copier, CASTBOOK_COPY_NO_MEMORY);
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
static AVRational rate_of(const copier_t *copier, const AVStream *source) {
  AVRational rate = source->avg_frame_rate;
  if (rate.num <= 0 || rate.den <= 0 || av_q2d(rate) > 1000) rate = (AVRational){30, 1};
  if (copier->options->every > 1) rate = av_div_q(rate, (AVRational){copier->options->every, 1});
  return rate;
}

bool castbook_open_film_encoder(copier_t *copier) {
  const castbook_copy_options_t *options = copier->options;
  castbook_film_t film;
  if (!castbook_stream_open_film(copier->source, &film)) return fail(copier, CASTBOOK_COPY_UNREADABLE);
  const AVCodec *codec = avcodec_find_encoder_by_name("libx264");
  if (codec == NULL) return fail(copier, CASTBOOK_COPY_NO_ENCODER);
  const AVStream *source = source_of(copier, &copier->source->film);
  AVCodecContext *encoder = copier->film.encoder = avcodec_alloc_context3(codec);
  copier->picture = av_frame_alloc();
  if (encoder == NULL || copier->picture == NULL) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  const AVRational rate = rate_of(copier, source);
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
  const bool is_open = open_encoder(copier, &copier->film, codec, &settings);
  av_dict_free(&settings);
  if (!is_open) return false;
  copier->film.stream->avg_frame_rate = rate;
  AVFrame *picture = copier->picture;
  picture->format = AV_PIX_FMT_YUV420P;
  picture->width = options->width;
  picture->height = options->height;
  if (av_frame_get_buffer(picture, 0) < 0) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  return true;
}

// Scales the last frame into `copier->picture`, and rotates it as it is shown.
static bool scale_picture(copier_t *copier) {
  const AVFrame *frame = castbook_progressive(copier->source);
  AVFrame *picture = copier->picture;
  const int quarters = copier->source->rotation;
  const bool is_across = quarters % 2 == 1;
  const int width = is_across ? picture->height : picture->width;
  const int height = is_across ? picture->width : picture->height;
  const int flags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
  copier->scaler = sws_getCachedContext(
      copier->scaler, frame->width, frame->height, frame->format, width, height, AV_PIX_FMT_YUV420P, flags,
      NULL, NULL, NULL);
  if (copier->scaler == NULL) return fail(copier, CASTBOOK_COPY_REFUSED);
  const int *matrix = sws_getCoefficients((int)copier->film.encoder->colorspace);
  const int is_full = frame->color_range == AVCOL_RANGE_JPEG;
  sws_setColorspaceDetails(copier->scaler, matrix, is_full, matrix, 0, 0, 1 << 16, 1 << 16);
  if (quarters == 0) {
    return sws_scale(
               copier->scaler, (const uint8_t *const *)frame->data, frame->linesize, 0, frame->height,
               picture->data, picture->linesize) == height ||
           fail(copier, CASTBOOK_COPY_REFUSED);
  }
  uint8_t *planes[4];
  int strides[4];
  const int count = av_image_get_buffer_size(AV_PIX_FMT_YUV420P, width, height, 1);
  if (copier->unrotated == NULL) copier->unrotated = av_malloc((size_t)count + 64);
  if (count < 0 || copier->unrotated == NULL) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  if (av_image_fill_arrays(planes, strides, copier->unrotated, AV_PIX_FMT_YUV420P, width, height, 1) < 0) {
    return fail(copier, CASTBOOK_COPY_REFUSED);
  }
  const int rows = sws_scale(
      copier->scaler, (const uint8_t *const *)frame->data, frame->linesize, 0, frame->height, planes, strides);
  if (rows != height) return fail(copier, CASTBOOK_COPY_REFUSED);
  for (int plane = 0; plane < 3; plane++) {
    const int shift = plane == 0 ? 0 : 1;
    const plane_t one = {
        .values = planes[plane], .stride = (size_t)strides[plane], .width = width >> shift,
        .height = height >> shift, .value_bytes = 1};
    castbook_turn(&one, quarters, picture->data[plane], (size_t)picture->linesize[plane]);
  }
  return true;
}

// Sends a picture to the encoder, or NULL at the end. Packets without a duration get that of the
// frame rate.
static bool encode_film(copier_t *copier, AVFrame *picture) {
  const AVCodecContext *encoder = copier->film.encoder;
  const int64_t length = av_rescale_q(1, av_inv_q(encoder->framerate), encoder->time_base);
  return encode(copier, &copier->film, picture, length);
}

bool castbook_encode_picture(copier_t *copier) {
  const AVFrame *frame = copier->source->frame;
  if (copier->film.encoder == NULL) return true;
  int64_t shown_at = frame->best_effort_timestamp;
  if (!castbook_is_time(shown_at)) {
    // MPEG leaves the last picture without a time: it follows at the distance of the one before it.
    if (copier->shown == INT64_MIN || copier->step <= 0) return true;
    shown_at = copier->shown + copier->step;
  }
  if (copier->shown != INT64_MIN) copier->step = shown_at - copier->shown;
  copier->shown = shown_at;
  if (frame->width <= 0 || frame->height <= 0) return true;
  const AVRational base = source_of(copier, &copier->source->film)->time_base;
  const int64_t position = av_rescale_q(shown_at - copier->zero, base, AV_TIME_BASE_Q);
  const castbook_copy_options_t *options = copier->options;
  const bool has_end = options->end > 0 || options->earliest_end > 0 || options->maximum_length > 0;
  if (position < copier->start || (has_end && position >= copier->end)) return true;
  if (copier->passed++ % (options->every > 1 ? options->every : 1) != 0) return true;
  const AVRational to = copier->film.encoder->time_base;
  const int64_t time = av_rescale_q(shown_at - copier->zero, base, to) -
                       av_rescale_q(copier->start - copier->lead, AV_TIME_BASE_Q, to);
  if (time <= copier->last_time) return true;
  copier->last_time = time;
  if (av_frame_make_writable(copier->picture) < 0) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  if (!scale_picture(copier)) return false;
  copier->picture->pts = time;
  copier->picture->pict_type = AV_PICTURE_TYPE_NONE;
  return encode_film(copier, copier->picture);
}

bool castbook_end_film(copier_t *copier) {
  if (copier->film.encoder == NULL) return true;
  if (copier->last_time == INT64_MIN) return fail(copier, CASTBOOK_COPY_UNREADABLE);
  return encode_film(copier, NULL);
}

// MARK: Sound

// The sample rate to encode at: that of the source if the encoder supports it, otherwise 48 kHz.
static int rate_for(const AVCodec *codec, int rate) {
  for (const int *known = codec->supported_samplerates; known != NULL && *known != 0; known++) {
    if (*known == rate) return rate;
  }
  return 48000;
}

bool castbook_open_sound_encoder(copier_t *copier) {
  castbook_sound_t sound;
  // The caller drops sound that no decoder can read, so this is a failure.
  if (!castbook_stream_open_sound(copier->source, &sound)) return fail(copier, CASTBOOK_COPY_UNREADABLE);
  const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
  if (codec == NULL) return fail(copier, CASTBOOK_COPY_NO_ENCODER);
  AVCodecContext *encoder = copier->sound.encoder = avcodec_alloc_context3(codec);
  copier->samples = av_frame_alloc();
  if (encoder == NULL || copier->samples == NULL) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  const int channels = sound.channels < maximum_channels ? sound.channels : maximum_channels;
  encoder->sample_rate = rate_for(codec, sound.rate);
  encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
  encoder->bit_rate = (int64_t)bits_per_channel * channels;
  encoder->time_base = (AVRational){1, encoder->sample_rate};
  av_channel_layout_default(&encoder->ch_layout, channels);
  if (!open_encoder(copier, &copier->sound, codec, NULL)) return false;
  AVChannelLayout from = {0};
  av_channel_layout_default(&from, sound.channels);
  const int result = swr_alloc_set_opts2(
      &copier->resampler, &encoder->ch_layout, AV_SAMPLE_FMT_FLTP, encoder->sample_rate, &from, AV_SAMPLE_FMT_FLTP,
      sound.rate, 0, NULL);
  av_channel_layout_uninit(&from);
  if (result < 0 || swr_init(copier->resampler) < 0) return fail(copier, CASTBOOK_COPY_REFUSED);
  copier->waiting = av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, channels, wait_samples);
  AVFrame *samples = copier->samples;
  samples->format = AV_SAMPLE_FMT_FLTP;
  samples->nb_samples = wait_samples;
  samples->sample_rate = encoder->sample_rate;
  if (copier->waiting == NULL || av_channel_layout_copy(&samples->ch_layout, &encoder->ch_layout) < 0 ||
      av_frame_get_buffer(samples, 0) < 0) {
    return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  }
  return true;
}

// Encodes the waiting samples in frames of the encoder's length. Only the last frame may be
// shorter.
static bool encode_waiting(copier_t *copier, bool is_end) {
  const int whole = copier->sound.encoder->frame_size;
  AVFrame *samples = copier->samples;
  for (;;) {
    const int available = av_audio_fifo_size(copier->waiting);
    if (available == 0 || (available < whole && !is_end)) return true;
    if (av_frame_make_writable(samples) < 0) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
    const int count = available < whole ? available : whole;
    if (av_audio_fifo_read(copier->waiting, (void **)samples->extended_data, count) != count) {
      return fail(copier, CASTBOOK_COPY_REFUSED);
    }
    samples->nb_samples = count;
    samples->pts = copier->coded;
    copier->coded += count;
    if (!encode(copier, &copier->sound, samples, count)) return false;
  }
}

// Converts samples to the rate and the channels of the copy. NULL flushes what the resampler keeps.
static bool add_samples(copier_t *copier, const float *const *planes, int count) {
  AVFrame *samples = copier->samples;
  if (av_frame_make_writable(samples) < 0) return fail(copier, CASTBOOK_COPY_NO_MEMORY);
  const uint8_t **from = (const uint8_t **)planes;
  for (;;) {
    const int got = swr_convert(copier->resampler, samples->extended_data, wait_samples, from, count);
    if (got < 0) return fail(copier, CASTBOOK_COPY_REFUSED);
    if (got > 0 && av_audio_fifo_write(copier->waiting, (void **)samples->extended_data, got) < got) {
      return fail(copier, CASTBOOK_COPY_NO_MEMORY);
    }
    if (got < wait_samples) break;
    if (planes != NULL) {
      static const uint8_t *const no_samples[AV_NUM_DATA_POINTERS] = {0};
      from = (const uint8_t **)no_samples;
    }
    count = 0;
  }
  return encode_waiting(copier, false);
}

static bool add_silence(copier_t *copier, int64_t count) {
  static const float silence[1024] = {0};
  const float *planes[64];
  for (int i = 0; i < 64; i++) planes[i] = silence;
  copier->sample_count += count;
  while (count > 0) {
    const int part = count < 1024 ? (int)count : 1024;
    if (!add_samples(copier, planes, part)) return false;
    count -= part;
  }
  return true;
}

bool castbook_encode_samples(copier_t *copier, const castbook_piece_t *piece) {
  const AVFrame *frame = copier->source->frame;
  const int rate = copier->source->rate;
  const AVStream *source = source_of(copier, &copier->source->sound);
  const AVRational film = source_of(copier, &copier->source->film)->time_base;
  int64_t position = copier->sample_count;
  if (castbook_is_time(frame->best_effort_timestamp)) {
    const AVRational base = {1, rate};
    position = av_rescale_q(frame->best_effort_timestamp, source->time_base, base) -
            av_rescale_q(copier->zero, film, base) -
            av_rescale_q(copier->start - copier->lead, AV_TIME_BASE_Q, base);
  }
  const int64_t maximum = av_rescale(copier->end - copier->start + copier->lead, rate, AV_TIME_BASE);
  // Times are rounded, so a gap or an overlap of less than a tenth of a second is ignored.
  const int64_t gap = position - copier->sample_count;
  if (copier->sample_count > 0 && gap > -rate / 10 && gap < rate / 10) position = copier->sample_count;
  if (position >= maximum) return true;
  if (position > copier->sample_count) {
    if (position - copier->sample_count > (int64_t)rate * 600) return fail(copier, CASTBOOK_COPY_REFUSED);
    if (!add_silence(copier, position - copier->sample_count)) return false;
  }
  // Skip samples from before the copy begins, and samples that overlap earlier ones.
  const int64_t before = copier->sample_count - position;
  if (before >= (int64_t)piece->count) return true;
  int64_t count = (int64_t)piece->count - before;
  if (count > maximum - copier->sample_count) count = maximum - copier->sample_count;
  if (count <= 0) return true;
  const float *planes[64];
  for (int i = 0; i < copier->source->channels && i < 64; i++) planes[i] = piece->planes[i] + before;
  copier->sample_count += count;
  return add_samples(copier, planes, (int)count);
}

bool castbook_end_sound(copier_t *copier) {
  if (copier->sound.encoder == NULL) return true;
  return add_samples(copier, NULL, 0) && encode_waiting(copier, true) && encode(copier, &copier->sound, NULL, 0);
}

void castbook_close_encoders(copier_t *copier) {
  avcodec_free_context(&copier->film.encoder);
  avcodec_free_context(&copier->sound.encoder);
  av_frame_free(&copier->picture);
  av_frame_free(&copier->samples);
  sws_freeContext(copier->scaler);
  av_freep(&copier->unrotated);
  swr_free(&copier->resampler);
  if (copier->waiting != NULL) av_audio_fifo_free(copier->waiting);
}
