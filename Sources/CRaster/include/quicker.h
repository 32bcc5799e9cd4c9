// On x86 these loops are quicker with the wider instructions of newer processors. A sanitizer is not
// ready yet when the system chooses between them. Nothing is contracted to one rounding where a processor could: the numbers must be the same on all.
#ifndef CASTBOOK_QUICKER_H
#define CASTBOOK_QUICKER_H

#pragma STDC FP_CONTRACT OFF

#if defined(QUICKER)
// Somebody else decides.
#elif defined(__x86_64__) && defined(__linux__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer)
#define QUICKER __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define QUICKER
#endif

#endif
