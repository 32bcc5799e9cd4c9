/// The numbers of the generator SplitMix64, the same in every process: for checksums, and for
/// numbers that look random.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64 = 0

  package init() {}

  package mutating func next() -> UInt64 {
    defer { state &+= Self.increment }
    return Self.mixed(state)
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// A number whose every bit depends on every bit of the input.
  package static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number &+ increment
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
