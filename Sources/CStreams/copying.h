// What the parts of the maker of copies share.
#ifndef CASTBOOK_COPYING_H
#define CASTBOOK_COPYING_H

#include "making.h"
#include "reading.h"

#include <libavutil/audio_fifo.h>

// A file that grows in memory, and is read again where its beginning is put before what was written.
typedef struct {
  uint8_t *bytes;
  size_t count, room, place, limit;
  bool is_too_large, lacks_memory;
} memory_t;

enum { CASTBOOK_PIECE_BYTES = 64 << 10 };

// What writes into memory; NULL where there is none.
AVIOContext *castbook_open_memory(memory_t *memory);
void castbook_close_memory(AVIOContext *io);

// Opens nothing but what is being written, to be read: its beginning is put in front at the end.
int castbook_open_again(
    AVFormatContext *format, AVIOContext **io, const char *name, int flags, AVDictionary **options);
int castbook_close_again(AVFormatContext *format, AVIOContext *io);

// A coded picture.
typedef struct {
  int64_t time, length;  // In the time of its track.
  bool needs_no_other;
  bool is_shown;
} place_t;

// All of a clip's, in the order in which they are coded.
typedef struct {
  place_t *places;
  size_t count;
  int64_t heard;  // When sound is first heard, in microseconds; INT64_MIN where there is none.
} survey_t;

// The pictures of a copy: from one that needs no other to one behind which no earlier one is coded.
typedef struct {
  size_t first, last;
} stretch_t;

// A track of a copy.
typedef struct {
  AVStream *stream;       // NULL where there is none.
  AVCodecContext *coder;  // NULL where packets are taken over.
} copied_t;

// A copy that is being made.
typedef struct {
  const castbook_copy_wish_t *wish;
  castbook_stream_t *source;
  AVFormatContext *format;
  AVIOContext *io;
  AVPacket *packet;
  copied_t film, sound;
  int64_t zero;        // When the first picture is shown, in the time of its track.
  int64_t start, end;  // In microseconds from there.
  int64_t lead;        // How long before its first picture the copy begins to be heard, in microseconds,
  int64_t lost;        // and how much of that the original has and the copy lacks.
  // Of pictures that are coded anew.
  AVFrame *picture;
  int64_t last_time;
  int64_t shown, step; // When the last picture of the source is shown, and how long behind the one before it.
  int64_t passed;      // Pictures that came by since the copy began.
  struct SwsContext *scaler;
  uint8_t *lying;      // Before they are turned.
  // Of sound that is coded anew.
  AVFrame *samples;
  SwrContext *resampler;
  AVAudioFifo *waiting;
  int64_t heard;       // Samples of the source that were taken, silence among them.
  int64_t coded;       // Samples that were handed to the coder.
  castbook_copy_outcome_t outcome;
} maker_t;

// Whether a time, or a length, can be reckoned with: others are nobody's, and lead beyond all numbers.
static inline bool castbook_is_time(int64_t time) {
  return time > -((int64_t)1 << 52) && time < (int64_t)1 << 52;
}

bool castbook_is_film(const castbook_stream_t *source, const AVPacket *packet);
AVRational castbook_film_base(const castbook_stream_t *source);

// Looks at when all pictures are shown.
castbook_copy_outcome_t castbook_look_over(castbook_stream_t *source, survey_t *survey);
// When the first picture is shown, and the last one ends; false where that is not said.
bool castbook_find_ends(const survey_t *survey, int64_t *zero, int64_t *end);
// How much is heard before the first picture: all of it is kept in a copy of the whole clip.
void castbook_find_lead(maker_t *maker, const survey_t *survey);
// Where a copy begins and ends: with which pictures that are taken over, or when, where they are coded anew.
castbook_copy_outcome_t castbook_find_stretch(maker_t *maker, const survey_t *survey, stretch_t *stretch);
castbook_copy_outcome_t castbook_find_pictures(maker_t *maker, const survey_t *survey, int64_t end);
// What is left of a stretch once pictures that are shown earlier than its first are gone.
bool castbook_is_in(const survey_t *survey, size_t first, size_t i);

// How long a packet is played; 0 where it does not say so.
static inline int64_t castbook_length(const AVPacket *packet) {
  return packet->duration > 0 && castbook_is_time(packet->duration) ? packet->duration : 0;
}

// Opens coders; false where there is none, or it does not take what there is.
bool castbook_open_film_coder(maker_t *maker);
bool castbook_open_sound_coder(maker_t *maker);

// Codes what was decoded last; false ends the work.
bool castbook_code_picture(maker_t *maker);
bool castbook_code_samples(maker_t *maker, const castbook_piece_t *piece);

// Codes what was held back.
bool castbook_end_film(maker_t *maker);
bool castbook_end_sound(maker_t *maker);

// Writes a packet of a track.
bool castbook_write_packet(maker_t *maker, const copied_t *track, AVPacket *packet, AVRational base);

void castbook_close_coders(maker_t *maker);

#endif
