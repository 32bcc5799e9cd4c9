// The pages that an agent's program shows in a chat, embedded in the program.
#ifndef CASTBOOK_AGENT_PAGES_H
#define CASTBOOK_AGENT_PAGES_H

#include <stddef.h>

typedef struct {
  const char *name;  // The name in Page/, such as "choose.html".
  const unsigned char *bytes;
  size_t count;
} castbook_agent_page_t;

/// The number of pages.
extern const size_t castbook_agent_page_count;

/// Returns a page. `index` must be below `castbook_agent_page_count`.
castbook_agent_page_t castbook_agent_page(size_t index);

#endif
