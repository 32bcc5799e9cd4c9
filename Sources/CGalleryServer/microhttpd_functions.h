// The functions of libmicrohttpd that the server calls. They are found when it first starts, so
// that no other command waits for the library.
#ifndef CASTBOOK_GALLERY_MICROHTTPD_FUNCTIONS_H
#define CASTBOOK_GALLERY_MICROHTTPD_FUNCTIONS_H

#include <microhttpd.h>

typedef struct {
  __typeof__(&MHD_add_response_header) add_response_header;
  __typeof__(&MHD_create_response_from_buffer) create_response_from_buffer;
  __typeof__(&MHD_create_response_from_callback) create_response_from_callback;
  __typeof__(&MHD_create_response_from_fd_at_offset64) create_response_from_fd_at_offset64;
  __typeof__(&MHD_destroy_response) destroy_response;
  __typeof__(&MHD_get_connection_info) get_connection_info;
  __typeof__(&MHD_get_connection_values) get_connection_values;
  __typeof__(&MHD_get_daemon_info) get_daemon_info;
  __typeof__(&MHD_queue_response) queue_response;
  __typeof__(&MHD_resume_connection) resume_connection;
  __typeof__(&MHD_start_daemon) start_daemon;
  __typeof__(&MHD_stop_daemon) stop_daemon;
  __typeof__(&MHD_suspend_connection) suspend_connection;
} microhttpd_functions_t;

// Valid after `castbook_server_load` has returned NULL.
extern microhttpd_functions_t microhttpd;

#endif
