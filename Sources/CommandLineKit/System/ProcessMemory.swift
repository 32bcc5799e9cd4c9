#if canImport(Glibc)
  internal import Glibc
#endif

/// How this process asks the system for memory.
package enum ProcessMemory {
  /// Keeps what was freed for what comes next. Pictures are worked on one after the other in buffers of
  /// megabytes, and getting each anew from the system, page by page, took a fifth of the time.
  package static func keepForReuse() {
    #if canImport(Glibc)
      mallopt(M_MMAP_THRESHOLD, 32 << 20)
      mallopt(M_TRIM_THRESHOLD, 1 << 30)
    #endif
  }
}
