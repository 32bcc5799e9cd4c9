// Embeds the pages of `castbook mcp`: an array for each, and a list of their names.
//
// A new file in Page/ must be added to both here; a test compares the list with the folder.
//
// Decision: docs/decisions/0002-embedded-data.md. AppPageTests in AgentsTests test the list and the
// security policy, ChoosePage in BrowserTests tests the page. There is no fuzz target, since this
// file contains only data.
#include "agent_pages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char choose_html[] = {
#embed "Page/choose.html"
};

static const castbook_agent_page_t pages[] = {
    {"choose.html", choose_html, sizeof choose_html},
};

const size_t castbook_agent_page_count = sizeof pages / sizeof pages[0];

castbook_agent_page_t castbook_agent_page(size_t index) { return pages[index]; }
