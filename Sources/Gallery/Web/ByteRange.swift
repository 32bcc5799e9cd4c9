/// A range of a file that was requested.
struct ByteRange: Hashable {
  /// The first byte of the range.
  let offset: Int
  /// The number of bytes, at least 1.
  let count: Int

  /// The part of a file that a request selects.
  enum Selection: Hashable {
    /// The whole file.
    case whole
    /// One range.
    case part(ByteRange)
    /// A range without any byte of the file, such as one after its end.
    case unsatisfiable
  }

  /// Parses the header `Range`. A header that can't be parsed, or that names several ranges,
  /// selects the whole file.
  ///
  /// - Parameter count: The length of the file in bytes.
  static func parse(_ header: String?, of count: Int) -> Selection {
    guard let header, header.hasPrefix("bytes=") else { return .whole }
    let sides = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard sides.count == 2, header.utf8.count < 64 else { return .whole }
    let areDigits = { (text: Substring) in text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard areDigits(sides[0]), areDigits(sides[1]) else { return .whole }
    switch (Int(sides[0]), Int(sides[1])) {
    case (nil, let last?) where sides[0].isEmpty:
      let length = min(last, count)
      return length > 0 ? .part(ByteRange(offset: count - length, count: length)) : .unsatisfiable
    case (let first?, let last) where sides[1].isEmpty || last != nil:
      guard first < count else { return .unsatisfiable }
      let end = min(last ?? count - 1, count - 1)
      return first <= end ? .part(ByteRange(offset: first, count: end - first + 1)) : .whole
    default: return .whole
    }
  }
}
