#define _GNU_SOURCE
#include "start.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "filter.h"

// What the child says before it ends.
typedef struct {
  int status;
  int error;
} trouble_t;

static const int watching = PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                            PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD |
                            PTRACE_O_TRACESECCOMP;

static int forbidden(int error) {
  fprintf(stderr, "castbook-crash: this system lets no process watch another's calls: %s\n",
          strerror(error));
  return STATUS_FORBIDDEN;
}

static void become(const options_t *options, int go, int trouble) {
  char **command = options->command;
  char sign = 0;
  if (read(go, &sign, 1) != 1) _exit(STATUS_FORBIDDEN);
  trouble_t what = {.status = STATUS_FORBIDDEN};
  if (filter_install(options)) {
    execvp(command[0], command);
    what.status = STATUS_NOT_FOUND;
  }
  what.error = errno;
  if (write(trouble, &what, sizeof what) < 0) what.error = 0;
  _exit(what.status);
}

start_t start(const options_t *options) {
  int go[2];
  int trouble[2];
  // Descendants that lose their parent become children of this process, so that it hears of their
  // end.
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  if (pipe2(go, O_CLOEXEC) != 0 || pipe2(trouble, O_CLOEXEC) != 0) {
    perror("castbook-crash");
    return (start_t){.process = -1};
  }
  pid_t child = fork();
  if (child == 0) {
    close(go[1]);
    become(options, go[0], trouble[1]);
  }
  close(go[0]);
  close(trouble[1]);
  if (child < 0) perror("castbook-crash");
  if (child > 0 && ptrace(PTRACE_SEIZE, child, 0, watching) != 0) {
    forbidden(errno);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    child = -1;
  }
  if (child > 0 && write(go[1], "", 1) != 1) perror("castbook-crash");
  close(go[1]);
  return (start_t){.process = child, .trouble = trouble[0]};
}

int start_trouble(const start_t *start, char **command) {
  trouble_t trouble;
  ssize_t got = read(start->trouble, &trouble, sizeof trouble);
  close(start->trouble);
  if (got != sizeof trouble) return 0;
  if (trouble.status == STATUS_FORBIDDEN) return forbidden(trouble.error);
  fprintf(stderr, "castbook-crash: %s: %s\n", command[0], strerror(trouble.error));
  return trouble.status;
}

#endif
