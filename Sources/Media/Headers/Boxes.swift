/// The head of a box, of which the files of the MPEG family are made: a length and a type.
struct BoxHead {
  let type: String
  /// The bytes of the head itself.
  let count: Int
  /// The bytes of the whole box; nothing when it reaches to the end of the file.
  let length: Int?

  /// Reads a head of 8 or 16 bytes; nothing where its length is no length.
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

/// Boxes that stand one behind the other.
enum Boxes {
  /// One box and what is inside; less than it claims where the file ends.
  struct Box {
    let type: String
    let content: ByteView
    /// Whether the file goes on to where the box says that it ends.
    let isWhole: Bool
  }

  /// All of them, up to the first that is none.
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

  /// The content of the first box of a type.
  static func first(_ type: String, in bytes: ByteView) -> ByteView? {
    all(in: bytes).first { $0.type == type }?.content
  }

  /// The content of a box inside others, by its path.
  static func first(_ path: [String], in bytes: ByteView) -> ByteView? {
    path.reduce(bytes) { inside, type in inside.flatMap { first(type, in: $0) } }
  }
}
