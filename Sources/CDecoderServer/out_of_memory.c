#include "out_of_memory.h"

#include <stdlib.h>
#include <unistd.h>

// std::set_terminate and the types of C++ exceptions, by their mangled names. They are NULL in a
// program without C++.
extern void (*_ZSt13set_terminatePFvvE(void (*)(void)))(void) __attribute__((weak));
extern void *__cxa_current_exception_type(void) __attribute__((weak));
extern const char _ZTISt9bad_alloc[] __attribute__((weak));
extern const char _ZTISt12system_error[] __attribute__((weak));

static void end(void) {
  const void *type =
      __cxa_current_exception_type != NULL ? __cxa_current_exception_type() : NULL;
  // std::system_error is thrown if there is no memory for a thread's stack.
  if (type != NULL && (type == _ZTISt9bad_alloc || type == _ZTISt12system_error)) {
    _exit(CASTBOOK_OUT_OF_MEMORY);
  }
  abort();
}

void castbook_report_out_of_memory(void) {
  if (_ZSt13set_terminatePFvvE != NULL) _ZSt13set_terminatePFvvE(end);
}
