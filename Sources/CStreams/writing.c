// Writes packets into a copy, whether they are copied or encoded.
#include "copier.h"

bool castbook_write_packet(copier_t *copier, const copied_t *track, AVPacket *packet, AVRational base) {
  av_packet_rescale_ts(packet, base, track->stream->time_base);
  packet->stream_index = track->stream->index;
  packet->pos = -1;
  if (av_interleaved_write_frame(copier->format, packet) >= 0) return true;
  copier->outcome = CASTBOOK_COPY_REFUSED;
  return false;
}
