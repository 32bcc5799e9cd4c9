#define _GNU_SOURCE
#include "run.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "start.h"
#include "tasks.h"
#include "times.h"
#include "tracee.h"

// One run of a command.
//
// Calls that count are let in one at a time, whatever threads they come from: so their numbers are
// the order in which they take effect, and at the N-th all before it are done and none after it
// begun.
typedef struct {
  const options_t *options;
  log_t *log;
  const times_t *times;
  start_t start;
  tasks_t tasks;
  long calls;         // That counted so far.
  long turns;         // Of those that had to wait.
  int inside;         // Threads that are in such a call.
  double admitted;    // When the last of them was let in.
  double deadline;
  const char *how;    // How this process ended all of it, or NULL; with
  long how_number;
  int command_status; // How the command ended, as `waitpid` says it.
} run_t;

// A call that doesn't return for so long, in seconds, may wait for another that is kept waiting.
static const double patience = 2;

static volatile sig_atomic_t stopped_by;

static void note_signal(int number) {
  if (number != SIGALRM) stopped_by = number;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void finish(run_t *run, const char *how, long number) {
  run->how = how;
  run->how_number = number;
  tasks_kill(&run->tasks);
}

static void resume(const task_t *task, int signal) {
  // One that has been killed meanwhile can't be resumed, and need not be.
  ptrace(PTRACE_CONT, task->thread, 0, signal);
}

// Lets a thread into a call, and does what is asked for if it is the one.
static void admit(run_t *run, task_t *task) {
  const options_t *options = run->options;
  call_t *call = &task->call;
  task->phase = PHASE_ELSEWHERE;
  call->injected = call->has_inode = call->makes = false;
  if (!call_examine(call, options)) {
    resume(task, 0);
    return;
  }
  call->number = ++run->calls;
  bool is_it = call->number == options->number;
  if (is_it && options->deed == DEED_KILL) {
    log_call(run->log, call, NULL);
    finish(run, "killed", call->number);
    return;
  }
  if (is_it && options->deed == DEED_TEAR && !(call_is_write(call) && call_tear(call))) {
    log_call(run->log, call, NULL);
    finish(run, "whole", call->number);
    return;
  }
  bool is_later = call->number >= options->number && options->deed == DEED_FAIL_FROM;
  if ((is_it && options->deed == DEED_FAIL) || (is_later && call_takes_space(call))) {
    call->injected = tracee_skip(task->thread);
  }
  task->phase = PHASE_INSIDE;
  run->inside++;
  run->admitted = now();
  ptrace(PTRACE_SYSCALL, task->thread, 0, 0);
}

static bool is_free(const run_t *run) {
  return run->how == NULL && (run->inside == 0 || now() - run->admitted > patience);
}

static void admit_waiting(run_t *run) {
  task_t *next;
  while (is_free(run) && (next = tasks_next(&run->tasks)) != NULL) admit(run, next);
}

static void arrive(run_t *run, task_t *task) {
  long number = 0;
  call_t *call = &task->call;
  call->thread = task->thread;
  call->process = task->process;
  call->form = tracee_entering(task->thread, &number, call->arguments) ? form_of(number) : NULL;
  if (times_is_asked(number)) {
    task->phase = PHASE_ASKING;
    task->asked = number;
    ptrace(PTRACE_SYSCALL, task->thread, 0, 0);
    return;
  }
  if (call->form == NULL || call_only_reads(call)) {
    times_open_start(run->options, task->thread, number, call->arguments);
    resume(task, 0);
    return;
  }
  task->phase = PHASE_WAITING;
  task->turn = ++run->turns;
  admit_waiting(run);
}

static void leave(run_t *run, task_t *task) {
  const options_t *options = run->options;
  call_t *call = &task->call;
  int64_t result = -options->error;
  bool returned = call->injected ? tracee_answer(task->thread, result)
                                 : tracee_leaving(task->thread, &result);
  log_call(run->log, call, returned ? &result : NULL);
  task->phase = PHASE_ELSEWHERE;
  run->inside--;
  bool ends = options->deed == DEED_KILL_AFTER || options->deed == DEED_TEAR;
  if (ends && call->number == options->number) {
    finish(run, "killed", call->number);
  } else {
    resume(task, 0);
    admit_waiting(run);
  }
}

// A thread has received the status of a file.
static void hear(run_t *run, task_t *task) {
  int64_t result = 0;
  if (tracee_leaving(task->thread, &result) && result == 0) {
    times_answer(run->times, task->thread, task->asked, task->call.arguments);
  }
  task->phase = PHASE_ELSEWHERE;
  resume(task, 0);
}

// A thread is no more, wherever it was.
static void forget(run_t *run, task_t *task) {
  if (task->phase == PHASE_INSIDE) {
    log_call(run->log, &task->call, NULL);
    run->inside--;
  }
  tasks_remove(&run->tasks, task);
  admit_waiting(run);
}

// A process has become another program: one of its threads is left, under the number of the first.
static void replaced(run_t *run, pid_t process) {
  for (int i = 0; i < run->tasks.count; i++) {
    task_t *each = run->tasks.all[i];
    if (each->process == process && each->phase == PHASE_WAITING) each->phase = PHASE_ELSEWHERE;
  }
  for (int i = run->tasks.count - 1; i >= 0; i--) {
    if (run->tasks.all[i]->process == process) forget(run, run->tasks.all[i]);
  }
  resume(tasks_find(&run->tasks, process), 0);
}

static void stopped(run_t *run, pid_t thread, int status) {
  task_t *task = tasks_find(&run->tasks, thread);
  int signal = WSTOPSIG(status);
  if (run->how != NULL) {
    kill(task->process, SIGKILL);
    resume(task, 0);
    return;
  }
  switch (status >> 16) {
  case 0:
    if (signal != (SIGTRAP | 0x80)) {
      resume(task, signal);
    } else if (task->phase == PHASE_INSIDE) {
      leave(run, task);
    } else if (task->phase == PHASE_ASKING) {
      hear(run, task);
    } else {
      resume(task, 0);
    }
    break;
  case PTRACE_EVENT_SECCOMP: arrive(run, task); break;
  case PTRACE_EVENT_EXEC: replaced(run, thread); break;
  case PTRACE_EVENT_STOP:
    if (signal == SIGTRAP) {
      resume(task, 0);
    } else {
      // The whole process is stopped, and stays so until it is resumed.
      ptrace(PTRACE_LISTEN, thread, 0, 0);
    }
    break;
  default: resume(task, 0);
  }
}

static void look_at_clock(run_t *run) {
  if (run->how != NULL) return;
  if (stopped_by != 0) {
    finish(run, "stopped", stopped_by);
  } else if (now() > run->deadline) {
    finish(run, "timeout", run->calls);
  } else {
    admit_waiting(run);
  }
}

static void watch(run_t *run) {
  for (;;) {
    int status = 0;
    pid_t thread = waitpid(-1, &status, __WALL);
    if (thread < 0 && errno != EINTR) return;
    look_at_clock(run);
    if (thread < 0) continue;
    if (WIFSTOPPED(status)) {
      stopped(run, thread, status);
      continue;
    }
    if (thread == run->start.process) run->command_status = status;
    forget(run, tasks_find(&run->tasks, thread));
  }
}

static void listen_to_clock(void) {
  struct sigaction action = {.sa_handler = note_signal};
  sigaction(SIGALRM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  // Again and again: one that comes just before waiting would be missed.
  const struct timeval pause = {.tv_usec = 50000};
  setitimer(ITIMER_REAL, &(struct itimerval){pause, pause}, NULL);
}

// Says how it ended, and returns what to end with.
static int conclude(const run_t *run) {
  static const struct {
    const char *how, *text;
    int status;
  } ends[] = {{"killed", "killed at call %ld\n", STATUS_KILLED},
              {"timeout", "out of time after %ld calls; killed\n", STATUS_TIMEOUT},
              {"whole", "call %ld is no write that could be torn; killed before it\n", STATUS_USAGE},
              {"stopped", "stopped by signal %ld; killed\n", STATUS_KILLED}};
  for (size_t i = 0; run->how != NULL && i < sizeof ends / sizeof ends[0]; i++) {
    if (strcmp(run->how, ends[i].how) != 0) continue;
    log_end(run->log, run->how, run->how_number);
    fprintf(stderr, "castbook-crash: ");
    fprintf(stderr, ends[i].text, run->how_number);
    return ends[i].status;
  }
  int status = run->command_status;
  bool exited = WIFEXITED(status);
  long number = exited ? WEXITSTATUS(status) : WTERMSIG(status);
  log_end(run->log, exited ? "exited" : "signalled", number);
  deed_t deed = run->options->deed;
  bool passes_on = deed == DEED_TRACE || deed == DEED_FAIL || deed == DEED_FAIL_FROM;
  if (passes_on) return exited ? (int)number : 128 + (int)number;
  fprintf(stderr, "castbook-crash: the command ended before that, after %ld calls: %s %ld\n",
          run->calls, exited ? "status" : "signal", number);
  return 0;
}

int run(const options_t *options, log_t *log) {
  run_t run = {
      .options = options, .log = log, .times = times_open(options),
      .deadline = now() + options->timeout};
  if (run.times == NULL) return STATUS_USAGE;
  // Who runs tests often keeps signals away from their threads, and with that from this process.
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  run.start = start(options);
  if (run.start.process < 0) return STATUS_FORBIDDEN;
  listen_to_clock();
  watch(&run);
  tasks_free(&run.tasks);
  int trouble = start_trouble(&run.start, options->command);
  return trouble != 0 ? trouble : conclude(&run);
}

#endif
