/// Reads the boxes of an ISO base media file, and numbers in them. Nothing is believed: what lies
/// outside is not there.
@safe struct BoxReader {
  private let bytes: UnsafeRawBufferPointer

  struct Box {
    let type: String
    let content: Range<Int>
    /// Whether the file goes on to where the box says that it ends.
    let isWhole: Bool
  }

  /// Boxes beyond this are not looked at.
  private static let boxLimit = 100_000

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  var count: Int { unsafe bytes.count }

  /// A number of up to seven bytes, the big end first.
  func number(_ at: Int, _ width: Int, in range: Range<Int>) -> Int? {
    guard at >= range.lowerBound, at <= range.upperBound - width else { return nil }
    return unsafe bytes[at..<(at + width)].reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number at a distance from the start of a box's content.
  func number(of box: Box, _ offset: Int, _ width: Int) -> Int? {
    number(box.content.lowerBound + offset, width, in: box.content)
  }

  /// Four letters; nothing where they are none.
  func letters(_ at: Int, in range: Range<Int>) -> String? {
    guard at >= range.lowerBound, at <= range.upperBound - 4 else { return nil }
    let name = unsafe bytes[at..<(at + 4)]
    guard unsafe name.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0xA9 }) else { return nil }
    return unsafe String(decoding: name, as: UTF8.self)
  }

  /// The boxes in a range, and where the last of them ends.
  func boxes(in range: Range<Int>) -> (boxes: [Box], end: Int) {
    var found: [Box] = []
    var start = range.lowerBound
    while found.count < Self.boxLimit, let short = number(start, 4, in: range),
      let type = letters(start + 4, in: range)
    {
      var head = 8
      var length = short
      if short == 1 {
        head = 16
        // More than seven bytes can count is more than there is.
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
      found.append(Box(type: type, content: (start + head)..<end, isWhole: isWhole))
      start = end
    }
    return (found, start)
  }

  func boxes(of box: Box, behind head: Int = 0) -> [Box] {
    guard box.content.count >= head else { return [] }
    return boxes(in: box.content.dropFirst(head)).boxes
  }

  /// The first box that is found by the names of those around it.
  func first(_ path: [String], in box: Box) -> Box? {
    path.reduce(Optional(box)) { outer, name in
      outer.flatMap { boxes(of: $0).first { $0.type == name } }
    }
  }
}
