// The beginning and the end of a server's state. Exchanges keep it alive after the server has
// stopped.
#include <stdlib.h>

#include "server_state.h"

castbook_server_t *castbook_server_new(
    const castbook_server_limits_t *limits, const castbook_server_handlers_t *handlers) {
  castbook_server_t *server = calloc(1, sizeof *server);
  if (server == NULL) return NULL;
  server->limits = *limits;
  server->handlers = *handlers;
  atomic_init(&server->references, 1);
  pthread_mutex_init(&server->lock, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&server->stopping, &attributes);
  pthread_condattr_destroy(&attributes);
  return server;
}

void castbook_server_keep(castbook_server_t *server) { atomic_fetch_add(&server->references, 1); }

void castbook_server_release(castbook_server_t *server) {
  if (atomic_fetch_sub(&server->references, 1) != 1) return;
  pthread_cond_destroy(&server->stopping);
  pthread_mutex_destroy(&server->lock);
  free(server);
}
