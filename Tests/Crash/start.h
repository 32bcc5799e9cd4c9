// Starts a command so that it is watched from its first instruction.
#ifndef CASTBOOK_CRASH_START_H
#define CASTBOOK_CRASH_START_H

#include <sys/types.h>

#include "options.h"

typedef struct {
  pid_t process;   // Or -1 after the reason was printed.
  int trouble;     // What the command's process says when it can't become the command.
} start_t;

start_t start(const options_t *options);

// Once it has ended: says why it couldn't become the command, and returns what to end with; 0 when
// it could.
int start_trouble(const start_t *start, char **command);

#endif
