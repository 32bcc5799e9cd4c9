/// A box of JUMBF (ISO/IEC 19566-5), the container of manifests and their parts.
struct JUMBFBox {
  /// The type: `jumb` for a superbox, `cbor`, `json` and others for content.
  let type: String
  /// What follows the head. A hash of a superbox covers exactly this.
  let content: ArraySlice<UInt8>

  /// Returns the boxes that bytes consist of; `nil` if they are malformed, or too many.
  static func all(in bytes: ArraySlice<UInt8>, limit: Int = 20_000) -> [JUMBFBox]? {
    var cursor = Cursor(bytes)
    var boxes: [JUMBFBox] = []
    while !cursor.isAtEnd {
      let available = cursor.rest.count
      guard boxes.count < limit, let short = cursor.number(4), let type = cursor.bytes(4) else {
        return nil
      }
      var count = short == 0 ? available - 8 : short - 8
      if short == 1 {
        guard let long = cursor.number(8) else { return nil }
        count = long - 16
      }
      guard let content = cursor.bytes(count) else { return nil }
      boxes.append(JUMBFBox(type: String(decoding: type, as: UTF8.self), content: content))
    }
    return boxes
  }
}

/// A superbox: its description, and the boxes in it.
struct Superbox {
  /// The kind of its content: the first four letters of its identifier, as in `c2ma`.
  let kind: String
  let label: String
  /// What a hash of the box covers.
  let hashed: ArraySlice<UInt8>
  let boxes: [JUMBFBox]

  /// Reads a superbox with its first level of boxes; `nil` if it is malformed.
  init?(_ box: JUMBFBox) {
    guard box.type == "jumb", let all = JUMBFBox.all(in: box.content), let first = all.first,
      first.type == "jumd"
    else { return nil }
    var description = Cursor(first.content)
    guard let identifier = description.bytes(16), let toggles = description.byte() else {
      return nil
    }
    let name = toggles & 2 != 0 ? description.bytesToZero() : []
    guard let name, name.count <= Self.maximumLabel else { return nil }
    // All kinds but files in a box end in the same twelve bytes, which belong to the standard.
    let isStandard = identifier.dropFirst(4).elementsEqual(Self.tail)
    kind = isStandard ? String(decoding: identifier.prefix(4), as: UTF8.self) : "other"
    label = String(decoding: name, as: UTF8.self)
    hashed = box.content
    boxes = Array(all.dropFirst())
  }

  private static let maximumLabel = 500
  private static let tail: [UInt8] = [
    0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71,
  ]

  /// The superboxes in it; `nil` if one is malformed.
  var children: [Superbox]? {
    var children: [Superbox] = []
    for box in boxes where box.type == "jumb" {
      guard let child = Superbox(box) else { return nil }
      children.append(child)
    }
    return children
  }

  /// The content of the first box of a type; `nil` if there is none.
  func content(_ type: String) -> ArraySlice<UInt8>? { boxes.first { $0.type == type }?.content }

  /// Its content as a value of CBOR; `nil` if it isn't one.
  var cbor: CBORValue? { content("cbor").flatMap(CBORReader.value) }
}
