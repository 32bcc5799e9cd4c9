extension [UInt8] {
  /// The bytes as base64, with padding.
  package var base64: String {
    var text: [UInt8] = []
    text.reserveCapacity((count + 2) / 3 * 4)
    for start in stride(from: 0, to: count, by: 3) {
      let group = self[start..<Swift.min(start + 3, count)]
      let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for index in 0..<4 {
        text.append(
          index <= group.count
            ? Self.digits[number >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Decodes base64 with padding; `nil` for any other text.
  package init?(base64 text: String) {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 4) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 4) {
      let isLast = start + 4 == digits.count
      let group = digits[start..<start + 4]
      let padding = isLast ? group.reversed().prefix { $0 == UInt8(ascii: "=") }.count : 0
      guard padding <= 2 else { return nil }
      var number = 0
      for digit in group.dropLast(padding) {
        guard let value = Self.digits.firstIndex(of: digit) else { return nil }
        number = number << 6 | value
      }
      number <<= 6 * padding
      // The bits after the last byte must be zero: every value has only one encoding.
      guard number & ((1 << (8 * padding)) - 1) == 0 else { return nil }
      bytes += [16, 8, 0].prefix(3 - padding).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    self = bytes
  }

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
