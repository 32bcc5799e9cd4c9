#include <nettle/sha2.h>
#include <nettle/md5.h>
#include <nettle/gcm.h>
