// Where the harness works: Linux, on the processors whose registers it knows.
#ifndef CASTBOOK_CRASH_MACHINE_H
#define CASTBOOK_CRASH_MACHINE_H

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#define CASTBOOK_CRASH_WORKS 1
#endif

// What castbook-crash ends with itself, beside what the command ended with.
enum {
  STATUS_USAGE = 2,
  STATUS_FORBIDDEN = 77,   // The system doesn't let one process watch another.
  STATUS_TIMEOUT = 124,
  STATUS_NOT_FOUND = 127,  // There is no such command.
  STATUS_KILLED = 137,
};

#endif
