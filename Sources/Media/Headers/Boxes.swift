/// The head of a box: its length and type. Files of the MPEG family are made of boxes.
struct BoxHead {
  /// The type: four Latin-1 characters.
  let type: String
  /// The bytes of the head itself: 8 or 16.
  let count: Int
  /// The bytes of the whole box, or `nil` if it extends to the end of the file.
  let length: Int?

  /// Reads a head of 8 or 16 bytes, or returns `nil` if its length is impossible.
  init?(_ head: ByteView) {
    guard let short = head.u32(0), head.count >= 8 else { return nil }
    type = head.latinText(4, limit: 4)
    switch short {
    case 0: (count, length) = (8, nil)
    case 1:
      guard let long = head.u64(8), long >= 16 else { return nil }
      (count, length) = (16, long)
    case 8...: (count, length) = (8, short)
    default: return nil
    }
  }
}

/// Reads a sequence of boxes.
enum Boxes {
  /// A box and its content, which is cut short where the file ends.
  struct Box {
    /// The bytes after the head of the box.
    let type: String
    let content: ByteView
    /// Whether the file contains the box up to its stated end.
    let isWhole: Bool
  }

  /// Returns all boxes up to the first malformed one, at most `limit` of them.
  static func all(in bytes: ByteView, limit: Int = 4096) -> [Box] {
    var boxes: [Box] = []
    var position = 0
    while boxes.count < limit, let head = BoxHead(bytes.from(position)) {
      let rest = bytes.count - position
      let length = min(head.length ?? rest, rest)
      guard length >= head.count,
        let content = bytes.part(position + head.count, length - head.count)
      else { break }
      boxes.append(
        Box(type: head.type, content: content, isWhole: head.length.map { $0 <= rest } ?? true))
      position += length
    }
    return boxes
  }

  /// Returns the content of the first box of a type, or `nil` if there is none.
  static func first(_ type: String, in bytes: ByteView) -> ByteView? {
    all(in: bytes).first { $0.type == type }?.content
  }

  /// Returns the content of a nested box by its path, such as `["mdia", "hdlr"]`.
  ///
  /// Each step takes the first box of its type. The result is `nil` if a step finds none.
  static func first(_ path: [String], in bytes: ByteView) -> ByteView? {
    path.reduce(bytes) { inside, type in inside.flatMap { first(type, in: $0) } }
  }
}
