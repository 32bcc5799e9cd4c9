#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a library asks the machine for and a test hands in: the time, and chance.
package struct Surprises: Sendable {
  /// The time, in thousandths of a second since 1970.
  package let now: @Sendable () -> Int
  /// So many bytes that nobody can foresee.
  package let random: @Sendable (Int) -> [UInt8]

  package init(
    now: @escaping @Sendable () -> Int, random: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.now = now
    self.random = random
  }

  /// The machine's own.
  package static let ofThisMachine = Surprises(
    now: {
      var time = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &time)
      return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    },
    random: { count in
      var generator = SystemRandomNumberGenerator()
      return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    })
}
