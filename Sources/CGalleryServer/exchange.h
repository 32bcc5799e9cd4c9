// What the server does with exchanges and answers, besides the functions that Swift calls.
#ifndef CASTBOOK_GALLERY_EXCHANGE_H
#define CASTBOOK_GALLERY_EXCHANGE_H

#include "gallery_server.h"

void castbook_exchange_keep(castbook_exchange_t *exchange);
// Returns without change if `answer` is NULL.
void castbook_answer_free(castbook_answer_t *answer);

#endif
