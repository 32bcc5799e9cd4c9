// Embeds the table of hosts that each provider's key may be sent to.
#include "keys.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char table[] = {
#embed "keys.json"
};

const unsigned char *castbook_key_hosts(void) { return table; }

size_t castbook_key_hosts_count(void) { return sizeof table; }
