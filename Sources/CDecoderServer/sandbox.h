#ifndef CASTBOOK_SANDBOX_H
#define CASTBOOK_SANDBOX_H

/// From here on this process can compute, use memory it has or asks for, and write to descriptors
/// that are open: it can open nothing, start nothing, connect to nothing. What it may not do fails
/// as if it had no permission. Elsewhere than on Linux nothing happens.
void castbook_enter_sandbox(void);

#endif
