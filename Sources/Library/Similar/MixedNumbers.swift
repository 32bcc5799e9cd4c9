/// The numbers of files' headers, and checksums over them.
enum MixedNumbers {
  /// The little-endian bytes of a number.
  static func bytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// The little-endian number at an offset.
  static func number(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * $1) }
  }

  /// A number whose every bit depends on every bit of the input: one step of SplitMix64.
  static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The checksum of numbers.
  static func check(_ numbers: ArraySlice<UInt64>) -> UInt64 {
    numbers.reduce(0) { mixed($0 ^ $1) }
  }
}
