/// A part of a file that was asked for.
struct ByteRange: Hashable {
  let offset: Int
  let count: Int

  enum Wish: Hashable {
    case whole
    case part(ByteRange)
    /// Nothing of it is there.
    case beyond
  }

  /// Reads the header `Range`. What is not understood, and what asks for several parts, gets all of it.
  static func wish(_ header: String?, of count: Int) -> Wish {
    guard let header, header.hasPrefix("bytes=") else { return .whole }
    let sides = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard sides.count == 2, header.utf8.count < 64 else { return .whole }
    let isNumber = { (text: Substring) in text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard isNumber(sides[0]), isNumber(sides[1]) else { return .whole }
    switch (Int(sides[0]), Int(sides[1])) {
    case (nil, let last?) where sides[0].isEmpty:
      let length = min(last, count)
      return length > 0 ? .part(ByteRange(offset: count - length, count: length)) : .beyond
    case (let first?, let last) where sides[1].isEmpty || last != nil:
      guard first < count else { return .beyond }
      let end = min(last ?? count - 1, count - 1)
      return first <= end ? .part(ByteRange(offset: first, count: end - first + 1)) : .whole
    default: return .whole
    }
  }
}
