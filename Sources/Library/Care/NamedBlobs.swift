internal import Model

/// What the bytes of records name, whatever kind of record it is and whether or not it can be read.
enum NamedBlobs {
  /// Every run of 64 hexadecimal digits in lower case between two quotation marks that is one of the
  /// candidates.
  static func found(in bytes: [UInt8], among candidates: Set<Digest>) -> Set<Digest> {
    var found: Set<Digest> = []
    var start = 0
    for (place, byte) in bytes.enumerated() where !isDigit(byte) {
      if place - start == 64,
        let digest = Digest(hex: String(decoding: bytes[start..<place], as: UTF8.self)),
        candidates.contains(digest)
      {
        found.insert(digest)
      }
      start = place + 1
    }
    return found
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}
