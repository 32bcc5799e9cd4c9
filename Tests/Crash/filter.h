// What lets all calls that can't count run at full speed.
#ifndef CASTBOOK_CRASH_FILTER_H
#define CASTBOOK_CRASH_FILTER_H

#include <stdbool.h>

#include "options.h"

// From here on the calls in `forms` stop this process and its children for who watches them. Other
// ways to write, which can't be watched, are reported as missing. So do calls that ask what files
// are like, or that open any, where something else is shown.
bool filter_install(const options_t *options);

#endif
