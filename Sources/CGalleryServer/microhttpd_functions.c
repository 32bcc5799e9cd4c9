#include "microhttpd_functions.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "gallery_server.h"

microhttpd_functions_t microhttpd;

// Why the library can't be used; empty if it can.
static char load_problem[512];

static void load(void) {
#ifdef __APPLE__
  static const char name[] = "libmicrohttpd.12.dylib";
#else
  static const char name[] = "libmicrohttpd.so.12";
#endif
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(load_problem, sizeof load_problem, "libmicrohttpd can't be loaded: %s", reason == NULL ? name : reason);
    return;
  }
  const struct {
    const char *name;
    void *function;
  } functions[] = {
    {"MHD_add_response_header", &microhttpd.add_response_header},
    {"MHD_create_response_from_buffer", &microhttpd.create_response_from_buffer},
    {"MHD_create_response_from_callback", &microhttpd.create_response_from_callback},
    {"MHD_create_response_from_fd_at_offset64", &microhttpd.create_response_from_fd_at_offset64},
    {"MHD_destroy_response", &microhttpd.destroy_response},
    {"MHD_get_connection_info", &microhttpd.get_connection_info},
    {"MHD_get_connection_values", &microhttpd.get_connection_values},
    {"MHD_get_daemon_info", &microhttpd.get_daemon_info},
    {"MHD_queue_response", &microhttpd.queue_response},
    {"MHD_resume_connection", &microhttpd.resume_connection},
    {"MHD_start_daemon", &microhttpd.start_daemon},
    {"MHD_stop_daemon", &microhttpd.stop_daemon},
    {"MHD_suspend_connection", &microhttpd.suspend_connection},
  };
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    void *found = dlsym(library, functions[index].name);
    if (found == NULL) {
      snprintf(load_problem, sizeof load_problem, "libmicrohttpd is too old: 0.9.75 or newer is needed");
      return;
    }
    memcpy(functions[index].function, &found, sizeof found);
  }
}

const char *castbook_server_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return load_problem[0] == '\0' ? NULL : load_problem;
}
