internal import Model

/// Searches bytes for the texts of identities, in one pass for any number of them.
///
/// ```swift
/// IdentitySearch([mira]).hasMatch(in: line)
/// ```
struct IdentitySearch {
  private let identities: Set<ULID>
  /// The last eight bytes of each text: few other texts share them.
  private let ends: Set<UInt64>

  /// The length of an identity's text.
  private static let length = 26
  /// Whether each byte is a digit of an identity's text.
  private static let isDigit: [Bool] = {
    var isDigit = [Bool](repeating: false, count: 256)
    for digit in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8 { isDigit[Int(digit)] = true }
    return isDigit
  }()

  init(_ identities: some Sequence<ULID>) {
    self.identities = Set(identities)
    ends = Set(self.identities.map { Self.end(of: $0.text.utf8) })
  }

  /// The last eight bytes of a text.
  private static func end(of text: some Sequence<UInt8>) -> UInt64 {
    text.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Returns whether bytes contain the text of one of the identities.
  func hasMatch(in bytes: [UInt8]) -> Bool {
    guard !identities.isEmpty else { return false }
    var (digits, end) = (0, UInt64(0))
    for (index, byte) in bytes.enumerated() {
      digits = Self.isDigit[Int(byte)] ? digits + 1 : 0
      end = end << 8 | UInt64(byte)
      guard digits >= Self.length, ends.contains(end) else { continue }
      let text = String(decoding: bytes[(index - Self.length + 1)...index], as: UTF8.self)
      if ULID(text).map(identities.contains) == true { return true }
    }
    return false
  }
}
