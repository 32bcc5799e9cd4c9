/// The SHA-256 of some bytes, used as their name.
public struct Digest: Hashable, CustomStringConvertible, Sendable {
  /// The 32 bytes of the hash.
  public let bytes: [UInt8]

  /// Creates a digest from exactly 32 bytes; `nil` for any other count.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Reads 64 hexadecimal digits in either case; `nil` for any other text.
  public init?(hex: String) {
    guard let bytes = Hex.bytes(of: hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// The 64 hexadecimal digits in lower case.
  public var hex: String { Hex.text(of: bytes) }

  /// Hashes only the first 8 bytes: those of a SHA-256 are as good as random.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  public var description: String { hex }

  /// Returns digests in the order of their bytes, which is also the order of the files' names.
  package static func inOrder(_ digests: Set<Digest>) -> [Digest] {
    digests.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}

/// Converts between bytes and pairs of hexadecimal digits.
package enum Hex {
  /// Returns two lower-case digits for each byte.
  package static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// Reads pairs of digits in either case; `nil` for an odd count or any other character.
  package static func bytes(of text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(of: digits[index]), let low = value(of: digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// Returns the value of a hexadecimal digit in either case; `nil` for any other character.
  package static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Digest {
  /// The digest as it is written after a handle: `sha256-9f2c41ab`.
  public var short: String { "sha256-\(hex.prefix(8))" }
}
