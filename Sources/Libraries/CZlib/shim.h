#include <zlib.h>

// inflateInit is a macro, which Swift does not import.
static inline int castbook_inflate_init(z_stream *stream) { return inflateInit(stream); }

// inflateInit2 is one as well. Negative bits: the stream has no frame.
static inline int castbook_inflate_raw_init(z_stream *stream) {
  return inflateInit2(stream, -MAX_WBITS);
}

// deflateInit is a macro too; the level is that of `zlib`, the strategy the one for filtered
// pixels.
static inline int castbook_deflate_init(z_stream *stream) {
  return deflateInit2(stream, 6, Z_DEFLATED, MAX_WBITS, 8, Z_FILTERED);
}

// The quickest level, which looks for runs of equal bytes only.
static inline int castbook_deflate_runs_init(z_stream *stream) {
  return deflateInit2(stream, 1, Z_DEFLATED, MAX_WBITS, 9, Z_RLE);
}
