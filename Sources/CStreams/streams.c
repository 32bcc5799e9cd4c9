// Opens a sound or a clip with libavformat, and describes its tracks.
//
// The process that runs this may read its descriptor and open nothing: all reading goes through
// `read_part` and `seek`, and libavformat is given one list of containers and no protocols.
//
// Decision: docs/decisions/0022-castbook-streams.md. Tests: MediaTests (HeardFixtures, HeardParts,
// CopiedClips), through castbook-streams as it ships, with fixtures that are cut and damaged. Every
// test build stops at undefined behavior; `Scripts/test --long` adds the address and thread
// sanitizers. There is no fuzz target: libav decodes in a sandboxed process. The target
// `stream-answer` fuzzes the reader of its answers.
#include "streams.h"

#include "reading.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libavutil/avstring.h>
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>

enum { buffer_bytes = 64 << 10 };

// libav's message about the first error. A process reads only one file.
static char first_error[200];

static void on_message(void *from, int level, const char *format, va_list arguments) {
  (void)from;
  if (level > AV_LOG_ERROR || first_error[0] != 0) return;
  vsnprintf(first_error, sizeof first_error, format, arguments);
  first_error[strcspn(first_error, "\r\n")] = 0;
}

// Reads at the descriptor's position: the sandbox allows only `lseek` and `read`.
static int read_part(void *opaque, uint8_t *into, int count) {
  castbook_stream_t *stream = opaque;
  ssize_t got;
  do {
    got = read(stream->descriptor, into, (size_t)count);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return AVERROR(errno);
  return got == 0 ? AVERROR_EOF : (int)got;
}

static int64_t seek(void *opaque, int64_t offset, int from) {
  castbook_stream_t *stream = opaque;
  if (from & AVSEEK_SIZE) return stream->byte_count;
  const off_t position = lseek(stream->descriptor, (off_t)offset, from & ~AVSEEK_FORCE);
  return position < 0 ? AVERROR(errno) : (int64_t)position;
}

static bool open_format(castbook_stream_t *stream) {
  uint8_t *buffer = av_malloc(buffer_bytes);
  if (buffer == NULL) return false;
  stream->io = avio_alloc_context(buffer, buffer_bytes, 0, stream, read_part, NULL, seek);
  if (stream->io == NULL) {
    av_free(buffer);
    return false;
  }
  stream->format = avformat_alloc_context();
  if (stream->format == NULL) return false;
  stream->format->pb = stream->io;
  stream->format->flags |= AVFMT_FLAG_CUSTOM_IO;
  return true;
}

static bool is_cover(const AVStream *track) {
  return (track->disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_STILL_IMAGE)) != 0;
}

// Whether the index of a track lists data beyond the end of the file.
static bool is_cut(const castbook_stream_t *stream, AVStream *track) {
  const int count = avformat_index_get_entries_count(track);
  for (int i = 0; i < count; i++) {
    const AVIndexEntry *entry = avformat_index_get_entry(track, i);
    if (entry->pos + entry->size > stream->byte_count) return true;
  }
  return false;
}

// The stated length of a track in microseconds, or -1. A length guessed from the bit rate is not
// stated.
static int64_t claim(const castbook_stream_t *stream, const AVStream *track) {
  if (stream->format->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE) return -1;
  int64_t length = -1;
  if (track->duration != AV_NOPTS_VALUE && track->duration > 0) {
    length = av_rescale_q(track->duration, track->time_base, AV_TIME_BASE_Q);
  } else if (stream->format->duration != AV_NOPTS_VALUE && stream->format->duration > 0) {
    length = stream->format->duration;
  }
  return length;
}

// Whether the last part of a key is `name`: `com.apple.quicktime.model`, `model-eng` and `model`
// all are `model`.
static bool is_called(const char *key, const char *name) {
  const char *dot = strrchr(key, '.');
  const char *last = dot == NULL ? key : dot + 1;
  const size_t length = strlen(name);
  if (av_strncasecmp(last, name, length) != 0) return false;
  // libavformat appends the language of a text, such as `-eng`.
  return last[length] == 0 || (last[length] == '-' && strlen(last + length) == 4);
}

// CASTBOOK_PRIVATE_CAMERA or _DATE for keys that name the camera or the recording time; otherwise
// 0.
static unsigned camera_kinds_of(const char *key) {
  static const char *const cameras[] = {"make", "model", "manufacturer"};
  static const char *const dates[] = {
      "date", "day", "year", "creationdate", "creation_time", "creation_date", "modification_time",
      "date_recorded", "date_digitized", "date_encoded", "date_tagged"};
  for (size_t i = 0; i < sizeof cameras / sizeof cameras[0]; i++) {
    if (is_called(key, cameras[i])) return CASTBOOK_PRIVATE_CAMERA;
  }
  for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
    if (is_called(key, dates[i])) return CASTBOOK_PRIVATE_DATE;
  }
  return 0;
}

// The kinds of private metadata among these entries, by their keys and some of their values.
static unsigned private_kinds_of(const AVDictionary *entries) {
  static const struct {
    const char *part;
    unsigned kind;
  } known[] = {
      {"location", CASTBOOK_PRIVATE_LOCATION}, {"gps", CASTBOOK_PRIVATE_LOCATION},
      {"artist", CASTBOOK_PRIVATE_OWNER},      {"author", CASTBOOK_PRIVATE_OWNER},
      {"owner", CASTBOOK_PRIVATE_OWNER},       {"serial", CASTBOOK_PRIVATE_SERIAL},
      {"prompt", CASTBOOK_PRIVATE_PROMPT},     {"workflow", CASTBOOK_PRIVATE_PROMPT},
  };
  unsigned kinds = 0;
  const AVDictionaryEntry *entry = NULL;
  while ((entry = av_dict_get(entries, "", entry, AV_DICT_IGNORE_SUFFIX)) != NULL) {
    if (entry->value[0] == 0) continue;
    kinds |= camera_kinds_of(entry->key);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
      if (av_stristr(entry->key, known[i].part) != NULL) kinds |= known[i].kind;
    }
    // Generators put their prompt into a comment, as JSON.
    const bool is_comment = av_stristr(entry->key, "comment") != NULL || av_stristr(entry->key, "description") != NULL;
    if (is_comment && av_stristr(entry->value, "prompt") != NULL) kinds |= CASTBOOK_PRIVATE_PROMPT;
    if (av_stristr(entry->value, "exif:GPSL") != NULL) kinds |= CASTBOOK_PRIVATE_LOCATION;
  }
  return kinds;
}

// Whether this is a track of a camera's sensors, which include its position, as GoPro and Google
// write them.
static bool contains_location(const AVCodecParameters *stated) {
  return stated->codec_type == AVMEDIA_TYPE_DATA &&
         (stated->codec_tag == MKTAG('g', 'p', 'm', 'd') || stated->codec_tag == MKTAG('c', 'a', 'm', 'm'));
}

static void list_tracks(castbook_stream_t *stream, castbook_stream_contents_t *contents) {
  snprintf(contents->container, sizeof contents->container, "%s", stream->format->iformat->name);
  contents->sound_claim = contents->film_claim = -1;
  contents->private_kinds = stream->header_kinds | private_kinds_of(stream->format->metadata);
  for (unsigned i = 0; i < stream->format->nb_streams; i++) {
    AVStream *track = stream->format->streams[i];
    const enum AVMediaType kind = track->codecpar->codec_type;
    track->discard = AVDISCARD_ALL;
    contents->private_kinds |= private_kinds_of(track->metadata);
    if (contains_location(track->codecpar)) contents->private_kinds |= CASTBOOK_PRIVATE_LOCATION;
    if (kind == AVMEDIA_TYPE_AUDIO) {
      if (contents->sounds++ == 0) {
        stream->sound.number = (int)i;
        contents->sound_claim = claim(stream, track);
      }
    } else if (kind == AVMEDIA_TYPE_VIDEO && !is_cover(track)) {
      if (contents->films++ == 0) {
        stream->film.number = (int)i;
        contents->film_claim = claim(stream, track);
      }
    } else {
      continue;
    }
    contents->is_cut = contents->is_cut || is_cut(stream, track);
  }
}

static castbook_stream_opening_t open_container(castbook_stream_t *stream, const char *containers) {
  if (strcmp(containers, "mov") == 0) {
    stream->header_kinds = castbook_header_kinds(stream->descriptor, stream->byte_count);
    if (lseek(stream->descriptor, 0, SEEK_SET) < 0) return CASTBOOK_STREAM_UNREADABLE;
  }
  const AVInputFormat *input =
      strchr(containers, ',') == NULL ? av_find_input_format(containers) : NULL;
  AVDictionary *options = NULL;
  av_dict_set(&options, "format_whitelist", containers, 0);
  // References to files and URLs are not followed.
  av_dict_set(&options, "protocol_whitelist", "none", 0);
  // Metadata that libavformat has no names for may be private too.
  av_dict_set(&options, "export_all", "1", 0);
  av_dict_set(&options, "export_xmp", "1", 0);
  const int result = avformat_open_input(&stream->format, NULL, input, &options);
  av_dict_free(&options);
  if (result == AVERROR(ENOMEM)) return CASTBOOK_STREAM_NO_MEMORY;
  if (result < 0) return CASTBOOK_STREAM_UNKNOWN;
  if (avformat_find_stream_info(stream->format, NULL) < 0) return CASTBOOK_STREAM_UNKNOWN;
  return CASTBOOK_STREAM_OPEN;
}

castbook_stream_t *castbook_stream_open(
    int descriptor, const char *containers, castbook_stream_opening_t *outcome,
    castbook_stream_contents_t *contents) {
  *contents = (castbook_stream_contents_t){.sound_claim = -1, .film_claim = -1};
  *outcome = CASTBOOK_STREAM_NO_MEMORY;
  first_error[0] = 0;
  av_log_set_callback(on_message);
  castbook_stream_t *stream = calloc(1, sizeof *stream);
  if (stream == NULL) return NULL;
  stream->descriptor = descriptor;
  stream->sound.number = stream->film.number = -1;
  stream->byte_count = lseek(descriptor, 0, SEEK_END);
  if (stream->byte_count < 0 || lseek(descriptor, 0, SEEK_SET) < 0) {
    *outcome = CASTBOOK_STREAM_UNREADABLE;
    return stream;
  }
  stream->packet = av_packet_alloc();
  stream->frame = av_frame_alloc();
  stream->earlier = av_frame_alloc();
  stream->current = av_frame_alloc();
  stream->progressive = av_frame_alloc();
  const bool has_frames = stream->frame != NULL && stream->earlier != NULL && stream->current != NULL &&
                          stream->progressive != NULL;
  if (stream->packet == NULL || !has_frames || !open_format(stream)) return stream;
  *outcome = open_container(stream, containers);
  if (*outcome != CASTBOOK_STREAM_OPEN) return stream;
  list_tracks(stream, contents);
  if (stream->sound.number < 0 && stream->film.number < 0) *outcome = CASTBOOK_STREAM_EMPTY;
  return stream;
}

static void close_track(track_t *track) { avcodec_free_context(&track->decoder); }

void castbook_stream_close(castbook_stream_t *stream) {
  if (stream == NULL) return;
  close_track(&stream->sound);
  close_track(&stream->film);
  swr_free(&stream->planar);
  sws_freeContext(stream->rgb_scaler);
  sws_freeContext(stream->luma_scaler);
  if (stream->converted != NULL) av_freep(&stream->converted[0]);
  av_freep(&stream->converted);
  av_packet_free(&stream->packet);
  av_frame_free(&stream->frame);
  av_frame_free(&stream->earlier);
  av_frame_free(&stream->current);
  av_frame_free(&stream->progressive);
  avformat_close_input(&stream->format);
  if (stream->io != NULL) av_freep(&stream->io->buffer);
  avio_context_free(&stream->io);
  free(stream);
}

// Opens a decoder for a track. Returns false if there is none, or if it refuses the track.
static bool open_track(castbook_stream_t *stream, track_t *track) {
  AVStream *source = stream->format->streams[track->number];
  const AVCodec *codec = avcodec_find_decoder(source->codecpar->codec_id);
  if (codec == NULL) return false;
  track->decoder = avcodec_alloc_context3(codec);
  if (track->decoder == NULL) return false;
  if (avcodec_parameters_to_context(track->decoder, source->codecpar) < 0) return false;
  track->decoder->pkt_timebase = source->time_base;
  track->decoder->thread_count = 1;
  track->decoder->err_recognition = AV_EF_CRCCHECK;
  if (avcodec_open2(track->decoder, codec, NULL) < 0) {
    avcodec_free_context(&track->decoder);
    return false;
  }
  source->discard = AVDISCARD_DEFAULT;
  return true;
}

// Whether a codec gives back exactly the samples that went in, if not their values: its encoders
// add no padding.
static bool keeps_all(enum AVCodecID codec) {
  if (av_get_exact_bits_per_sample(codec) > 0) return true;
  const AVCodecDescriptor *descriptor = avcodec_descriptor_get(codec);
  return descriptor != NULL && (descriptor->props & AV_CODEC_PROP_LOSSLESS) != 0;
}

bool castbook_stream_open_sound(castbook_stream_t *stream, castbook_sound_t *sound) {
  *sound = (castbook_sound_t){.codec = ""};
  if (stream->sound.number < 0) return false;
  const AVCodecParameters *stated = stream->format->streams[stream->sound.number]->codecpar;
  snprintf(sound->codec, sizeof sound->codec, "%s", avcodec_get_name(stated->codec_id));
  sound->is_lossy = !keeps_all(stated->codec_id);
  sound->rate = stated->sample_rate;
  sound->channels = stated->ch_layout.nb_channels;
  sound->bits = stated->bits_per_raw_sample;
  if (sound->bits <= 0) sound->bits = av_get_exact_bits_per_sample(stated->codec_id);
  if (sound->rate <= 0 || sound->channels <= 0) return false;
  stream->rate = sound->rate;
  stream->channels = sound->channels;
  return open_track(stream, &stream->sound);
}

// How far the pictures of a track are rotated when they are shown, in clockwise quarter turns.
static int rotation_of(const AVStream *track) {
  const int32_t *matrix =
      (const int32_t *)av_stream_get_side_data(track, AV_PKT_DATA_DISPLAYMATRIX, NULL);
  if (matrix == NULL) return 0;
  const double degrees = av_display_rotation_get(matrix);
  if (!(degrees >= -360 && degrees <= 360)) return 0;
  const int quarters = (int)(degrees / 90 + (degrees < 0 ? -0.5 : 0.5));
  return ((-quarters % 4) + 4) % 4;
}

bool castbook_stream_open_film(castbook_stream_t *stream, castbook_film_t *film) {
  *film = (castbook_film_t){.codec = ""};
  if (stream->film.number < 0) return false;
  AVStream *track = stream->format->streams[stream->film.number];
  const AVCodecParameters *stated = track->codecpar;
  snprintf(film->codec, sizeof film->codec, "%s", avcodec_get_name(stated->codec_id));
  const AVPixFmtDescriptor *pixels = av_pix_fmt_desc_get(stated->format);
  snprintf(film->pixels, sizeof film->pixels, "%s", pixels == NULL ? "" : pixels->name);
  film->depth = pixels == NULL ? 8 : pixels->comp[0].depth;
  if (stated->color_trc == AVCOL_TRC_SMPTE2084 || stated->color_trc == AVCOL_TRC_ARIB_STD_B67) {
    snprintf(
        film->transfer, sizeof film->transfer, "%s", av_color_transfer_name(stated->color_trc));
  }
  film->width = stated->width;
  film->height = stated->height;
  if (film->width <= 0 || film->height <= 0) return false;
  stream->rotation = film->rotation = rotation_of(track);
  stream->stated_fields = film->fields = castbook_stated_fields(stated);
  const AVRational shape = av_guess_sample_aspect_ratio(stream->format, track, NULL);
  int64_t width = film->width;
  if (shape.num > 0 && shape.den > 0) width = av_rescale(width, shape.num, shape.den);
  if (width < 1 || width > INT32_MAX) width = film->width;
  film->shown_width = film->rotation % 2 == 0 ? (int)width : film->height;
  film->shown_height = film->rotation % 2 == 0 ? film->height : (int)width;
  if (track->avg_frame_rate.num > 0 && track->avg_frame_rate.den > 0) {
    film->stated_rate = av_q2d(track->avg_frame_rate);
  }
  return open_track(stream, &stream->film);
}

void castbook_stream_count_only(castbook_stream_t *stream) { stream->counts_only = true; }

int castbook_stream_errors(const castbook_stream_t *stream) { return stream->errors; }

const char *castbook_stream_first_error(const castbook_stream_t *stream) {
  (void)stream;
  return first_error;
}
