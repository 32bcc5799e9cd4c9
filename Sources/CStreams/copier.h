// What the parts of a clip's copier share.
//
// Arrows go one way: copying.c calls encoding.c and stretch.c; these and copying.c call writing.c,
// memory.c and the reader (reading.h).
#ifndef CASTBOOK_COPIER_H
#define CASTBOOK_COPIER_H

#include "copying.h"
#include "reading.h"

#include <libavutil/audio_fifo.h>

// A file that grows in memory. libavformat reads it again to move its beginning (the index) to the
// front.
typedef struct {
  uint8_t *bytes;
  size_t count, room, position, limit;  // `position` is where the next bytes are written.
  bool is_too_large, lacks_memory;
} memory_t;

enum { CASTBOOK_PIECE_BYTES = 64 << 10 };

// A coded picture.
typedef struct {
  int64_t time, length;  // In the time base of its track.
  bool needs_no_other;   // It is a key frame.
  bool is_shown;
} picture_t;

// All coded pictures of a clip, in the order in which they are coded.
typedef struct {
  picture_t *pictures;
  size_t count;
  int64_t sound_start;  // When the sound begins, in microseconds; INT64_MIN if there is no sound.
} survey_t;

// The pictures of a copy of packets: from a key frame to one after which no picture is
// coded that is shown earlier. Both are indices into the survey.
typedef struct {
  size_t first, last;
} stretch_t;

// A track of a copy.
typedef struct {
  AVStream *stream;       // NULL if the copy has no such track.
  AVCodecContext *encoder;  // NULL if packets are copied.
} copied_t;

// The state of a copy while it is made.
typedef struct {
  const castbook_copy_options_t *options;
  castbook_stream_t *source;
  AVFormatContext *format;
  AVIOContext *io;
  AVPacket *packet;
  copied_t film, sound;
  int64_t zero;        // When the first picture of the clip is shown, in the time base of its track.
  int64_t start, end;  // In microseconds from `zero`.
  int64_t lead;        // How long before its first picture the copy's sound begins, in microseconds.
  int64_t lost;        // How much sound before the first picture the copy lacks, in microseconds.
  // For pictures that are encoded:
  AVFrame *picture;
  int64_t last_time;
  int64_t shown, step; // When the last picture of the source is shown, and how long after the one before it.
  int64_t passed;      // The number of pictures decoded since the copy began.
  struct SwsContext *scaler;
  uint8_t *unrotated;      // The scaled picture before it is rotated.
  // For sound that is encoded:
  AVFrame *samples;
  SwrContext *resampler;
  AVAudioFifo *waiting;
  int64_t sample_count; // Samples taken from the source, including silence that was inserted.
  int64_t coded;       // Samples handed to the encoder.
  castbook_copy_outcome_t outcome;
} copier_t;

// Whether a time or a length is in the range that can be calculated with. Values outside it are
// nonsense, and sums of them would overflow.
static inline bool castbook_is_time(int64_t time) {
  return time > -((int64_t)1 << 52) && time < (int64_t)1 << 52;
}

// How long a packet is played, in its time base; 0 if it does not say.
static inline int64_t castbook_packet_length(const AVPacket *packet) {
  return packet->duration > 0 && castbook_is_time(packet->duration) ? packet->duration : 0;
}

// MARK: memory.c

// An AVIOContext that writes into memory; NULL if memory is short.
AVIOContext *castbook_open_memory(memory_t *memory);
void castbook_close_memory(AVIOContext *io);

// The muxer's io_open and io_close2. They open only the file that is being written, for reading:
// the muxer moves its index to the front at the end.
int castbook_open_reader(
    AVFormatContext *format, AVIOContext **io, const char *name, int flags, AVDictionary **options);
int castbook_close_reader(AVFormatContext *format, AVIOContext *io);

// MARK: writing.c

// Writes a packet to a track, with its times converted from `base`. Returns false if the muxer
// refuses it.
bool castbook_write_packet(copier_t *copier, const copied_t *track, AVPacket *packet, AVRational base);

// MARK: stretch.c

bool castbook_is_film(const castbook_stream_t *source, const AVPacket *packet);
AVRational castbook_film_base(const castbook_stream_t *source);

// Reads all packets and notes when each picture is shown.
castbook_copy_outcome_t castbook_survey(castbook_stream_t *source, survey_t *survey);
// Finds when the first picture is shown and when the last one ends; returns false if no picture has
// a time.
bool castbook_find_ends(const survey_t *survey, int64_t *zero, int64_t *end);
// Finds how much sound comes before the first picture. A copy of the whole clip keeps all of it.
void castbook_find_lead(copier_t *copier, const survey_t *survey);
// Finds the pictures of a copy of packets, and sets its start and end.
castbook_copy_outcome_t castbook_find_stretch(copier_t *copier, const survey_t *survey, stretch_t *stretch);
// Sets the start and the end of a copy whose pictures are encoded.
castbook_copy_outcome_t castbook_find_pictures(copier_t *copier, const survey_t *survey, int64_t end);
// Whether picture `i` belongs to a stretch that begins with `first`: pictures shown before `first`
// do not.
bool castbook_is_in_stretch(const survey_t *survey, size_t first, size_t i);

// MARK: encoding.c

// Open the encoders. They return false if there is none, or if it refuses the options.
bool castbook_open_film_encoder(copier_t *copier);
bool castbook_open_sound_encoder(copier_t *copier);

// Encode what was decoded last. They return false if the copy has failed.
bool castbook_encode_picture(copier_t *copier);
bool castbook_encode_samples(copier_t *copier, const castbook_piece_t *piece);

// Encode what the resampler and the encoders still keep.
bool castbook_end_film(copier_t *copier);
bool castbook_end_sound(copier_t *copier);

void castbook_close_encoders(copier_t *copier);

#endif
