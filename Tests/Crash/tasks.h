// The threads of all processes that are watched.
#ifndef CASTBOOK_CRASH_TASKS_H
#define CASTBOOK_CRASH_TASKS_H

#include <sys/types.h>

#include "calls.h"

// Where a thread is, as to the calls that may count.
typedef enum {
  PHASE_ELSEWHERE,
  PHASE_WAITING,  // Stopped before one, as another thread is inside one.
  PHASE_INSIDE,
  PHASE_ASKING,   // Inside one that asks what a file is like.
} phase_t;

typedef struct {
  pid_t thread, process;
  phase_t phase;
  long turn;    // When it began to wait.
  call_t call;  // The one that it waits for or is in.
  long asked;   // The number of the one in which it asks.
} task_t;

typedef struct {
  task_t **all;
  int count, room;
} tasks_t;

// The task of a thread, which is a new one if need be.
task_t *tasks_find(tasks_t *tasks, pid_t thread);

void tasks_remove(tasks_t *tasks, const task_t *task);

// Who has waited longest, or NULL.
task_t *tasks_next(const tasks_t *tasks);

// Ends all processes.
void tasks_kill(const tasks_t *tasks);

void tasks_free(tasks_t *tasks);

#endif
