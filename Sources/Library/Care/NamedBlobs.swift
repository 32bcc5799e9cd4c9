internal import Model

/// A search for file names in the bytes of records of any kind, even if they can't be parsed.
enum NamedBlobs {
  /// Returns the digests that occur in the bytes as runs of exactly 64 lowercase hexadecimal
  /// digits; only the candidates among them, unless these are `nil`.
  ///
  /// A run must be followed by another character, as a quoted digest is by its quotation mark.
  static func found(in bytes: [UInt8], among candidates: Set<Digest>? = nil) -> Set<Digest> {
    var found: Set<Digest> = []
    var start = 0
    for (index, byte) in bytes.enumerated() where !isDigit(byte) {
      if index - start == 64,
        let digest = Digest(hex: String(decoding: bytes[start..<index], as: UTF8.self)),
        candidates?.contains(digest) ?? true
      {
        found.insert(digest)
      }
      start = index + 1
    }
    return found
  }

  /// Returns whether a byte is a lowercase hexadecimal digit in ASCII.
  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}
