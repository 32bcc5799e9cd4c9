/// The identity of an element, a project or a library: 48 bits of time, 80 of chance, written as 26
/// letters and digits that sort by time.
public struct ULID: Hashable, Sendable {
  /// Always 16 bytes.
  public let bytes: [UInt8]

  public init?(bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// A new one; nothing when the moment does not fit or there are not ten bytes of chance.
  public init?(at instant: Instant, random: [UInt8]) {
    let milliseconds = instant.milliseconds
    guard (0..<1 << 48).contains(milliseconds), random.count == 10 else { return nil }
    bytes =
      (0..<6).reversed().map { UInt8(truncatingIfNeeded: milliseconds >> (8 * $0)) } + random
  }

  /// When it was made.
  public var instant: Instant {
    Instant(milliseconds: bytes.prefix(6).reduce(0) { $0 << 8 | Int($1) })
  }

  /// Reads 26 letters and digits; case does not count.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 26 else { return nil }
    var number: UInt128 = 0
    for (place, digit) in digits.enumerated() {
      let value = Self.values[Int(digit)]
      // 26 digits of five bits have two more than there are.
      guard value < 32, place > 0 || value < 8 else { return nil }
      number = number << 5 | UInt128(value)
    }
    bytes = (0..<16).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// 26 letters and digits.
  public var text: String {
    let number = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    let digits = (0..<26).reversed().map { place in
      Self.digits[Int(truncatingIfNeeded: number >> (5 * place) & 31)]
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Crockford's digits: no I, L, O and U, which look like others.
  private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  private static let values: [UInt8] = (0..<256).map { byte in
    let upper = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
    return UInt8(digits.firstIndex(of: UInt8(upper)) ?? 255)
  }
}

extension ULID: CustomStringConvertible {
  public var description: String { text }
}

extension ULID: Comparable {
  public static func < (left: ULID, right: ULID) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
