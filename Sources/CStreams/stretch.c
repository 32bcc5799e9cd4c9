// Decides where a copy begins and ends, from when each picture is shown.
//
// Pictures are not coded in the order in which they are shown. So a copy of packets can begin only
// with a key frame, and can end only where no picture that is shown earlier is coded later.
//
// Decision: docs/decisions/0022-castbook-streams.md. Tests: MediaTests (CopiedClips), among them
// clips whose sound begins before the pictures. Every test build stops at undefined behavior;
// `Scripts/test --long` adds the address and thread sanitizers. There is no fuzz target for it.
#include "copier.h"

#include <stdlib.h>

#include <libavutil/intreadwrite.h>

enum { maximum_pictures = 1 << 20 };

bool castbook_is_film(const castbook_stream_t *source, const AVPacket *packet) {
  return packet->stream_index == source->film.number;
}

AVRational castbook_film_base(const castbook_stream_t *source) {
  return source->format->streams[source->film.number]->time_base;
}

// Notes when the sound begins. Samples that a decoder needs but does not play are not counted.
static void listen(const castbook_stream_t *source, const AVPacket *packet, survey_t *survey) {
  if (packet->stream_index != source->sound.number || !castbook_is_time(packet->pts)) return;
  if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) return;
  const AVStream *track = source->format->streams[source->sound.number];
  int64_t time = av_rescale_q(packet->pts, track->time_base, AV_TIME_BASE_Q);
  size_t count = 0;
  const uint8_t *skipped = av_packet_get_side_data(packet, AV_PKT_DATA_SKIP_SAMPLES, &count);
  const int rate = track->codecpar->sample_rate;
  if (skipped != NULL && count >= 4 && rate > 0) time += av_rescale(AV_RL32(skipped), AV_TIME_BASE, rate);
  if (survey->sound_start == INT64_MIN || time < survey->sound_start) survey->sound_start = time;
}

void castbook_find_lead(copier_t *copier, const survey_t *survey) {
  const castbook_copy_options_t *options = copier->options;
  if (survey->sound_start == INT64_MIN || options->drops_sound) return;
  const int64_t shown = av_rescale_q(copier->zero, castbook_film_base(copier->source), AV_TIME_BASE_Q);
  const int64_t early = shown - survey->sound_start;
  // Containers round to thousandths of a second, and a lead of an hour is nonsense.
  if (early < 1000 || early > (int64_t)3600 * AV_TIME_BASE) return;
  const bool is_whole =
      options->start == 0 && options->end == 0 && options->earliest_end == 0 && options->maximum_length == 0;
  if (is_whole) {
    copier->lead = early;
  } else if (copier->start == 0) {
    copier->lost = early;
  }
}

castbook_copy_outcome_t castbook_survey(castbook_stream_t *source, survey_t *survey) {
  AVPacket *packet = source->packet;
  size_t room = 0;
  survey->sound_start = INT64_MIN;
  while (av_read_frame(source->format, packet) >= 0) {
    listen(source, packet, survey);
    const bool counts = castbook_is_film(source, packet);
    const picture_t picture = {
        .time = castbook_is_time(packet->pts) ? packet->pts : AV_NOPTS_VALUE,
        .length = castbook_packet_length(packet),
        .needs_no_other = (packet->flags & AV_PKT_FLAG_KEY) != 0,
        .is_shown = (packet->flags & AV_PKT_FLAG_DISCARD) == 0};
    av_packet_unref(packet);
    if (!counts) continue;
    if (survey->count == maximum_pictures) return CASTBOOK_COPY_TOO_LARGE;
    if (survey->count == room) {
      room = room == 0 ? 1024 : room * 2;
      picture_t *pictures = realloc(survey->pictures, room * sizeof *pictures);
      if (pictures == NULL) return CASTBOOK_COPY_NO_MEMORY;
      survey->pictures = pictures;
    }
    survey->pictures[survey->count++] = picture;
  }
  return survey->count == 0 ? CASTBOOK_COPY_UNREADABLE : CASTBOOK_COPY_MADE;
}

bool castbook_find_ends(const survey_t *survey, int64_t *zero, int64_t *end) {
  bool is_found = false;
  for (size_t i = 0; i < survey->count; i++) {
    const picture_t picture = survey->pictures[i];
    if (!picture.is_shown || picture.time == AV_NOPTS_VALUE) continue;
    const int64_t behind = picture.time + picture.length;
    if (!is_found || picture.time < *zero) *zero = picture.time;
    if (!is_found || behind > *end) *end = behind;
    is_found = true;
  }
  return is_found;
}

// Converts a time of the film's track to microseconds from the first picture.
static int64_t from_zero(const copier_t *copier, int64_t time) {
  return av_rescale_q(time - copier->zero, castbook_film_base(copier->source), AV_TIME_BASE_Q);
}

// Finds the key frame to begin with: the last one up to `start` from which the copy reaches
// `earliest_end` within its maximum length, or else the first one after `start`.
static bool find_first(const copier_t *copier, const survey_t *survey, size_t *first) {
  const castbook_copy_options_t *options = copier->options;
  bool is_found = false;
  for (size_t i = 0; i < survey->count; i++) {
    const picture_t picture = survey->pictures[i];
    if (!picture.needs_no_other || !picture.is_shown) continue;
    const int64_t time = from_zero(copier, picture.time);
    if (time > options->start) {
      if (is_found || time > options->latest) break;
      *first = i;
      return true;
    }
    if (time < options->earliest) continue;
    if (options->maximum_length > 0 && options->earliest_end > 0
        && options->earliest_end - time > options->maximum_length) {
      continue;
    }
    *first = i;
    is_found = true;
  }
  return is_found;
}

bool castbook_is_in_stretch(const survey_t *survey, size_t first, size_t i) {
  return survey->pictures[i].is_shown && survey->pictures[i].time >= survey->pictures[first].time;
}

// How far a copy may end after its latest end, in microseconds: containers round the times of
// pictures to thousandths of a second.
enum { rounding = 1000 };

// Finds the last picture: the first one after which the copy may end and is long enough, or else
// the last one that is not too late. Sets when the copy ends. Returns false if there is none.
static bool find_last(
    copier_t *copier, const survey_t *survey, size_t first, size_t *last) {
  const castbook_copy_options_t *options = copier->options;
  int64_t *later = malloc((survey->count + 1) * sizeof *later);
  if (later == NULL) return false;
  // For each picture, the earliest time of all pictures coded after it.
  int64_t minimum = INT64_MAX, maximum = INT64_MIN, whole = 0;
  for (size_t i = survey->count; i-- > first;) {
    later[i] = minimum;
    if (!castbook_is_in_stretch(survey, first, i)) continue;
    const picture_t picture = survey->pictures[i];
    if (picture.time < minimum) minimum = picture.time;
    if (picture.time > maximum) {
      maximum = picture.time;
      whole = picture.time + picture.length;
    }
  }
  bool is_found = false;
  int64_t shown = INT64_MIN;
  for (size_t i = first; i < survey->count; i++) {
    if (!castbook_is_in_stretch(survey, first, i)) continue;
    if (survey->pictures[i].time > shown) shown = survey->pictures[i].time;
    if (later[i] <= shown) continue;
    const int64_t end = from_zero(copier, later[i] == INT64_MAX ? whole : later[i]);
    if (options->maximum_length > 0 && end - copier->start > options->maximum_length) break;
    if (options->end > 0 && end > options->end + rounding) break;
    *last = i;
    copier->end = end;
    is_found = true;
    if (options->earliest_end > 0 && end >= options->earliest_end) break;
  }
  free(later);
  return is_found;
}

castbook_copy_outcome_t castbook_find_stretch(copier_t *copier, const survey_t *survey, stretch_t *stretch) {
  for (size_t i = 0; i < survey->count; i++) {
    if (survey->pictures[i].time == AV_NOPTS_VALUE) return CASTBOOK_COPY_REFUSED;
  }
  if (!find_first(copier, survey, &stretch->first)) return CASTBOOK_COPY_NO_START;
  copier->start = from_zero(copier, survey->pictures[stretch->first].time);
  return find_last(copier, survey, stretch->first, &stretch->last) ? CASTBOOK_COPY_MADE
                                                                    : CASTBOOK_COPY_NO_START;
}

// A copy that is encoded may begin with any picture: it begins with the first one that is not too
// early.
castbook_copy_outcome_t castbook_find_pictures(copier_t *copier, const survey_t *survey, int64_t end) {
  const castbook_copy_options_t *options = copier->options;
  copier->end = from_zero(copier, end);
  const int64_t end_at_maximum = options->maximum_length > 0 ? options->start + options->maximum_length : 0;
  const int64_t ends[] = {options->end, options->earliest_end, end_at_maximum};
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    if (ends[i] > 0 && ends[i] < copier->end) copier->end = ends[i];
  }
  bool is_found = false;
  for (size_t i = 0; i < survey->count; i++) {
    if (!survey->pictures[i].is_shown || survey->pictures[i].time == AV_NOPTS_VALUE) continue;
    const int64_t time = from_zero(copier, survey->pictures[i].time);
    if (time < options->start || (is_found && time >= copier->start)) continue;
    copier->start = time;
    is_found = true;
  }
  return is_found && copier->start < copier->end ? CASTBOOK_COPY_MADE : CASTBOOK_COPY_NO_START;
}
