// QUICKER marks loops that are faster on x86 with the wider instructions of newer processors, and
// compiles them twice. It is not used under a sanitizer, which is not ready yet when the loader
// chooses between the two. Floating-point operations are never contracted, since the numbers must
// be the same on every processor.
#ifndef CASTBOOK_QUICKER_H
#define CASTBOOK_QUICKER_H

#pragma STDC FP_CONTRACT OFF

#if defined(QUICKER)
// The tests define it as nothing.
#elif defined(__x86_64__) && defined(__linux__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer)
#define QUICKER __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define QUICKER
#endif

#endif
