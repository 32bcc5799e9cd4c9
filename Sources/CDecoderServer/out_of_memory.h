#ifndef CASTBOOK_OUT_OF_MEMORY_H
#define CASTBOOK_OUT_OF_MEMORY_H

/// The exit code of a process that ran out of memory where it could not report it.
enum { CASTBOOK_OUT_OF_MEMORY = 97 };

/// From now on, a C++ library that can't get memory ends the process with this code. It would
/// otherwise abort, as it does when it finds a fault in itself, and the two could not be
/// distinguished.
void castbook_report_out_of_memory(void);

#endif
