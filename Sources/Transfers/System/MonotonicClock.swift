internal import POSIX

/// A monotonic clock that keeps running while the machine sleeps.
package enum MonotonicClock {
  /// The time in milliseconds since an arbitrary start.
  package static var milliseconds: Int {
    var time = timespec()
    #if canImport(Glibc)
      unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    #else
      unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    #endif
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
