// Makes a copy of a clip in two passes: the first one surveys when pictures are shown and decides
// where the copy begins and ends, the second one copies packets or decodes and encodes them.
//
// Decision: docs/decisions/0022-castbook-streams.md. Tests: MediaTests (CopiedClips), through
// castbook-streams as it ships, and PreparingTests (StreamPlans) for the options it gets. Every
// test build stops at undefined behavior; `Scripts/test --long` adds the address and thread
// sanitizers. There is no fuzz target for it: it runs in the sandboxed process that decodes.
#include "copier.h"

#include <stdlib.h>
#include <string.h>

// MARK: Opening

// Adds a track whose packets are copied, with the metadata that say how it is shown, and without
// those that say who or where it shows.
static bool copy_track(copier_t *copier, copied_t *track, const AVStream *source) {
  track->stream = avformat_new_stream(copier->format, NULL);
  if (track->stream == NULL) return false;
  AVCodecParameters *parameters = track->stream->codecpar;
  if (avcodec_parameters_copy(parameters, source->codecpar) < 0) return false;
  const struct AVCodecTag *const *tags = copier->format->oformat->codec_tag;
  if (av_codec_get_id(tags, parameters->codec_tag) != parameters->codec_id) parameters->codec_tag = 0;
  // The tag by which Apple's players know HEVC.
  if (parameters->codec_id == AV_CODEC_ID_HEVC) parameters->codec_tag = MKTAG('h', 'v', 'c', '1');
  track->stream->time_base = source->time_base;
  track->stream->sample_aspect_ratio = source->sample_aspect_ratio;
  track->stream->avg_frame_rate = source->avg_frame_rate;
  static const enum AVPacketSideDataType kept[] = {
      AV_PKT_DATA_DISPLAYMATRIX, AV_PKT_DATA_MASTERING_DISPLAY_METADATA,
      AV_PKT_DATA_CONTENT_LIGHT_LEVEL};
  for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
    size_t count = 0;
    const uint8_t *data = av_stream_get_side_data(source, kept[i], &count);
    if (data == NULL) continue;
    uint8_t *copy = av_stream_new_side_data(track->stream, kept[i], count);
    if (copy == NULL) return false;
    memcpy(copy, data, count);
  }
  return true;
}

static castbook_copy_outcome_t open_tracks(copier_t *copier) {
  castbook_stream_t *source = copier->source;
  AVStream *film = source->format->streams[source->film.number];
  film->discard = AVDISCARD_DEFAULT;
  if (copier->options->encodes_film) {
    if (!castbook_open_film_encoder(copier)) return copier->outcome;
  } else if (!copy_track(copier, &copier->film, film)) {
    return CASTBOOK_COPY_NO_MEMORY;
  }
  if (source->sound.number < 0 || copier->options->drops_sound) return CASTBOOK_COPY_MADE;
  AVStream *sound = source->format->streams[source->sound.number];
  sound->discard = AVDISCARD_DEFAULT;
  if (copier->options->encodes_sound) {
    if (!castbook_open_sound_encoder(copier)) return copier->outcome;
  } else if (!copy_track(copier, &copier->sound, sound)) {
    return CASTBOOK_COPY_NO_MEMORY;
  }
  return CASTBOOK_COPY_MADE;
}

static castbook_copy_outcome_t open_copy(copier_t *copier, memory_t *memory) {
  const char *name = copier->options->is_quicktime ? "mov" : "mp4";
  if (avformat_alloc_output_context2(&copier->format, NULL, name, NULL) < 0) return CASTBOOK_COPY_NO_MEMORY;
  copier->io = castbook_open_memory(memory);
  if (copier->io == NULL) return CASTBOOK_COPY_NO_MEMORY;
  copier->format->pb = copier->io;
  // Without the name of a program and a date, the same clip always gives the same copy.
  copier->format->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
  copier->format->io_open = castbook_open_reader;
  copier->format->io_close2 = castbook_close_reader;
  const castbook_copy_outcome_t outcome = open_tracks(copier);
  if (outcome != CASTBOOK_COPY_MADE) return outcome;
  AVDictionary *options = NULL;
  av_dict_set(&options, "movflags", "+faststart", 0);
  const int result = avformat_write_header(copier->format, &options);
  av_dict_free(&options);
  return result < 0 ? CASTBOOK_COPY_REFUSED : CASTBOOK_COPY_MADE;
}

// MARK: Copying

static int64_t start_in(const copier_t *copier, AVRational base) {
  return av_rescale_q(copier->zero, castbook_film_base(copier->source), base) +
         av_rescale_q(copier->start - copier->lead, AV_TIME_BASE_Q, base);
}

// Whether a packet of sound that is copied belongs to the copy.
static bool belongs(const copier_t *copier, const AVPacket *packet, AVRational base) {
  const int64_t start = start_in(copier, base);
  if (!castbook_is_time(packet->pts)) return false;
  const int64_t length = castbook_packet_length(packet) > 0 ? castbook_packet_length(packet) : 1;
  // Audio decoders need the packets just before the start; they are kept, and not played.
  const int64_t before = av_rescale_q(AV_TIME_BASE / 20, AV_TIME_BASE_Q, base);
  if (packet->pts + length + before <= start) return false;
  // No track of a shortened copy may be longer than the copy.
  const castbook_copy_options_t *options = copier->options;
  if (options->end == 0 && options->earliest_end == 0 && options->maximum_length == 0) return true;
  return packet->pts + length - start <= av_rescale_q(copier->end - copier->start, AV_TIME_BASE_Q, base);
}

static bool copy_packet(copier_t *copier, const copied_t *track, AVPacket *packet, AVRational base) {
  const int64_t start = start_in(copier, base);
  if (packet->pts != AV_NOPTS_VALUE) packet->pts -= start;
  packet->dts = castbook_is_time(packet->dts) ? packet->dts - start : AV_NOPTS_VALUE;
  return castbook_write_packet(copier, track, packet, base);
}

// Encodes everything that the decoders have ready.
static bool encode_ready(copier_t *copier) {
  castbook_piece_t piece = {.time = -1};
  castbook_stream_piece_t outcome;
  castbook_stream_t *source = copier->source;
  while (castbook_receive(source, &source->film, &piece, &outcome)) {
    if (outcome == CASTBOOK_STREAM_FAILED) return false;
    if (!castbook_encode_picture(copier)) return false;
  }
  while (castbook_receive(source, &source->sound, &piece, &outcome)) {
    if (outcome == CASTBOOK_STREAM_FAILED) return false;
    if (piece.count > 0 && !castbook_encode_samples(copier, &piece)) return false;
  }
  return true;
}

// Copies or encodes one packet; `number` counts the packets of the film. Returns false if the copy
// has failed.
static bool add_packet(
    copier_t *copier, AVPacket *packet, const survey_t *survey, stretch_t stretch, size_t *number) {
  castbook_stream_t *source = copier->source;
  if (castbook_is_film(source, packet)) {
    const size_t i = (*number)++;
    if (copier->film.encoder != NULL) {
      return castbook_feed(source, &source->film, packet) && encode_ready(copier);
    }
    const bool is_kept = i >= stretch.first && i <= stretch.last && i < survey->count &&
                         castbook_is_in_stretch(survey, stretch.first, i);
    return !is_kept || copy_packet(copier, &copier->film, packet, castbook_film_base(source));
  }
  if (packet->stream_index != source->sound.number || copier->sound.stream == NULL) return true;
  if (copier->sound.encoder != NULL) return castbook_feed(source, &source->sound, packet) && encode_ready(copier);
  const AVRational base = source->format->streams[source->sound.number]->time_base;
  return !belongs(copier, packet, base) || copy_packet(copier, &copier->sound, packet, base);
}

static castbook_copy_outcome_t copy_all(copier_t *copier, const survey_t *survey, stretch_t stretch) {
  castbook_stream_t *source = copier->source;
  copier->outcome = CASTBOOK_COPY_NO_MEMORY;
  size_t number = 0;
  while (av_read_frame(source->format, source->packet) >= 0) {
    const bool is_written = add_packet(copier, source->packet, survey, stretch, &number);
    av_packet_unref(source->packet);
    if (!is_written) return copier->outcome;
  }
  if (!castbook_flush(source, &source->film) || !castbook_flush(source, &source->sound)) return copier->outcome;
  if (!encode_ready(copier) || !castbook_end_film(copier) || !castbook_end_sound(copier)) return copier->outcome;
  return av_write_trailer(copier->format) < 0 ? CASTBOOK_COPY_REFUSED : CASTBOOK_COPY_MADE;
}

// MARK: The two passes

// Opens the source; NULL if it can't be read or has no film.
static castbook_stream_t *open_source(int descriptor, const char *containers) {
  castbook_stream_opening_t opening;
  castbook_stream_contents_t contents;
  castbook_stream_t *source = castbook_stream_open(descriptor, containers, &opening, &contents);
  if (source == NULL) return NULL;
  if (opening == CASTBOOK_STREAM_OPEN && source->film.number >= 0) return source;
  castbook_stream_close(source);
  return NULL;
}

// The first pass: sets where the copy begins and ends.
static castbook_copy_outcome_t look_through(
    copier_t *copier, int descriptor, const char *containers, survey_t *seen, stretch_t *stretch) {
  copier->source = open_source(descriptor, containers);
  if (copier->source == NULL) return CASTBOOK_COPY_UNREADABLE;
  copier->source->format->streams[copier->source->film.number]->discard = AVDISCARD_DEFAULT;
  if (copier->source->sound.number >= 0) {
    copier->source->format->streams[copier->source->sound.number]->discard = AVDISCARD_DEFAULT;
  }
  castbook_copy_outcome_t outcome = castbook_survey(copier->source, seen);
  if (outcome == CASTBOOK_COPY_MADE) {
    int64_t end = 0;
    const bool is_timed = castbook_find_ends(seen, &copier->zero, &end);
    if (!is_timed) {
      outcome = CASTBOOK_COPY_REFUSED;
    } else if (copier->options->encodes_film) {
      outcome = castbook_find_pictures(copier, seen, end);
    } else {
      outcome = castbook_find_stretch(copier, seen, stretch);
    }
    if (outcome == CASTBOOK_COPY_MADE) castbook_find_lead(copier, seen);
  }
  castbook_stream_close(copier->source);
  copier->source = NULL;
  return outcome;
}

static castbook_copy_outcome_t make(
    copier_t *copier, int descriptor, const char *containers, survey_t *survey, memory_t *memory) {
  stretch_t stretch = {0, 0};
  castbook_copy_outcome_t outcome = look_through(copier, descriptor, containers, survey, &stretch);
  if (outcome != CASTBOOK_COPY_MADE) return outcome;
  copier->source = open_source(descriptor, containers);
  copier->packet = av_packet_alloc();
  if (copier->source == NULL) return CASTBOOK_COPY_UNREADABLE;
  if (copier->packet == NULL) return CASTBOOK_COPY_NO_MEMORY;
  outcome = open_copy(copier, memory);
  return outcome == CASTBOOK_COPY_MADE ? copy_all(copier, survey, stretch) : outcome;
}

static void close_copier(copier_t *copier) {
  castbook_close_encoders(copier);
  av_packet_free(&copier->packet);
  avformat_free_context(copier->format);
  castbook_close_memory(copier->io);
  castbook_stream_close(copier->source);
}

castbook_copy_outcome_t castbook_clip_copy(
    int descriptor, const char *containers, const castbook_copy_options_t *options, size_t limit,
    castbook_copy_t *copy) {
  *copy = (castbook_copy_t){0};
  memory_t memory = {.limit = limit};
  survey_t survey = {0};
  copier_t copier = {.options = options, .last_time = INT64_MIN, .shown = INT64_MIN};
  castbook_copy_outcome_t outcome = make(&copier, descriptor, containers, &survey, &memory);
  if (memory.is_too_large) outcome = CASTBOOK_COPY_TOO_LARGE;
  if (memory.lacks_memory) outcome = CASTBOOK_COPY_NO_MEMORY;
  close_copier(&copier);
  free(survey.pictures);
  if (outcome != CASTBOOK_COPY_MADE) {
    free(memory.bytes);
    return outcome;
  }
  *copy = (castbook_copy_t){
      .start = copier.start, .end = copier.end, .lost = copier.lost, .bytes = memory.bytes, .count = memory.count};
  return outcome;
}

void castbook_copy_free(castbook_copy_t *copy) {
  free(copy->bytes);
  *copy = (castbook_copy_t){0};
}
