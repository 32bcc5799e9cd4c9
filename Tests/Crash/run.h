// Runs a command, watches all its processes, and does what is asked at the call with the number.
#ifndef CASTBOOK_CRASH_RUN_H
#define CASTBOOK_CRASH_RUN_H

#include "log.h"
#include "options.h"

// Returns what to end with.
int run(const options_t *options, log_t *log);

#endif
