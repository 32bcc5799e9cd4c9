// What the parts of the server share.
#ifndef CASTBOOK_GALLERY_PARTS_H
#define CASTBOOK_GALLERY_PARTS_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "gallery_server.h"

// A connection, as long as its socket is open.
typedef struct connection {
  struct connection *next;
  struct connection **place;      // Where the list points to it.
  int descriptor;
  time_t since;                   // When it began to wait for a head.
  castbook_exchange_t *exchange;  // The request that it is busy with.
} connection_t;

struct castbook_server {
  struct MHD_Daemon *daemon;
  castbook_server_limits_t limits;
  castbook_server_handlers_t handlers;
  pthread_mutex_t lock;           // For all below, and for what exchanges share with whoever answers them.
  connection_t *connections;
  bool is_stopping;
  pthread_cond_t stopping;
  pthread_t watch;
  bool has_watch;
  atomic_uint references;         // The server itself, and every exchange.
};

struct castbook_answer {
  struct MHD_Response *response;
  unsigned status;
};

struct castbook_exchange {
  castbook_server_t *server;
  struct MHD_Connection *connection;  // Nothing once the exchange is over.
  char *target;
  char *method;
  void *state;
  atomic_uint references;
  time_t began;
  uint64_t body_bytes;
  bool has_begun;
  bool is_ready;                  // All of the request is there, and somebody answers it.
  bool is_suspended;
  bool is_given;                  // It has its answer, or is to end without one.
  castbook_answer_t *answer;
  // Events that wait.
  uint8_t *waiting;
  size_t waiting_count, waiting_size;
  bool is_deaf;
};

time_t castbook_seconds(void);
void castbook_answer_free(castbook_answer_t *answer);
ssize_t castbook_read_events(void *context, uint64_t position, char *bytes, size_t most);
void castbook_end_events(void *context);
void castbook_exchange_keep(castbook_exchange_t *exchange);
void castbook_server_release(castbook_server_t *server);

#endif
