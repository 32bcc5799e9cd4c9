#ifndef CASTBOOK_OUT_OF_MEMORY_H
#define CASTBOOK_OUT_OF_MEMORY_H

/// What a process exits with that had no memory left and nobody to say so to.
enum { CASTBOOK_OUT_OF_MEMORY = 97 };

/// From here on a C++ library whose memory is refused ends the process with this code. It would abort
/// else, as it does where it finds a fault in itself: nobody could tell the one from the other.
void castbook_tell_out_of_memory(void);

#endif
