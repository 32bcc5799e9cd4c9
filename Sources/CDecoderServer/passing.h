// Messages that carry a file descriptor.
#ifndef CASTBOOK_DECODER_PASSING_H
#define CASTBOOK_DECODER_PASSING_H

#include "decoder_server.h"

/// Reads a message of `count` bytes, and the descriptor that is attached to it; -1 if there is
/// none.
bool castbook_receive_with_descriptor(int socket, void *into, size_t count, int *descriptor);

#endif
