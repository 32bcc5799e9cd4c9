#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Waits for others.
enum Pause {
  static func milliseconds(_ count: Int) { usleep(UInt32(count * 1000)) }
}
