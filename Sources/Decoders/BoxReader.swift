/// Reads the boxes of an ISO base media file and the numbers in them.
///
/// Every access is checked against the file and the enclosing range: what lies outside is
/// `nil`.
@safe struct BoxReader {
  private let bytes: UnsafeRawBufferPointer

  /// One box, without its header.
  struct Box {
    /// The four characters that name the kind of box.
    let type: String
    /// The range of the content in the file.
    let content: Range<Int>
    /// Whether the file contains the box up to the end that its header states.
    let isComplete: Bool
  }

  /// The number of boxes that are read in one range. A damaged file may seem to contain
  /// millions.
  private static let maximumBoxes = 100_000

  /// Reads from memory that the caller keeps alive.
  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  /// The length of the file in bytes.
  var count: Int { unsafe bytes.count }

  /// Reads a big-endian number of up to seven bytes. Returns `nil` when it is not
  /// completely inside `range`.
  func number(_ at: Int, _ width: Int, in range: Range<Int>) -> Int? {
    guard at >= range.lowerBound, at <= range.upperBound - width else { return nil }
    return unsafe bytes[at..<(at + width)].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Reads a number at an offset from the start of a box's content.
  func number(of box: Box, _ offset: Int, _ width: Int) -> Int? {
    number(box.content.lowerBound + offset, width, in: box.content)
  }

  /// Reads the four characters of a type or brand. Returns `nil` when they are not
  /// printable ASCII or the copyright sign.
  func letters(_ at: Int, in range: Range<Int>) -> String? {
    guard at >= range.lowerBound, at <= range.upperBound - 4 else { return nil }
    let name = unsafe bytes[at..<(at + 4)]
    guard unsafe name.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0xA9 }) else { return nil }
    return unsafe String(decoding: name, as: UTF8.self)
  }

  /// Returns the boxes in a range, and the offset where the last of them ends.
  func boxes(in range: Range<Int>) -> (boxes: [Box], end: Int) {
    var found: [Box] = []
    var start = range.lowerBound
    while found.count < Self.maximumBoxes, let short = number(start, 4, in: range),
      let type = letters(start + 4, in: range)
    {
      var head = 8
      var length = short
      if short == 1 {
        head = 16
        // A length of more than seven bytes exceeds every file.
        guard let top = number(start + 8, 1, in: range),
          let rest = number(start + 9, 7, in: range)
        else { break }
        length = top == 0 ? rest : 1 << 56
      } else if short == 0 {
        length = range.upperBound - start
      }
      guard length >= head else { break }
      let isWhole = length <= range.upperBound - start
      let end = isWhole ? start + length : range.upperBound
      guard start + head <= end else { break }
      found.append(Box(type: type, content: (start + head)..<end, isComplete: isWhole))
      start = end
    }
    return (found, start)
  }

  /// Returns the boxes in a box, after `head` bytes of its own fields.
  func boxes(of box: Box, after head: Int = 0) -> [Box] {
    guard box.content.count >= head else { return [] }
    return boxes(in: box.content.dropFirst(head)).boxes
  }

  /// Follows a path of types through nested boxes, taking the first box of each. Returns
  /// `nil` when one is missing.
  func first(_ path: [String], in box: Box) -> Box? {
    path.reduce(Optional(box)) { outer, name in
      outer.flatMap { boxes(of: $0).first { $0.type == name } }
    }
  }
}
