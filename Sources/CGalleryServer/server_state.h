// The state of the server and of its exchanges, and who keeps the server alive.
//
// Arrows go one way: server.c calls exchange.c, and both call server_state.c.
#ifndef CASTBOOK_GALLERY_SERVER_STATE_H
#define CASTBOOK_GALLERY_SERVER_STATE_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "gallery_server.h"

// A connection while its socket is open, in a doubly linked list.
typedef struct connection {
  struct connection *next;
  struct connection **link;      // The pointer in the list that points to this connection.
  int descriptor;
  uint64_t since;                 // When it began to wait for the head of a request, in milliseconds.
  bool has_line;                  // The first line of the head has arrived.
  bool was_answered;              // It is kept open after an answer, for another request.
  bool is_ending;                 // Its socket was shut down, and libmicrohttpd is about to close it.
  castbook_exchange_t *exchange;  // The request it is busy with, or NULL.
} connection_t;

struct castbook_server {
  struct MHD_Daemon *daemon;
  struct MHD_Daemon *daemon6;     // The one that listens on ::1; NULL on a machine without IPv6.
  castbook_server_limits_t limits;
  castbook_server_handlers_t handlers;
  // Guards all fields below, and the fields of exchanges that several threads use.
  pthread_mutex_t lock;
  connection_t *connections;
  unsigned connection_count;
  bool is_stopping;
  pthread_cond_t stopping;
  pthread_t watch;
  bool has_watch;
  atomic_uint references;         // One for the server itself and one for each exchange.
};

struct castbook_answer {
  struct MHD_Response *response;
  unsigned status;
};

struct castbook_exchange {
  castbook_server_t *server;
  struct MHD_Connection *connection;  // NULL once the exchange is over.
  char *target;
  char *method;
  void *state;
  atomic_uint references;
  uint64_t began;                 // In milliseconds.
  uint64_t body_bytes;
  bool has_begun;
  bool is_ready;                  // The whole request has arrived, and the handler is answering it.
  bool is_suspended;
  bool is_answered;                  // It has its answer, or is to end without one.
  castbook_answer_t *answer;
  // Events that are waiting to be sent.
  uint8_t *waiting;
  size_t waiting_count, waiting_size;
  bool refuses_events;                   // No more events can be sent on it.
};

// Makes a server with one reference that does not listen yet. Returns NULL if memory is short.
castbook_server_t *castbook_server_new(
    const castbook_server_limits_t *limits, const castbook_server_handlers_t *handlers);
void castbook_server_keep(castbook_server_t *server);
// Drops one reference, and frees the server with the last one.
void castbook_server_release(castbook_server_t *server);

#endif
