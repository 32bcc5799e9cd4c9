// Takes the right to connect from a process, for programs that only work on files.
#define _GNU_SOURCE
#include "CFiles.h"

#include "call_filter.h"

#ifdef CASTBOOK_CALL_FILTERS

#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

bool castbook_forbid_connections(void) {
  castbook_call_filter_t filter;
  castbook_filter_begin(&filter);
  // A pair of sockets for a program that this one starts is still possible.
  static const unsigned forbidden[] = {
      SYS_socket, SYS_connect, SYS_bind, SYS_listen, SYS_io_uring_setup,
  };
  for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
    castbook_filter_unless(&filter, forbidden[i], 1);
    castbook_filter_fail(&filter, EACCES);
  }
  castbook_filter_allow(&filter);
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && castbook_filter_install(&filter, true);
}

#else

bool castbook_forbid_connections(void) { return false; }

#endif
