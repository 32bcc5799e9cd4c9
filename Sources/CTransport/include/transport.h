// HTTP over libcurl, which is loaded when it is first needed: it brings some thirty libraries
// along, and commands that send nothing start without them.
//
// A transport runs many transfers at once on one thread. Each begins with
// `castbook_transfer_start`, and its outcome comes out of `castbook_transport_next`. Redirects are
// not followed, certificates are always verified, and nothing but http and https is spoken. A body
// goes out of memory or of a file and comes in to memory or to a file, both bounded.
#ifndef CASTBOOK_TRANSPORT_H
#define CASTBOOK_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

typedef struct castbook_transport castbook_transport_t;

// Loads libcurl. Returns NULL, or why there is none.
const char *castbook_transport_load(void);

typedef struct {
  unsigned connections;         // The maximum number of connections to one host.
  unsigned connect_seconds;     // How long connecting may take.
  unsigned stalled_seconds;     // How long a transfer may be slower than `slowest_bytes`.
  unsigned slowest_bytes;       // The fewest bytes per second that count as progress.
  const char *authorities;      // A file with further certificate authorities, or NULL.
} castbook_transport_options_t;

castbook_transport_t *castbook_transport_open(const castbook_transport_options_t *options);
// Ends all transfers; none of them has an outcome.
void castbook_transport_close(castbook_transport_t *transport);

typedef struct {
  uint64_t identifier;          // Comes back in the outcome.
  const char *method;
  const char *url;
  const char *const *headers;   // Lines such as "Content-Type: image/png".
  size_t header_count;
  bool has_body;
  const uint8_t *head;          // What is sent first; it is copied.
  uint64_t head_bytes;
  int body_file;                // What is sent after it is read from here, from the beginning, or -1. The caller closes it.
  uint64_t file_bytes;
  const uint8_t *tail;          // What is sent last; it is copied.
  uint64_t tail_bytes;
  int received_file;            // Where what is received with a status of 200 to 299 is written, or -1.
  uint64_t maximum_bytes;       // Of what is received with a status of 200 to 299; more ends the transfer.
  const char *proxy;            // The proxy to use, "" for none, or NULL for the one that the environment names.
  bool once;                    // Never send it twice, not even if a connection that was kept turns out to be closed.
  uint64_t milliseconds;        // How long it may take from the connection to the end of the answer; 0 for any time.
  bool only_public;             // Connect to no address of this machine, of a private network or of a reserved range.
} castbook_transfer_t;

// Begins a transfer. Returns false when there is no memory for it.
bool castbook_transfer_start(castbook_transport_t *transport, const castbook_transfer_t *transfer);

enum {
  CASTBOOK_TRANSFER_DONE = 0,        // There is an answer, whatever its status.
  CASTBOOK_TRANSFER_NO_CONNECTION,   // The host has no address, or refuses the connection.
  CASTBOOK_TRANSFER_NOT_TRUSTED,     // The certificate is not one to trust.
  CASTBOOK_TRANSFER_LATE,            // It took too long, or stood still.
  CASTBOOK_TRANSFER_BROKEN,          // The connection ended before the answer.
  CASTBOOK_TRANSFER_TOO_LONG,        // The answer is longer than it may be.
  CASTBOOK_TRANSFER_NOT_STORED,      // The file could not be read or written: `problem` has the `errno`.
  CASTBOOK_TRANSFER_IMPOSSIBLE,      // The address or the protocol is not one to use.
  CASTBOOK_TRANSFER_NOT_PUBLIC,      // The host's address is not one of the public internet.
};

typedef struct {
  uint64_t identifier;
  int end;                      // One of the above.
  int problem;
  bool may_have_arrived;        // Whether the server may have got the request, or a part of it.
  long status;
  const char *words;            // What libcurl says of a failure, or NULL.
  const uint8_t *head;          // The lines of the head, each with its end.
  size_t head_bytes;
  const uint8_t *body;          // What was received into memory.
  size_t body_bytes;
  uint64_t received_bytes;      // To a file or to memory.
} castbook_outcome_t;

// Works on the transfers for at most so long. Returns true if one has ended: its outcome is valid
// until the next call. Ends early when `wakening`, a descriptor or -1, can be read; `*is_woken`
// says so.
bool castbook_transport_next(
    castbook_transport_t *transport, int milliseconds, int wakening, bool *is_woken, castbook_outcome_t *outcome);

// Whether an address is one that anyone on the internet can reach.
bool castbook_transport_is_public(const struct sockaddr *address);

// The number of transfers that have begun and not ended.
size_t castbook_transport_count(const castbook_transport_t *transport);

#endif
