extension FilePath {
  /// Whether a path comes before another as people count: `shot-2` before `shot-10`.
  ///
  /// Digits are compared as numbers, and everything else by bytes, so the order is the same on
  /// every machine. Zeros before a number count only between names that are otherwise equal.
  package func naturallyPrecedes(_ other: FilePath) -> Bool {
    let (left, right) = (Self.pieces(of: bytes), Self.pieces(of: other.bytes))
    for (mine, others) in zip(left, right) where mine != others {
      guard mine.first.map(isDigit) == true, others.first.map(isDigit) == true else {
        return mine.lexicographicallyPrecedes(others)
      }
      return mine.count == others.count
        ? mine.lexicographicallyPrecedes(others) : mine.count < others.count
    }
    return left.count == right.count ? self < other : left.count < right.count
  }

  /// Returns runs of digits, without zeros at their start, and what is between them.
  private static func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while let first = rest.first {
      let isNumber = isDigit(first)
      let piece = rest.prefix { isDigit($0) == isNumber }
      rest = rest.dropFirst(piece.count)
      let plain = piece.drop { isNumber && $0 == UInt8(ascii: "0") }
      pieces.append(plain.isEmpty ? piece.suffix(1) : plain)
    }
    return pieces
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
