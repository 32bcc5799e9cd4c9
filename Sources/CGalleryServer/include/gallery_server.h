// The gallery's web server: libmicrohttpd on the loopback address, behind functions that Swift can
// call.
//
// Each request is an exchange. `on_head` gets its head and `on_body` gets its body in parts. Once
// the whole request has arrived, `on_complete` is called, which either answers at once or keeps the
// exchange and answers later from any thread. The server bounds time and size: the number of
// connections, the memory of each, and how long a head and a body may take. When connections run
// out, the one that has waited longest for a head is closed.
#ifndef CASTBOOK_GALLERY_SERVER_H
#define CASTBOOK_GALLERY_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct castbook_server castbook_server_t;
typedef struct castbook_exchange castbook_exchange_t;
typedef struct castbook_answer castbook_answer_t;

typedef struct {
  uint16_t port;                 // 0 for any free port.
  unsigned threads;
  unsigned maximum_connections;
  unsigned head_seconds;         // How long the head of a request may take.
  unsigned idle_seconds;         // How long a connection is kept open for another request.
  unsigned body_seconds;         // How long a body of any size may take,
  unsigned body_bytes_per_second;  // plus one second for this many bytes.
} castbook_server_limits_t;

typedef struct {
  void *context;
  // Called with the head of a request. Returns false if it has answered already; then the body is
  // not read.
  bool (*on_head)(void *context, castbook_exchange_t *exchange);
  // Called with each part of the body. Returns false to end the connection.
  bool (*on_body)(void *context, castbook_exchange_t *exchange, const uint8_t *bytes, size_t count);
  // Called when the request is complete. Returns true if it has answered. Otherwise the handler
  // answers later, and keeps the exchange until it calls `castbook_exchange_release`.
  bool (*on_complete)(void *context, castbook_exchange_t *exchange);
  // Called when the exchange is over, whether it was answered or not.
  void (*on_end)(void *context, castbook_exchange_t *exchange);
} castbook_server_handlers_t;

// Loads libmicrohttpd. Returns NULL, or what is wrong with it; then no server can be started.
const char *castbook_server_load(void);
// Starts to listen on 127.0.0.1 and, where there is IPv6, on the same port of ::1: browsers try
// both for a name under "localhost", and a stranger must not have the other one. Returns NULL if
// that fails, with the `errno` in `problem`.
castbook_server_t *castbook_server_start(
    const castbook_server_limits_t *limits, const castbook_server_handlers_t *handlers, int *problem);
uint16_t castbook_server_port(const castbook_server_t *server);
// Stops the server. No connection is left when this returns; handlers may still keep exchanges.
void castbook_server_stop(castbook_server_t *server);

// The request. These texts live as long as the exchange is kept.
const char *castbook_exchange_method(const castbook_exchange_t *exchange);
// The path and the query as they were sent, not decoded.
const char *castbook_exchange_target(const castbook_exchange_t *exchange);
// The first value of a header, or NULL, and the number of headers with this name. Call it only
// during `on_head`.
const char *castbook_exchange_header(const castbook_exchange_t *exchange, const char *name, size_t *count);
// A pointer that the handlers attach to the exchange.
void castbook_exchange_set_state(castbook_exchange_t *exchange, void *state);
void *castbook_exchange_state(const castbook_exchange_t *exchange);
// Releases an exchange that `on_complete` kept.
void castbook_exchange_release(castbook_exchange_t *exchange);

// Answers. Each is given to one exchange, which owns it from then on. These return NULL if memory
// is short.
castbook_answer_t *castbook_answer_bytes(unsigned status, const uint8_t *bytes, size_t count);
// A part of an open file. The descriptor is closed with the answer, or at once if this returns
// NULL.
castbook_answer_t *castbook_answer_file(unsigned status, int descriptor, uint64_t offset, uint64_t count);
// An answer of events, which `castbook_exchange_send` adds to. It must be given to this exchange.
castbook_answer_t *castbook_answer_events(castbook_exchange_t *exchange);
bool castbook_answer_header(castbook_answer_t *answer, const char *name, const char *value);
// Answers an exchange. NULL ends the connection without an answer.
void castbook_exchange_answer(castbook_exchange_t *exchange, castbook_answer_t *answer);

// Sends an event to an exchange whose answer is events. Returns false if the client has left or
// reads too slowly.
bool castbook_exchange_send(castbook_exchange_t *exchange, const uint8_t *bytes, size_t count);

#endif
