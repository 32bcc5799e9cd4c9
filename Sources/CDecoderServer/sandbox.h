#ifndef CASTBOOK_SANDBOX_H
#define CASTBOOK_SANDBOX_H

/// From now on, this process can compute, allocate memory, and read and write open descriptors. It
/// can't open files, start processes, connect to anything or get memory that it could execute:
/// those calls fail. Returns which of CASTBOOK_PROTECTION_LANDLOCK and CASTBOOK_PROTECTION_SECCOMP
/// are in force; none on other systems than Linux.
unsigned castbook_enter_sandbox(void);

#endif
