#ifndef CASTBOOK_DECODER_PASSING_H
#define CASTBOOK_DECODER_PASSING_H

#include "decoder_server.h"

/// Reads all of a message, and the descriptor that comes along with it; -1 where there is none.
bool castbook_receive_along(int socket, void *into, size_t count, int *descriptor);

#endif
