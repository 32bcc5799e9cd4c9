// Exchanges and their answers: the functions that Swift calls from any thread.
//
// An exchange has one reference for libmicrohttpd's request, one while a handler keeps it to answer
// later, and one for an answer of events, which libmicrohttpd reads from it. What several threads
// touch is guarded by the server's lock. A request that waits for its answer or for events is
// suspended; an answer or an event resumes it.
//
// Decision: docs/decisions/0023-gallery.md. Tests: GalleryTests (Questions, Misuse, Coming,
// WhoIsLetIn), which also run under the address and thread sanitizers in `Scripts/test --long`.
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "exchange.h"
#include "microhttpd_functions.h"
#include "server_state.h"

// The number of bytes of unsent events at which a client counts as too slow.
enum { MAXIMUM_WAITING = 256 << 10 };

void castbook_exchange_keep(castbook_exchange_t *exchange) { atomic_fetch_add(&exchange->references, 1); }

void castbook_exchange_release(castbook_exchange_t *exchange) {
  if (atomic_fetch_sub(&exchange->references, 1) != 1) return;
  castbook_server_t *server = exchange->server;
  castbook_answer_free(exchange->answer);
  free(exchange->target);
  free(exchange->method);
  free(exchange->waiting);
  free(exchange);
  castbook_server_release(server);
}

const char *castbook_exchange_method(const castbook_exchange_t *exchange) {
  return exchange->method == NULL ? "" : exchange->method;
}

const char *castbook_exchange_target(const castbook_exchange_t *exchange) { return exchange->target; }

void castbook_exchange_set_state(castbook_exchange_t *exchange, void *state) { exchange->state = state; }

void *castbook_exchange_state(const castbook_exchange_t *exchange) { return exchange->state; }

// MARK: Headers

typedef struct {
  const char *name;
  const char *value;
  size_t count;
} header_search_t;

static enum MHD_Result match_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
  (void)kind;
  header_search_t *search = context;
  if (strcasecmp(name, search->name) == 0) {
    if (search->count == 0) search->value = value;
    search->count += 1;
  }
  return MHD_YES;
}

const char *castbook_exchange_header(const castbook_exchange_t *exchange, const char *name, size_t *count) {
  header_search_t search = {.name = name};
  microhttpd.get_connection_values(exchange->connection, MHD_HEADER_KIND, match_header, &search);
  *count = search.count;
  return search.value;
}

// MARK: Answers

static castbook_answer_t *answer(unsigned status, struct MHD_Response *response) {
  if (response == NULL) return NULL;
  castbook_answer_t *answer = calloc(1, sizeof *answer);
  if (answer == NULL) {
    microhttpd.destroy_response(response);
    return NULL;
  }
  answer->response = response;
  answer->status = status;
  return answer;
}

void castbook_answer_free(castbook_answer_t *answer) {
  if (answer == NULL) return;
  microhttpd.destroy_response(answer->response);
  free(answer);
}

castbook_answer_t *castbook_answer_bytes(unsigned status, const uint8_t *bytes, size_t count) {
  return answer(status, microhttpd.create_response_from_buffer(count, (void *)(uintptr_t)bytes, MHD_RESPMEM_MUST_COPY));
}

castbook_answer_t *castbook_answer_file(unsigned status, int descriptor, uint64_t offset, uint64_t count) {
  struct MHD_Response *response = microhttpd.create_response_from_fd_at_offset64(count, descriptor, offset);
  if (response == NULL) close(descriptor);
  return answer(status, response);
}


bool castbook_answer_header(castbook_answer_t *answer, const char *name, const char *value) {
  return microhttpd.add_response_header(answer->response, name, value) == MHD_YES;
}

void castbook_exchange_answer(castbook_exchange_t *exchange, castbook_answer_t *answer) {
  castbook_server_t *server = exchange->server;
  pthread_mutex_lock(&server->lock);
  const bool is_first = !exchange->is_answered && exchange->connection != NULL && !server->is_stopping;
  exchange->is_answered = true;
  if (is_first) {
    exchange->answer = answer;
    if (exchange->is_suspended) {
      exchange->is_suspended = false;
      microhttpd.resume_connection(exchange->connection);
    }
  }
  pthread_mutex_unlock(&server->lock);
  if (!is_first) castbook_answer_free(answer);
}

// MARK: Events

static ssize_t read_events(void *context, uint64_t position, char *bytes, size_t maximum) {
  (void)position;
  castbook_exchange_t *exchange = context;
  castbook_server_t *server = exchange->server;
  ssize_t count = 0;
  pthread_mutex_lock(&server->lock);
  if (exchange->waiting_count > 0) {
    count = exchange->waiting_count < maximum ? (ssize_t)exchange->waiting_count : (ssize_t)maximum;
    memcpy(bytes, exchange->waiting, (size_t)count);
    exchange->waiting_count -= (size_t)count;
    memmove(exchange->waiting, exchange->waiting + count, exchange->waiting_count);
  } else if (server->is_stopping || exchange->refuses_events) {
    count = MHD_CONTENT_READER_END_OF_STREAM;
  } else if (exchange->connection != NULL) {
    exchange->is_suspended = true;
    microhttpd.suspend_connection(exchange->connection);
  }
  pthread_mutex_unlock(&server->lock);
  return count;
}

static void end_events(void *context) { castbook_exchange_release(context); }

castbook_answer_t *castbook_answer_events(castbook_exchange_t *exchange) {
  castbook_exchange_keep(exchange);
  struct MHD_Response *response =
      microhttpd.create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_events, exchange, end_events);
  if (response == NULL) castbook_exchange_release(exchange);
  return answer(MHD_HTTP_OK, response);
}

bool castbook_exchange_send(castbook_exchange_t *exchange, const uint8_t *bytes, size_t count) {
  castbook_server_t *server = exchange->server;
  pthread_mutex_lock(&server->lock);
  bool is_open = exchange->connection != NULL && !exchange->refuses_events && !server->is_stopping;
  if (is_open && exchange->waiting_count + count > MAXIMUM_WAITING) {
    exchange->refuses_events = true;
    is_open = false;
  }
  if (is_open && exchange->waiting_count + count > exchange->waiting_size) {
    const size_t size = 2 * (exchange->waiting_count + count);
    uint8_t *larger = realloc(exchange->waiting, size);
    if (larger == NULL) {
      exchange->refuses_events = true;
      is_open = false;
    } else {
      exchange->waiting = larger;
      exchange->waiting_size = size;
    }
  }
  if (is_open) {
    memcpy(exchange->waiting + exchange->waiting_count, bytes, count);
    exchange->waiting_count += count;
  }
  // A connection that accepts no more events must be resumed too, so that it ends.
  if (exchange->is_suspended && exchange->connection != NULL) {
    exchange->is_suspended = false;
    microhttpd.resume_connection(exchange->connection);
  }
  pthread_mutex_unlock(&server->lock);
  return is_open;
}
