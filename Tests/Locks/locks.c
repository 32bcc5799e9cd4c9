// Makes the thread sanitizer see the locks of Swift's Synchronization library.
//
// A `Mutex` that is free is locked by code of ours, which the sanitizer observes. A thread that has
// to wait calls Swift's library, where the kernel passes the lock on; the sanitizer sees nothing of
// that and reports a race between two threads that both held the lock. The functions below take the
// place of the library's: they call them and report what they did.
//
// Without the thread sanitizer this file is empty.

#define _GNU_SOURCE
#include "locks.h"

#if defined(__has_feature) && defined(__linux__)
#if __has_feature(thread_sanitizer)

#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Swift passes the value that a method belongs to in a register of its own.
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

void __tsan_acquire(void *address);
void __tsan_release(void *address);

SWIFT void castbook_lock_slow(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void castbook_unlock_slow(SELF void *mutex) __asm__(UNLOCK);

SWIFT void castbook_lock_slow(uint32_t thread, SELF void *mutex) {
    SWIFT void (*lock)(uint32_t, SELF void *) = dlsym(RTLD_NEXT, LOCK);
    lock(thread, mutex);
    __tsan_acquire(mutex);
}

SWIFT void castbook_unlock_slow(SELF void *mutex) {
    SWIFT void (*unlock)(SELF void *) = dlsym(RTLD_NEXT, UNLOCK);
    __tsan_release(mutex);
    unlock(mutex);
}

#endif
#endif
