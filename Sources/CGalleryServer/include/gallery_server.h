// The gallery's web server: libmicrohttpd on the loopback address, behind calls that Swift can make.
//
// Each request is an exchange. Its head comes to `begin`, its body in parts to `take`, and when all of it is
// there `ready` is called, which either answers at once or takes the exchange along, to answer later from any
// thread. Time and size are bounded here: connections, what each may hold, how long a head and a body may take.
#ifndef CASTBOOK_GALLERY_SERVER_H
#define CASTBOOK_GALLERY_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct castbook_server castbook_server_t;
typedef struct castbook_exchange castbook_exchange_t;
typedef struct castbook_answer castbook_answer_t;

typedef struct {
  uint16_t port;                 // 0 for any that is free.
  unsigned threads;
  unsigned most_connections;
  unsigned head_seconds;         // How long a connection may be without a whole head of a request.
  unsigned body_seconds;         // How long a body may take, whatever its size,
  unsigned body_bytes_a_second;  // and how slowly it may come besides.
} castbook_server_limits_t;

typedef struct {
  void *context;
  // A head is there. False when it was answered already: then its body is not read.
  bool (*begin)(void *context, castbook_exchange_t *exchange);
  // A part of the body. False ends the connection.
  bool (*take)(void *context, castbook_exchange_t *exchange, const uint8_t *bytes, size_t count);
  // All of it is there. True when it was answered at once; else it is answered later, and the callee holds it
  // until it lets it go.
  bool (*ready)(void *context, castbook_exchange_t *exchange);
  // The exchange is over, answered or not.
  void (*end)(void *context, castbook_exchange_t *exchange);
} castbook_server_handlers_t;

// Starts listening on 127.0.0.1; nothing where it can't be done, with the system's number for why.
castbook_server_t *castbook_server_start(
    const castbook_server_limits_t *limits, const castbook_server_handlers_t *handlers, int *problem);
uint16_t castbook_server_port(const castbook_server_t *server);
// Stops: no connection is left when it returns. Exchanges that were taken along may still be held.
void castbook_server_stop(castbook_server_t *server);

// What was asked. Texts live as long as the exchange is held.
const char *castbook_exchange_method(const castbook_exchange_t *exchange);
// As it came: path and question, nothing decoded.
const char *castbook_exchange_target(const castbook_exchange_t *exchange);
// The value of a header, and how many of that name there are; only while `begin` is called.
const char *castbook_exchange_header(const castbook_exchange_t *exchange, const char *name, size_t *count);
// What hangs on the exchange, for the handlers to use.
void castbook_exchange_set_state(castbook_exchange_t *exchange, void *state);
void *castbook_exchange_state(const castbook_exchange_t *exchange);
// Lets an exchange go that `ready` took along.
void castbook_exchange_release(castbook_exchange_t *exchange);

// Answers. Each is given to one exchange, which owns it from then on. Nothing where memory is short.
castbook_answer_t *castbook_answer_bytes(unsigned status, const uint8_t *bytes, size_t count);
// Bytes that live for ever.
castbook_answer_t *castbook_answer_lasting(unsigned status, const uint8_t *bytes, size_t count);
// A part of an open file; the descriptor is closed with the answer, and at once where there is none.
castbook_answer_t *castbook_answer_file(unsigned status, int descriptor, uint64_t offset, uint64_t count);
// Events that are sent as they come, to the exchange that it is given to.
castbook_answer_t *castbook_answer_events(castbook_exchange_t *exchange);
bool castbook_answer_header(castbook_answer_t *answer, const char *name, const char *value);
// Gives it; what comes without an answer (NULL) ends the connection.
void castbook_exchange_give(castbook_exchange_t *exchange, castbook_answer_t *answer);

// Sends more to an exchange that is answered by events. False when nobody listens any more, or too slowly.
bool castbook_exchange_send(castbook_exchange_t *exchange, const uint8_t *bytes, size_t count);

#endif
