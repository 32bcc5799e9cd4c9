// Where on disk a call takes effect.
#ifndef CASTBOOK_CRASH_PLACES_H
#define CASTBOOK_CRASH_PLACES_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

// The absolute path of what a path names, without symbolic links but a last one that isn't to be
// followed; what it names need not be there, its folder must.
bool place_resolve(const char *path, bool follows, char place[PATH_MAX]);

// Resolves a path as a thread gives it, beginning at a descriptor of its folder or at the folder
// that it works in (`AT_FDCWD`).
bool place_of_path(
    pid_t thread, int folder, const char *path, bool follows, char place[PATH_MAX]);

// What a thread's descriptor is open on, if that is a file or a folder on disk.
bool place_of_descriptor(pid_t thread, int descriptor, char place[PATH_MAX], struct stat *state);

// What a thread's memory at an address is a shared mapping of, and the offset in that file.
bool place_of_address(
    pid_t thread, unsigned long address, char place[PATH_MAX], long long *offset);

// The position and the flags (those of `open`) of a thread's descriptor.
bool descriptor_state(pid_t thread, int descriptor, long long *position, unsigned long *flags);

// Whether a place is a folder or is in it.
bool place_is_under(const char *place, const char *folder);

#endif
