#define _GNU_SOURCE

#include "transport.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// What is used of libcurl. The types are those of its header; the functions are found when it is
// loaded.
static struct {
  __typeof__(&curl_global_init) global_init;
  __typeof__(&curl_easy_init) easy_init;
  __typeof__(&curl_easy_reset) easy_reset;
  __typeof__(&curl_easy_cleanup) easy_cleanup;
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  __typeof__(&curl_easy_strerror) easy_strerror;
  __typeof__(&curl_slist_append) slist_append;
  __typeof__(&curl_slist_free_all) slist_free_all;
  __typeof__(&curl_multi_init) multi_init;
  __typeof__(&curl_multi_cleanup) multi_cleanup;
  CURLMcode (*multi_setopt)(CURLM *, CURLMoption, ...);
  __typeof__(&curl_multi_add_handle) multi_add_handle;
  __typeof__(&curl_multi_remove_handle) multi_remove_handle;
  __typeof__(&curl_multi_perform) multi_perform;
  __typeof__(&curl_multi_poll) multi_poll;
  __typeof__(&curl_multi_info_read) multi_info_read;
} curl;

static const char *load_problem;

static void load(void) {
  static const char *const names[] = {
#ifdef __APPLE__
    "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib",
#else
    "libcurl.so.4", "libcurl-gnutls.so.4",
#endif
  };
  void *library = NULL;
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++) {
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  }
  if (library == NULL) {
    load_problem = "libcurl is not installed";
    return;
  }
  const struct {
    const char *name;
    void *function;
  } functions[] = {
    {"curl_global_init", &curl.global_init},
    {"curl_easy_init", &curl.easy_init},
    {"curl_easy_reset", &curl.easy_reset},
    {"curl_easy_cleanup", &curl.easy_cleanup},
    {"curl_easy_setopt", &curl.easy_setopt},
    {"curl_easy_getinfo", &curl.easy_getinfo},
    {"curl_easy_strerror", &curl.easy_strerror},
    {"curl_slist_append", &curl.slist_append},
    {"curl_slist_free_all", &curl.slist_free_all},
    {"curl_multi_init", &curl.multi_init},
    {"curl_multi_cleanup", &curl.multi_cleanup},
    {"curl_multi_setopt", &curl.multi_setopt},
    {"curl_multi_add_handle", &curl.multi_add_handle},
    {"curl_multi_remove_handle", &curl.multi_remove_handle},
    {"curl_multi_perform", &curl.multi_perform},
    {"curl_multi_poll", &curl.multi_poll},
    {"curl_multi_info_read", &curl.multi_info_read},
  };
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    void *found = dlsym(library, functions[index].name);
    if (found == NULL) {
      load_problem = "libcurl is too old: 7.85 or newer is needed";
      return;
    }
    memcpy(functions[index].function, &found, sizeof found);
  }
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) load_problem = "libcurl does not start";
}

const char *castbook_transport_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return load_problem;
}

// The longest head of an answer that is kept.
#define MAXIMUM_HEAD ((size_t)1 << 16)
// The longest body of a refusal that is kept.
#define MAXIMUM_REFUSAL ((uint64_t)1 << 16)

struct buffer {
  uint8_t *bytes;
  size_t count, room;
};

static bool append(struct buffer *buffer, const void *bytes, size_t count) {
  if (count > buffer->room - buffer->count) {
    size_t room = buffer->room ? buffer->room : 1024;
    while (room - buffer->count < count) room *= 2;
    uint8_t *larger = realloc(buffer->bytes, room);
    if (larger == NULL) return false;
    buffer->bytes = larger;
    buffer->room = room;
  }
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
  return true;
}

struct transfer {
  struct transfer *next;
  CURL *easy;
  uint64_t identifier;
  struct curl_slist *headers;
  uint8_t *first, *last;
  int body_file, received_file;
  uint64_t first_bytes, file_bytes, last_bytes, sent, received, maximum;
  struct buffer head, kept;
  int end, problem;
  char words[CURL_ERROR_SIZE];
};

struct castbook_transport {
  CURLM *multi;
  castbook_transport_options_t options;
  char *authorities;
  struct transfer *running;
  struct transfer *spare;
  struct transfer *told;  // The one whose outcome the caller looks at.
  size_t count;
};

static uint64_t body_bytes(const struct transfer *transfer) {
  return transfer->first_bytes + transfer->file_bytes + transfer->last_bytes;
}

static size_t send_part(char *to, size_t size, size_t number, void *context) {
  struct transfer *transfer = context;
  uint64_t at = transfer->sent;
  size_t count = size * number;
  const uint8_t *bytes = transfer->first;
  uint64_t part = transfer->first_bytes;
  bool is_file = false;
  if (at >= part) {
    at -= part;
    part = transfer->file_bytes;
    is_file = at < part;
    if (!is_file) {
      at -= part;
      part = transfer->last_bytes;
      bytes = transfer->last;
    }
  }
  if (count > part - at) count = (size_t)(part - at);
  if (count == 0) return 0;
  if (is_file) {
    ssize_t found;
    do found = pread(transfer->body_file, to, count, (off_t)at);
    while (found < 0 && errno == EINTR);
    if (found <= 0) {
      // A file that became shorter is as bad as one that can't be read.
      transfer->end = CASTBOOK_TRANSFER_NOT_STORED;
      transfer->problem = found < 0 ? errno : EIO;
      return CURL_READFUNC_ABORT;
    }
    count = (size_t)found;
  } else {
    memcpy(to, bytes + at, count);
  }
  transfer->sent += count;
  return count;
}

// A connection that was kept may turn out to be closed: then libcurl sends the body from its
// beginning on another one.
static int seek_body(void *context, curl_off_t offset, int origin) {
  struct transfer *transfer = context;
  if (origin != SEEK_SET || offset < 0 || (uint64_t)offset > body_bytes(transfer)) return CURL_SEEKFUNC_FAIL;
  transfer->sent = (uint64_t)offset;
  return CURL_SEEKFUNC_OK;
}

static size_t take_head(char *bytes, size_t size, size_t number, void *context) {
  struct transfer *transfer = context;
  size_t count = size * number;
  // Each answer has a head of its own, also those before the last one, such as 100.
  if (count >= 5 && memcmp(bytes, "HTTP/", 5) == 0) transfer->head.count = 0;
  if (transfer->head.count + count > MAXIMUM_HEAD) {
    transfer->end = CASTBOOK_TRANSFER_TOO_LONG;
    return 0;
  }
  return append(&transfer->head, bytes, count) ? count : 0;
}

static size_t take_part(char *bytes, size_t size, size_t number, void *context) {
  struct transfer *transfer = context;
  size_t count = size * number;
  long status = 0;
  curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  bool is_refusal = status < 200 || status > 299;
  if (count > (is_refusal ? MAXIMUM_REFUSAL : transfer->maximum) - transfer->received) {
    transfer->end = CASTBOOK_TRANSFER_TOO_LONG;
    return 0;
  }
  if (transfer->received_file < 0 || is_refusal) {
    if (!append(&transfer->kept, bytes, count)) return 0;
  } else {
    for (size_t written = 0; written < count;) {
      ssize_t step = pwrite(
          transfer->received_file, bytes + written, count - written, (off_t)(transfer->received + written));
      if (step < 0 && errno == EINTR) continue;
      if (step <= 0) {
        transfer->end = CASTBOOK_TRANSFER_NOT_STORED;
        transfer->problem = step < 0 ? errno : ENOSPC;
        return 0;
      }
      written += (size_t)step;
    }
  }
  transfer->received += count;
  return count;
}

castbook_transport_t *castbook_transport_open(const castbook_transport_options_t *options) {
  if (castbook_transport_load() != NULL) return NULL;
  castbook_transport_t *transport = calloc(1, sizeof *transport);
  if (transport == NULL) return NULL;
  transport->options = *options;
  if (options->authorities != NULL) transport->authorities = strdup(options->authorities);
  transport->multi = curl.multi_init();
  if (transport->multi == NULL || (options->authorities != NULL && transport->authorities == NULL)) {
    castbook_transport_close(transport);
    return NULL;
  }
  long connections = options->connections;
  curl.multi_setopt(transport->multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
  curl.multi_setopt(transport->multi, CURLMOPT_MAXCONNECTS, connections);
  return transport;
}

static void forget(struct transfer *transfer) {
  if (transfer == NULL) return;
  if (transfer->headers != NULL) curl.slist_free_all(transfer->headers);
  free(transfer->first);
  free(transfer->last);
  free(transfer->head.bytes);
  free(transfer->kept.bytes);
  if (transfer->easy != NULL) curl.easy_cleanup(transfer->easy);
  free(transfer);
}

// Keeps the handle and the room of a transfer for another one.
static void put_aside(castbook_transport_t *transport, struct transfer *transfer) {
  if (transfer->headers != NULL) curl.slist_free_all(transfer->headers);
  free(transfer->first);
  free(transfer->last);
  // What was long once need not be kept.
  if (transfer->kept.room > MAXIMUM_HEAD) {
    free(transfer->kept.bytes);
    transfer->kept = (struct buffer){0};
  }
  struct transfer empty = {
    .easy = transfer->easy, .head = transfer->head, .kept = transfer->kept, .next = transport->spare};
  *transfer = empty;
  transfer->head.count = transfer->kept.count = 0;
  transport->spare = transfer;
}

void castbook_transport_close(castbook_transport_t *transport) {
  if (transport == NULL) return;
  struct transfer *lists[] = {transport->running, transport->spare, transport->told};
  for (size_t index = 0; index < 3; index++) {
    for (struct transfer *transfer = lists[index], *next; transfer != NULL; transfer = next) {
      next = transfer->next;
      if (index == 0) curl.multi_remove_handle(transport->multi, transfer->easy);
      forget(transfer);
    }
  }
  if (transport->multi != NULL) curl.multi_cleanup(transport->multi);
  free(transport->authorities);
  free(transport);
}

// Whether an address is one that anyone on the internet can reach: the ranges of RFC 6890 are not.
static bool is_public_v4(const uint8_t byte[4]) {
  switch (byte[0]) {
    case 0: case 10: case 127: return false;
    case 100: return (byte[1] & 0xC0) != 64;
    case 169: return byte[1] != 254;
    case 172: return (byte[1] & 0xF0) != 16;
    case 192: return byte[1] != 168 && !(byte[1] == 0 && (byte[2] == 0 || byte[2] == 2)) && !(byte[1] == 88 && byte[2] == 99);
    case 198: return (byte[1] & 0xFE) != 18 && !(byte[1] == 51 && byte[2] == 100);
    case 203: return !(byte[1] == 0 && byte[2] == 113);
    default: return byte[0] < 224;
  }
}

static bool is_public_v6(const uint8_t byte[16]) {
  static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
  static const uint8_t translated[12] = {0, 0x64, 0xFF, 0x9B};
  // An IPv4 address in another form.
  if (memcmp(byte, mapped, 12) == 0 || memcmp(byte, translated, 12) == 0) return is_public_v4(byte + 12);
  if (byte[0] == 0x20 && byte[1] == 0x02) return is_public_v4(byte + 2);
  // Only 2000::/3 is given out; of that, 2001:0::/23 and the examples of 2001:db8::/32 are special.
  if ((byte[0] & 0xE0) != 0x20) return false;
  if (byte[0] == 0x20 && byte[1] == 0x01) return byte[2] > 1 && !(byte[2] == 0x0D && byte[3] == 0xB8);
  return true;
}

bool castbook_transport_is_public(const struct sockaddr *address) {
  if (address->sa_family == AF_INET) {
    return is_public_v4((const uint8_t *)&((const struct sockaddr_in *)address)->sin_addr);
  }
  if (address->sa_family == AF_INET6) {
    return is_public_v6(((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr);
  }
  return false;
}

// The address is checked when it is known, not before: a name may change what it means.
static curl_socket_t open_public(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  (void)purpose;
  struct transfer *transfer = context;
  if (!castbook_transport_is_public(&address->addr)) {
    transfer->end = CASTBOOK_TRANSFER_NOT_PUBLIC;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool copy(uint8_t **to, const uint8_t *bytes, uint64_t count) {
  if (count == 0) return true;
  *to = malloc((size_t)count);
  if (*to != NULL) memcpy(*to, bytes, (size_t)count);
  return *to != NULL;
}

static bool prepare(
    castbook_transport_t *transport, struct transfer *transfer, const castbook_transfer_t *wanted) {
  transfer->identifier = wanted->identifier;
  transfer->body_file = wanted->body_file;
  transfer->received_file = wanted->received_file;
  transfer->maximum = wanted->maximum_bytes;
  transfer->first_bytes = wanted->head_bytes;
  transfer->file_bytes = wanted->body_file < 0 ? 0 : wanted->file_bytes;
  transfer->last_bytes = wanted->tail_bytes;
  if (!copy(&transfer->first, wanted->head, wanted->head_bytes)) return false;
  if (!copy(&transfer->last, wanted->tail, wanted->tail_bytes)) return false;
  for (size_t index = 0; index < wanted->header_count; index++) {
    struct curl_slist *longer = curl.slist_append(transfer->headers, wanted->headers[index]);
    if (longer == NULL) return false;
    transfer->headers = longer;
  }
  CURL *easy = transfer->easy;
  curl.easy_reset(easy);
  const castbook_transport_options_t *options = &transport->options;
  CURLcode code = curl.easy_setopt(easy, CURLOPT_URL, wanted->url);
  if (code == CURLE_OK) code = curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  if (code == CURLE_OK) code = curl.easy_setopt(easy, CURLOPT_CUSTOMREQUEST, wanted->method);
  if (code != CURLE_OK) return false;
  curl.easy_setopt(easy, CURLOPT_PRIVATE, transfer);
  curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->words);
  curl.easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
  curl.easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl.easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl.easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (transport->authorities != NULL) curl.easy_setopt(easy, CURLOPT_CAINFO, transport->authorities);
  curl.easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  curl.easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl.easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)options->connect_seconds);
  curl.easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)options->slowest_bytes);
  curl.easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)options->stalled_seconds);
  curl.easy_setopt(easy, CURLOPT_BUFFERSIZE, 262144L);
  curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
  curl.easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
  curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_part);
  curl.easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
  if (wanted->milliseconds > 0) curl.easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)wanted->milliseconds);
  if (strcmp(wanted->method, "HEAD") == 0) curl.easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (wanted->proxy != NULL) curl.easy_setopt(easy, CURLOPT_PROXY, wanted->proxy);
  if (wanted->only_public) {
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_public);
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
  }
  if (wanted->once || wanted->only_public) {
    // libcurl sends a request again, also a POST, if a connection that was kept closes without an
    // answer. And a connection that was kept was not opened under these conditions.
    curl.easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl.easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  }
  if (wanted->has_body) {
    curl.easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl.easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 524288L);
    curl.easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)body_bytes(transfer));
    curl.easy_setopt(easy, CURLOPT_READFUNCTION, send_part);
    curl.easy_setopt(easy, CURLOPT_READDATA, transfer);
    curl.easy_setopt(easy, CURLOPT_SEEKFUNCTION, seek_body);
    curl.easy_setopt(easy, CURLOPT_SEEKDATA, transfer);
  }
  return curl.multi_add_handle(transport->multi, easy) == CURLM_OK;
}

bool castbook_transfer_start(castbook_transport_t *transport, const castbook_transfer_t *wanted) {
  struct transfer *transfer = transport->spare;
  if (transfer != NULL) {
    transport->spare = transfer->next;
  } else {
    transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL) return false;
    transfer->easy = curl.easy_init();
    if (transfer->easy == NULL) {
      forget(transfer);
      return false;
    }
  }
  transfer->next = NULL;
  if (!prepare(transport, transfer, wanted)) {
    put_aside(transport, transfer);
    return false;
  }
  transfer->next = transport->running;
  transport->running = transfer;
  transport->count++;
  return true;
}

static int end_of(CURLcode code) {
  switch (code) {
    case CURLE_OK: return CASTBOOK_TRANSFER_DONE;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return CASTBOOK_TRANSFER_NO_CONNECTION;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM: return CASTBOOK_TRANSFER_NOT_TRUSTED;
    case CURLE_OPERATION_TIMEDOUT: return CASTBOOK_TRANSFER_LATE;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return CASTBOOK_TRANSFER_IMPOSSIBLE;
    default: return CASTBOOK_TRANSFER_BROKEN;
  }
}

// Takes one transfer that has ended off the list of those that run.
static bool take_ended(castbook_transport_t *transport, castbook_outcome_t *outcome) {
  int left;
  CURLMsg *message;
  while ((message = curl.multi_info_read(transport->multi, &left)) != NULL) {
    if (message->msg != CURLMSG_DONE) continue;
    struct transfer *transfer = NULL;
    CURLcode code = message->data.result;
    curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    curl.multi_remove_handle(transport->multi, transfer->easy);
    struct transfer **link = &transport->running;
    while (*link != transfer) link = &(*link)->next;
    *link = transfer->next;
    transfer->next = NULL;
    transport->count--;
    transport->told = transfer;
    long status = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    // Zero until the connection is there, with its proxy and its encryption.
    curl_off_t ready = 0;
    curl.easy_getinfo(transfer->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
#ifdef SYNC_FILE_RANGE_WRITE
    // The disk begins while others arrive: making the file durable takes less time then.
    if (transfer->received_file >= 0) sync_file_range(transfer->received_file, 0, 0, SYNC_FILE_RANGE_WRITE);
#endif
    // Why a callback ended it says more than that it did.
    int end = code != CURLE_OK && transfer->end ? transfer->end : end_of(code);
    *outcome = (castbook_outcome_t){
      .identifier = transfer->identifier, .end = end, .problem = transfer->problem, .status = status,
      .may_have_arrived = ready > 0,
      .words = end == CASTBOOK_TRANSFER_DONE ? NULL
             : transfer->words[0] ? transfer->words : curl.easy_strerror(code),
      .head = transfer->head.bytes, .head_bytes = transfer->head.count,
      .body = transfer->kept.bytes, .body_bytes = transfer->kept.count, .received_bytes = transfer->received};
    return true;
  }
  return false;
}

bool castbook_transport_next(
    castbook_transport_t *transport, int milliseconds, int wakening, bool *is_woken, castbook_outcome_t *outcome) {
  if (is_woken != NULL) *is_woken = false;
  if (transport->told != NULL) {
    put_aside(transport, transport->told);
    transport->told = NULL;
  }
  // Others may have ended at the same time as the last one.
  if (take_ended(transport, outcome)) return true;
  int running;
  curl.multi_perform(transport->multi, &running);
  if (take_ended(transport, outcome)) return true;
  if (milliseconds == 0 && wakening < 0) return false;
  struct curl_waitfd extra = {.fd = wakening, .events = CURL_WAIT_POLLIN};
  bool has_extra = wakening >= 0;
  curl.multi_poll(transport->multi, has_extra ? &extra : NULL, has_extra ? 1 : 0, milliseconds, NULL);
  // The end of a file is POLLHUP alone, which curl_multi_poll does not report everywhere.
  struct pollfd now = {.fd = wakening, .events = POLLIN};
  if (has_extra && is_woken != NULL) *is_woken = poll(&now, 1, 0) > 0;
  curl.multi_perform(transport->multi, &running);
  return take_ended(transport, outcome);
}

size_t castbook_transport_count(const castbook_transport_t *transport) { return transport->count; }
