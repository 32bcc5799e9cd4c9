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
