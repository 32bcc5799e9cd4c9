// What lets all calls that can't count run at full speed.
#ifndef CASTBOOK_CRASH_FILTER_H
#define CASTBOOK_CRASH_FILTER_H

#include <stdbool.h>

// From here on the calls in `forms` stop this process and its children for who watches them. Other
// ways to write, which can't be watched, are said not to exist.
bool filter_install(void);

#endif
