#define _GNU_SOURCE
#include "tasks.h"

#include "machine.h"

#ifdef CASTBOOK_CRASH_WORKS

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

// The process that a thread belongs to.
static pid_t process_of(pid_t thread) {
  char name[64];
  snprintf(name, sizeof name, "/proc/%d/status", thread);
  FILE *file = fopen(name, "re");
  if (file == NULL) return thread;
  char line[256];
  pid_t process = thread;
  while (fgets(line, sizeof line, file) != NULL && sscanf(line, "Tgid: %d", &process) != 1) {
  }
  fclose(file);
  return process;
}

task_t *tasks_find(tasks_t *tasks, pid_t thread) {
  for (int i = 0; i < tasks->count; i++) {
    if (tasks->all[i]->thread == thread) return tasks->all[i];
  }
  if (tasks->count == tasks->room) {
    tasks->room = tasks->room * 2 + 16;
    tasks->all = realloc(tasks->all, (size_t)tasks->room * sizeof(task_t *));
  }
  task_t *task = tasks->all == NULL ? NULL : calloc(1, sizeof *task);
  // Without memory no task can be watched; the watched ones end with this process.
  if (task == NULL) abort();
  task->thread = thread;
  task->process = process_of(thread);
  tasks->all[tasks->count++] = task;
  return task;
}

void tasks_remove(tasks_t *tasks, const task_t *task) {
  for (int i = 0; i < tasks->count; i++) {
    if (tasks->all[i] != task) continue;
    free(tasks->all[i]);
    tasks->all[i] = tasks->all[--tasks->count];
    return;
  }
}

task_t *tasks_next(const tasks_t *tasks) {
  task_t *next = NULL;
  for (int i = 0; i < tasks->count; i++) {
    task_t *each = tasks->all[i];
    if (each->phase == PHASE_WAITING && (next == NULL || each->turn < next->turn)) next = each;
  }
  return next;
}

void tasks_kill(const tasks_t *tasks) {
  for (int i = 0; i < tasks->count; i++) kill(tasks->all[i]->process, SIGKILL);
}

void tasks_free(tasks_t *tasks) {
  for (int i = 0; i < tasks->count; i++) free(tasks->all[i]);
  free(tasks->all);
}

#endif
