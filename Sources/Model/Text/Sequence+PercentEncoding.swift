extension Sequence<UInt8> {
  /// The bytes as text in which every byte except letters, digits, `-`, `.`, `_` and `~` is `%`
  /// with two digits (RFC 3986).
  package var percentEncoded: String {
    reduce(into: "") { encoded, byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default: encoded += "%\(Hex.text(of: [byte]).uppercased())"
      }
    }
  }
}

extension StringProtocol {
  /// Returns the text without percent-encoding (RFC 3986); `nil` if that isn't UTF-8, or if a
  /// percent sign isn't followed by two digits.
  ///
  /// - Parameter plusIsSpace: Whether a plus sign is a space, as in queries.
  package func percentDecoded(plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(Hex.value),
          let low = rest.popFirst().flatMap(Hex.value)
        else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
