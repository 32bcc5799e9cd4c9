// Filters of system calls (seccomp), built line by line as a program for the kernel. On other
// systems than Linux there are none.
#ifndef CASTBOOK_CALL_FILTER_H
#define CASTBOOK_CALL_FILTER_H

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))
#define CASTBOOK_CALL_FILTERS 1

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>

enum { CASTBOOK_CALL_FILTER_LINES = 192 };

/// A filter while it is built. A line that has no room makes the filter useless, and installing it
/// fails.
typedef struct {
  struct sock_filter lines[CASTBOOK_CALL_FILTER_LINES];
  unsigned short count;
  bool is_too_long;
} castbook_call_filter_t;

/// Begins a filter, and loads the number of the call. Calls by the numbers of another architecture
/// end the process.
void castbook_filter_begin(castbook_call_filter_t *filter);

/// Loads the low or the high half of an argument; 32 bits of most arguments are used.
void castbook_filter_load_low(castbook_call_filter_t *filter, int argument);
void castbook_filter_load_high(castbook_call_filter_t *filter, int argument);

/// Skips `lines` lines unless the loaded value is `value`, is at least `minimum`, or has any of
/// `bits`.
void castbook_filter_unless(castbook_call_filter_t *filter, unsigned value, unsigned char lines);
void castbook_filter_unless_at_least(
    castbook_call_filter_t *filter, unsigned minimum, unsigned char lines);
void castbook_filter_unless_any(castbook_call_filter_t *filter, unsigned bits, unsigned char lines);

/// Ends the filter for the calls that get here: allows them, or has them fail with an error.
void castbook_filter_allow(castbook_call_filter_t *filter);
void castbook_filter_fail(castbook_call_filter_t *filter, int error);

/// Puts the filter in force for this thread and all that it starts, or for all threads of the
/// process. The process must have given up gaining privileges.
bool castbook_filter_install(const castbook_call_filter_t *filter, bool for_all_threads);

#endif
#endif
