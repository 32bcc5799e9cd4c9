#ifndef CASTBOOK_SANDBOX_H
#define CASTBOOK_SANDBOX_H

/// From now on, this process can compute, allocate memory, and read and write open descriptors. It can't
/// open files, start processes or connect to anything: those calls fail with EPERM. On other systems than
/// Linux this returns without change.
void castbook_enter_sandbox(void);

#endif
