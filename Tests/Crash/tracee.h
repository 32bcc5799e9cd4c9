// The registers and the memory of a stopped thread.
#ifndef CASTBOOK_CRASH_TRACEE_H
#define CASTBOOK_CRASH_TRACEE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The call that a thread is about to enter; false when it isn't about to enter one.
bool tracee_entering(pid_t thread, long *number, uint64_t arguments[6]);

// The result of the call that a thread has just left: a negative error, or what it returned.
bool tracee_leaving(pid_t thread, int64_t *result);

// Makes the call that a thread is about to enter none at all.
bool tracee_skip(pid_t thread);

// Sets the result of a call that a thread has just left.
bool tracee_answer(pid_t thread, int64_t result);

// Changes an argument of the call that a thread is about to enter, but the first.
bool tracee_set_argument(pid_t thread, int argument, uint64_t value);

// Where the stack ends of a thread that is about to enter a call.
uint64_t tracee_stack(pid_t thread);

// Reads memory; returns how many bytes it could.
size_t tracee_read(pid_t thread, uint64_t address, void *into, size_t count);

// Writes memory, all or none of it as far as anybody can tell.
bool tracee_write(pid_t thread, uint64_t address, const void *from, size_t count);

// Reads a path.
bool tracee_path(pid_t thread, uint64_t address, char path[PATH_MAX]);

#endif
