// The hosts that each provider's key may be sent to, as JSON. It is separate from the rest of the
// catalogue because castbook-transport, which needs no profile, enforces it.
#ifndef CASTBOOK_KEYS_H
#define CASTBOOK_KEYS_H

#include <stddef.h>

/// The bytes of the table.
const unsigned char *castbook_key_hosts(void);

/// The number of its bytes.
size_t castbook_key_hosts_count(void);

#endif
