#include "copying.h"

#include <stdlib.h>

#include <libavutil/intreadwrite.h>

enum { most_pictures = 1 << 20 };

bool castbook_is_film(const castbook_stream_t *source, const AVPacket *packet) {
  return packet->stream_index == source->film.number;
}

AVRational castbook_film_base(const castbook_stream_t *source) {
  return source->format->streams[source->film.number]->time_base;
}

// Takes note of when a part of the sound is first heard: what a coder needs before that is passed over.
static void listen(const castbook_stream_t *source, const AVPacket *packet, survey_t *survey) {
  if (packet->stream_index != source->sound.number || !castbook_is_time(packet->pts)) return;
  if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) return;
  const AVStream *track = source->format->streams[source->sound.number];
  int64_t time = av_rescale_q(packet->pts, track->time_base, AV_TIME_BASE_Q);
  size_t count = 0;
  const uint8_t *skipped = av_packet_get_side_data(packet, AV_PKT_DATA_SKIP_SAMPLES, &count);
  const int rate = track->codecpar->sample_rate;
  if (skipped != NULL && count >= 4 && rate > 0) time += av_rescale(AV_RL32(skipped), AV_TIME_BASE, rate);
  if (survey->heard == INT64_MIN || time < survey->heard) survey->heard = time;
}

void castbook_find_lead(maker_t *maker, const survey_t *survey) {
  const castbook_copy_wish_t *wish = maker->wish;
  if (survey->heard == INT64_MIN || wish->drops_sound) return;
  const int64_t shown = av_rescale_q(maker->zero, castbook_film_base(maker->source), AV_TIME_BASE_Q);
  const int64_t early = shown - survey->heard;
  // A thousandth is what containers round to; an hour is nobody's.
  if (early < 1000 || early > (int64_t)3600 * AV_TIME_BASE) return;
  const bool is_whole = wish->start == 0 && wish->end == 0 && wish->enough == 0 && wish->longest == 0;
  if (is_whole) {
    maker->lead = early;
  } else if (maker->start == 0) {
    maker->lost = early;
  }
}

castbook_copy_outcome_t castbook_look_over(castbook_stream_t *source, survey_t *survey) {
  AVPacket *packet = source->packet;
  size_t room = 0;
  survey->heard = INT64_MIN;
  while (av_read_frame(source->format, packet) >= 0) {
    listen(source, packet, survey);
    const bool counts = castbook_is_film(source, packet);
    const place_t place = {
        .time = castbook_is_time(packet->pts) ? packet->pts : AV_NOPTS_VALUE,
        .length = castbook_length(packet),
        .needs_no_other = (packet->flags & AV_PKT_FLAG_KEY) != 0,
        .is_shown = (packet->flags & AV_PKT_FLAG_DISCARD) == 0};
    av_packet_unref(packet);
    if (!counts) continue;
    if (survey->count == most_pictures) return CASTBOOK_COPY_TOO_LARGE;
    if (survey->count == room) {
      room = room == 0 ? 1024 : room * 2;
      place_t *places = realloc(survey->places, room * sizeof *places);
      if (places == NULL) return CASTBOOK_COPY_NO_MEMORY;
      survey->places = places;
    }
    survey->places[survey->count++] = place;
  }
  return survey->count == 0 ? CASTBOOK_COPY_UNREADABLE : CASTBOOK_COPY_MADE;
}

bool castbook_find_ends(const survey_t *survey, int64_t *zero, int64_t *end) {
  bool is_found = false;
  for (size_t i = 0; i < survey->count; i++) {
    const place_t place = survey->places[i];
    if (!place.is_shown || place.time == AV_NOPTS_VALUE) continue;
    const int64_t behind = place.time + place.length;
    if (!is_found || place.time < *zero) *zero = place.time;
    if (!is_found || behind > *end) *end = behind;
    is_found = true;
  }
  return is_found;
}

static int64_t from_zero(const maker_t *maker, int64_t time) {
  return av_rescale_q(time - maker->zero, castbook_film_base(maker->source), AV_TIME_BASE_Q);
}

// The picture to begin with: the last one up to the wished start from which what is enough is not too long, or the
// first one behind it.
static bool find_first(const maker_t *maker, const survey_t *survey, size_t *first) {
  const castbook_copy_wish_t *wish = maker->wish;
  bool is_found = false;
  for (size_t i = 0; i < survey->count; i++) {
    const place_t place = survey->places[i];
    if (!place.needs_no_other || !place.is_shown) continue;
    const int64_t time = from_zero(maker, place.time);
    if (time > wish->start) {
      if (is_found || time > wish->latest) break;
      *first = i;
      return true;
    }
    if (time < wish->earliest) continue;
    if (wish->longest > 0 && wish->enough > 0 && wish->enough - time > wish->longest) continue;
    *first = i;
    is_found = true;
  }
  return is_found;
}

bool castbook_is_in(const survey_t *survey, size_t first, size_t i) {
  return survey->places[i].is_shown && survey->places[i].time >= survey->places[first].time;
}

// Ends of stretches lie between pictures, whose times containers round to thousandths.
enum { rounding = 1000 };

// The last picture: the first place where the copy may end and there is enough of it, or the last one that is not
// too late. Sets when it ends.
static bool find_last(
    maker_t *maker, const survey_t *survey, size_t first, size_t *last) {
  const castbook_copy_wish_t *wish = maker->wish;
  int64_t *later = malloc((survey->count + 1) * sizeof *later);
  if (later == NULL) return false;
  // When the earliest picture is shown that is coded behind each.
  int64_t least = INT64_MAX, most = INT64_MIN, whole = 0;
  for (size_t i = survey->count; i-- > first;) {
    later[i] = least;
    if (!castbook_is_in(survey, first, i)) continue;
    const place_t place = survey->places[i];
    if (place.time < least) least = place.time;
    if (place.time > most) {
      most = place.time;
      whole = place.time + place.length;
    }
  }
  bool is_found = false;
  int64_t shown = INT64_MIN;
  for (size_t i = first; i < survey->count; i++) {
    if (!castbook_is_in(survey, first, i)) continue;
    if (survey->places[i].time > shown) shown = survey->places[i].time;
    if (later[i] <= shown) continue;
    const int64_t end = from_zero(maker, later[i] == INT64_MAX ? whole : later[i]);
    if (wish->longest > 0 && end - maker->start > wish->longest) break;
    if (wish->end > 0 && end > wish->end + rounding) break;
    *last = i;
    maker->end = end;
    is_found = true;
    if (wish->enough > 0 && end >= wish->enough) break;
  }
  free(later);
  return is_found;
}

castbook_copy_outcome_t castbook_find_stretch(maker_t *maker, const survey_t *survey, stretch_t *stretch) {
  for (size_t i = 0; i < survey->count; i++) {
    if (survey->places[i].time == AV_NOPTS_VALUE) return CASTBOOK_COPY_REFUSED;
  }
  if (!find_first(maker, survey, &stretch->first)) return CASTBOOK_COPY_NO_START;
  maker->start = from_zero(maker, survey->places[stretch->first].time);
  return find_last(maker, survey, stretch->first, &stretch->last) ? CASTBOOK_COPY_MADE
                                                                    : CASTBOOK_COPY_NO_START;
}

// What is coded anew may begin with any picture: with the first one that is not too early.
castbook_copy_outcome_t castbook_find_pictures(maker_t *maker, const survey_t *survey, int64_t end) {
  const castbook_copy_wish_t *wish = maker->wish;
  maker->end = from_zero(maker, end);
  const int64_t ends[] = {wish->end, wish->enough, wish->longest > 0 ? wish->start + wish->longest : 0};
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    if (ends[i] > 0 && ends[i] < maker->end) maker->end = ends[i];
  }
  bool is_found = false;
  for (size_t i = 0; i < survey->count; i++) {
    if (!survey->places[i].is_shown || survey->places[i].time == AV_NOPTS_VALUE) continue;
    const int64_t time = from_zero(maker, survey->places[i].time);
    if (time < wish->start || (is_found && time >= maker->start)) continue;
    maker->start = time;
    is_found = true;
  }
  return is_found && maker->start < maker->end ? CASTBOOK_COPY_MADE : CASTBOOK_COPY_NO_START;
}
