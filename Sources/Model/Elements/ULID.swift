/// The identity of an element, a project or a library: 48 bits of time and 80 random bits.
///
/// Its text has 26 letters and digits, and texts sort by time.
public struct ULID: Hashable, CustomStringConvertible, Comparable, Sendable {
  /// The 16 bytes: 6 of time in milliseconds, then 10 random ones.
  public let bytes: [UInt8]

  /// Creates an identity from exactly 16 bytes; `nil` for any other count.
  public init?(bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Creates a new identity from a moment and 10 random bytes; `nil` for any other count of bytes
  /// and for a moment that doesn't fit in 48 bits of milliseconds.
  public init?(at instant: Instant, random: [UInt8]) {
    let milliseconds = instant.milliseconds
    guard (0..<1 << 48).contains(milliseconds), random.count == 10 else { return nil }
    bytes =
      (0..<6).reversed().map { UInt8(truncatingIfNeeded: milliseconds >> (8 * $0)) } + random
  }

  /// The moment at which the identity was created.
  public var instant: Instant {
    Instant(milliseconds: bytes.prefix(6).reduce(0) { $0 << 8 | Int($1) })
  }

  /// Reads 26 letters and digits in either case; `nil` for any other text.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 26 else { return nil }
    var number: UInt128 = 0
    for (index, digit) in digits.enumerated() {
      let value = Self.values[Int(digit)]
      // 26 digits of five bits hold 130 bits, two more than there are: the first digit is below 8.
      guard value < 32, index > 0 || value < 8 else { return nil }
      number = number << 5 | UInt128(value)
    }
    bytes = (0..<16).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// The 26 letters and digits, in upper case.
  public var text: String {
    let number = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    let digits = (0..<26).reversed().map { index in
      Self.digits[Int(truncatingIfNeeded: number >> (5 * index) & 31)]
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Crockford's digits, which leave out I, L, O and U because they look like other characters.
  private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  /// The value of each ASCII byte as a digit in either case; 255 for anything else.
  private static let values: [UInt8] = (0..<256).map { byte in
    let upper = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
    return UInt8(digits.firstIndex(of: UInt8(upper)) ?? 255)
  }

  public var description: String { text }

  public static func < (left: ULID, right: ULID) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
