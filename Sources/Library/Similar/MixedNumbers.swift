internal import Model

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

  /// The checksum of numbers.
  static func check(_ numbers: ArraySlice<UInt64>) -> UInt64 {
    numbers.reduce(0) { SplitMix64.mixed($0 ^ $1) }
  }

  /// The checksum of the little-endian numbers that bytes contain. Zeros complete the last one.
  static func check(bytes: some Sequence<UInt8>) -> UInt64 {
    var check: UInt64 = 0
    var (number, shift) = (UInt64(0), UInt64(0))
    for byte in bytes {
      number |= UInt64(byte) << shift
      shift += 8
      guard shift == 64 else { continue }
      check = SplitMix64.mixed(check ^ number)
      (number, shift) = (0, 0)
    }
    return shift > 0 ? SplitMix64.mixed(check ^ number) : check
  }
}
