// castbook-crash: runs a command and ends it, or lets a call fail, at any call that changes a file.
#include <stdio.h>

#include "log.h"
#include "machine.h"
#include "options.h"
#include "run.h"

#ifdef CASTBOOK_CRASH_WORKS

int main(int count, char **words) {
  options_t options;
  if (!options_read(count, words, &options)) return STATUS_USAGE;
  log_t *log = log_open(&options);
  if (log == NULL) return STATUS_USAGE;
  int status = run(&options, log);
  if (log_close(log)) return status;
  fprintf(stderr, "castbook-crash: the log could not be written\n");
  return STATUS_USAGE;
}

#else

int main(void) {
  fprintf(stderr, "castbook-crash: it works on Linux only, on x86_64 and aarch64\n");
  return STATUS_FORBIDDEN;
}

#endif
