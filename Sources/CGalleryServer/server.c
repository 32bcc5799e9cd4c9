// The server itself: its connections, and how a request passes through the handlers.
//
// libmicrohttpd calls `first_line`, `handle` and `completed` for each request, on threads of its
// own, and `connected` for each connection. `handle` is called once for the head, once for each
// part of the body, and again at its end or when the connection is resumed. A thread of our own,
// `watch`, closes connections that send a head or a body too slowly.
//
// Decision: docs/decisions/0023-gallery.md. Tests: GalleryTests (Misuse for slow and hostile
// clients, Questions, Coming, WhoIsLetIn), which also run under the address and thread sanitizers
// in `Scripts/test --long`.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exchange.h"
#include "microhttpd_functions.h"
#include "server_state.h"

// The memory for the head of a request and the head of its answer together, how often slow
// connections are looked for, and how often any free port is tried until it is free on both
// addresses.
enum { MEMORY_PER_CONNECTION = 32 << 10, WATCH_SECONDS = 1, PORT_ATTEMPTS = 16 };

static uint64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

// MARK: Requests

static connection_t *entry_of(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = microhttpd.get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}

// Makes the exchange of a request. libmicrohttpd calls this first, with the target as it was sent.
static void *first_line(void *context, const char *target, struct MHD_Connection *connection) {
  castbook_server_t *server = context;
  castbook_exchange_t *exchange = calloc(1, sizeof *exchange);
  if (exchange == NULL) return NULL;
  exchange->target = strdup(target);
  if (exchange->target == NULL) {
    free(exchange);
    return NULL;
  }
  exchange->server = server;
  castbook_server_keep(server);
  exchange->connection = connection;
  atomic_init(&exchange->references, 1);
  exchange->began = milliseconds();
  pthread_mutex_lock(&server->lock);
  connection_t *entry = entry_of(connection);
  if (entry != NULL) {
    // From here on the head has its own time, however long the connection was idle before.
    if (entry->was_answered) entry->since = exchange->began;
    entry->has_line = true;
  }
  pthread_mutex_unlock(&server->lock);
  return exchange;
}

// Marks the exchange's connection as busy with this request, or as waiting for the next one.
static void mark(castbook_exchange_t *exchange, bool is_busy) {
  castbook_server_t *server = exchange->server;
  pthread_mutex_lock(&server->lock);
  connection_t *entry = exchange->connection == NULL ? NULL : entry_of(exchange->connection);
  if (entry != NULL) {
    entry->exchange = is_busy ? exchange : NULL;
    entry->since = milliseconds();
    entry->has_line = false;
    if (!is_busy) entry->was_answered = true;
  }
  pthread_mutex_unlock(&server->lock);
}

// Passes the answer to libmicrohttpd. Without an answer, MHD_NO ends the connection.
static enum MHD_Result queue(castbook_exchange_t *exchange) {
  castbook_server_t *server = exchange->server;
  pthread_mutex_lock(&server->lock);
  castbook_answer_t *answer = exchange->answer;
  exchange->answer = NULL;
  pthread_mutex_unlock(&server->lock);
  if (answer == NULL) return MHD_NO;
  const enum MHD_Result result = microhttpd.queue_response(exchange->connection, answer->status, answer->response);
  castbook_answer_free(answer);
  return result;
}

// Has a complete request answered: at once, or by suspending its connection until there is an
// answer.
static enum MHD_Result finish(castbook_exchange_t *exchange) {
  castbook_server_t *server = exchange->server;
  if (!exchange->is_ready) {
    // The watch thread reads `is_ready`, so the lock is needed.
    pthread_mutex_lock(&server->lock);
    exchange->is_ready = true;
    pthread_mutex_unlock(&server->lock);
    castbook_exchange_keep(exchange);
    if (server->handlers.on_complete(server->handlers.context, exchange)) castbook_exchange_release(exchange);
  }
  pthread_mutex_lock(&server->lock);
  const bool is_answered = exchange->is_answered || server->is_stopping;
  if (!is_answered) {
    // Suspending under the lock keeps another thread from resuming the connection before that.
    exchange->is_suspended = true;
    microhttpd.suspend_connection(exchange->connection);
  }
  pthread_mutex_unlock(&server->lock);
  return is_answered ? queue(exchange) : MHD_YES;
}

// Whether the body of a request has taken longer than its size allows.
static bool is_too_slow(const castbook_exchange_t *exchange, uint64_t now) {
  const castbook_server_limits_t *limits = &exchange->server->limits;
  const uint64_t allowed = limits->body_seconds + exchange->body_bytes / limits->body_bytes_per_second;
  return !exchange->is_ready && now - exchange->began > allowed * 1000;
}

static enum MHD_Result handle(
    void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
    const char *bytes, size_t *count, void **state) {
  (void)connection, (void)url, (void)version;
  castbook_server_t *server = context;
  castbook_exchange_t *exchange = *state;
  if (exchange == NULL) return MHD_NO;
  if (!exchange->has_begun) {
    exchange->has_begun = true;
    exchange->method = strdup(method);
    if (exchange->method == NULL) return MHD_NO;
    mark(exchange, true);
    if (server->handlers.on_head(server->handlers.context, exchange)) return MHD_YES;
    pthread_mutex_lock(&server->lock);
    exchange->is_ready = true;
    pthread_mutex_unlock(&server->lock);
    return queue(exchange);
  }
  if (*count > 0) {
    pthread_mutex_lock(&server->lock);
    exchange->body_bytes += *count;
    pthread_mutex_unlock(&server->lock);
    if (!server->handlers.on_body(server->handlers.context, exchange, (const uint8_t *)bytes, *count)) return MHD_NO;
    *count = 0;
    return MHD_YES;
  }
  return finish(exchange);
}

static void completed(
    void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code) {
  (void)context, (void)connection, (void)code;
  castbook_exchange_t *exchange = *state;
  *state = NULL;
  if (exchange == NULL) return;
  castbook_server_t *server = exchange->server;
  mark(exchange, false);
  if (exchange->has_begun) server->handlers.on_end(server->handlers.context, exchange);
  pthread_mutex_lock(&server->lock);
  exchange->connection = NULL;
  exchange->refuses_events = true;
  // An answer that was never sent is freed here: an answer of events keeps a reference to the
  // exchange.
  castbook_answer_t *unsent = exchange->answer;
  exchange->answer = NULL;
  pthread_mutex_unlock(&server->lock);
  castbook_answer_free(unsent);
  castbook_exchange_release(exchange);
}

// MARK: Connections

// Shuts a connection down. libmicrohttpd's thread notices that and closes the socket.
static void end(connection_t *entry) {
  if (entry->is_ending || entry->descriptor < 0) return;
  entry->is_ending = true;
  shutdown(entry->descriptor, SHUT_RDWR);
}

// Ends the connection that has waited longest for a head, if connections are running out. Three
// quarters of them may be taken, on both addresses together: each of libmicrohttpd's threads has
// its own share, and one of them must have a place left.
static void make_room(castbook_server_t *server) {
  if (server->connection_count <= server->limits.maximum_connections / 4 * 3) return;
  connection_t *oldest = NULL;
  for (connection_t *one = server->connections; one != NULL; one = one->next) {
    if (one->exchange != NULL || one->is_ending) continue;
    if (oldest == NULL || one->since <= oldest->since) oldest = one;
  }
  if (oldest != NULL) end(oldest);
}

static void connected(
    void *context, struct MHD_Connection *connection, void **socket_context, enum MHD_ConnectionNotificationCode code) {
  castbook_server_t *server = context;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    connection_t *entry = calloc(1, sizeof *entry);
    const union MHD_ConnectionInfo *info = microhttpd.get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (entry == NULL) return;
    entry->descriptor = info == NULL ? -1 : info->connect_fd;
    entry->since = milliseconds();
    pthread_mutex_lock(&server->lock);
    entry->next = server->connections;
    entry->link = &server->connections;
    if (entry->next != NULL) entry->next->link = &entry->next;
    server->connections = entry;
    server->connection_count += 1;
    make_room(server);
    pthread_mutex_unlock(&server->lock);
    *socket_context = entry;
  } else if (*socket_context != NULL) {
    connection_t *entry = *socket_context;
    pthread_mutex_lock(&server->lock);
    *entry->link = entry->next;
    if (entry->next != NULL) entry->next->link = entry->link;
    server->connection_count -= 1;
    pthread_mutex_unlock(&server->lock);
    *socket_context = NULL;
    free(entry);
  }
}

// Whether the client has closed its side. libmicrohttpd does not notice that if the end comes
// together with the last bytes of a head that is malformed or incomplete: it waits for another
// event, and there is none.
static bool is_left(const connection_t *entry) {
  char byte;
  return recv(entry->descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

// Whether a connection is to end: no head or body arrives in time, or no one is there any more.
static bool is_over(const castbook_server_t *server, const connection_t *entry, uint64_t now) {
  if (entry->descriptor < 0) return false;
  if (entry->exchange != NULL) return is_too_slow(entry->exchange, now);
  const bool is_idle = entry->was_answered && !entry->has_line;
  const uint64_t allowed = is_idle ? server->limits.idle_seconds : server->limits.head_seconds;
  return now - entry->since > allowed * 1000 || is_left(entry);
}

// Ends connections that are over. libmicrohttpd's own timeout notices only those on which no bytes
// arrive at all.
static void *watch(void *context) {
  castbook_server_t *server = context;
  pthread_mutex_lock(&server->lock);
  while (!server->is_stopping) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WATCH_SECONDS;
    pthread_cond_timedwait(&server->stopping, &server->lock, &until);
    const uint64_t now = milliseconds();
    for (connection_t *one = server->connections; one != NULL; one = one->next) {
      if (is_over(server, one, now)) end(one);
    }
  }
  pthread_mutex_unlock(&server->lock);
  return NULL;
}

// MARK: Start and end

// Discards libmicrohttpd's messages, which would go to the terminal of a user who can't act on
// them.
static void discard_message(void *context, const char *format, va_list arguments) {
  (void)context, (void)format, (void)arguments;
}

// Listens on one address. Returns NULL and sets `problem` if that fails.
static struct MHD_Daemon *listen_on(
    castbook_server_t *server, const struct sockaddr *address, unsigned flags, unsigned threads, int *problem) {
  errno = 0;
  struct MHD_Daemon *daemon = microhttpd.start_daemon(
      flags | MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle,
      server, MHD_OPTION_EXTERNAL_LOGGER, discard_message, NULL, MHD_OPTION_SOCK_ADDR, address,
      MHD_OPTION_URI_LOG_CALLBACK, first_line, server, MHD_OPTION_NOTIFY_COMPLETED, completed, server,
      MHD_OPTION_NOTIFY_CONNECTION, connected, server, MHD_OPTION_THREAD_POOL_SIZE, threads,
      MHD_OPTION_CONNECTION_LIMIT, server->limits.maximum_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t)MEMORY_PER_CONNECTION, MHD_OPTION_CONNECTION_TIMEOUT, server->limits.idle_seconds,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
  if (daemon == NULL) *problem = errno == 0 ? EIO : errno;
  return daemon;
}

// Whether the machine has the address ::1.
static bool has_ipv6(void) {
  const int probe = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  const struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  const bool is_there = bind(probe, (const struct sockaddr *)&address, sizeof address) == 0;
  close(probe);
  return is_there;
}

static uint16_t port_of(const castbook_server_t *server) {
  const union MHD_DaemonInfo *info = microhttpd.get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info == NULL ? server->limits.port : info->port;
}

// Listens on both addresses of this machine.
static bool listen_on_both(castbook_server_t *server, int *problem) {
  const struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(server->limits.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  server->daemon = listen_on(server, (const struct sockaddr *)&address, 0, server->limits.threads, problem);
  if (server->daemon == NULL || !has_ipv6()) return server->daemon != NULL;
  const struct sockaddr_in6 address6 = {
      .sin6_family = AF_INET6, .sin6_port = htons(port_of(server)), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  server->daemon6 = listen_on(server, (const struct sockaddr *)&address6, MHD_USE_IPv6, 1, problem);
  if (server->daemon6 != NULL) return true;
  microhttpd.stop_daemon(server->daemon);
  server->daemon = NULL;
  return false;
}

castbook_server_t *castbook_server_start(
    const castbook_server_limits_t *limits, const castbook_server_handlers_t *handlers, int *problem) {
  castbook_server_t *server = castbook_server_new(limits, handlers);
  if (server == NULL) {
    *problem = ENOMEM;
    return NULL;
  }
  int attempts = limits->port == 0 ? PORT_ATTEMPTS : 1;
  while (!listen_on_both(server, problem)) {
    attempts -= 1;
    if (attempts > 0 && *problem == EADDRINUSE) continue;
    castbook_server_release(server);
    return NULL;
  }
  server->has_watch = pthread_create(&server->watch, NULL, watch, server) == 0;
  return server;
}

uint16_t castbook_server_port(const castbook_server_t *server) { return port_of(server); }

void castbook_server_stop(castbook_server_t *server) {
  pthread_mutex_lock(&server->lock);
  server->is_stopping = true;
  pthread_cond_broadcast(&server->stopping);
  // libmicrohttpd can end a suspended connection only after it is resumed.
  for (connection_t *one = server->connections; one != NULL; one = one->next) {
    castbook_exchange_t *exchange = one->exchange;
    if (exchange == NULL || !exchange->is_suspended) continue;
    exchange->is_suspended = false;
    exchange->refuses_events = true;
    microhttpd.resume_connection(exchange->connection);
  }
  pthread_mutex_unlock(&server->lock);
  if (server->has_watch) pthread_join(server->watch, NULL);
  microhttpd.stop_daemon(server->daemon);
  if (server->daemon6 != NULL) microhttpd.stop_daemon(server->daemon6);
  castbook_server_release(server);
}
