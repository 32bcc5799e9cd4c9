/// Which of the extra fields of entries are accepted. Some give a file another name than the one that is checked.
package enum ZipExtraFields: Sendable {
  /// Only those that `ZipWriter` writes: the lengths and places of large files.
  case ours
  /// All but those that are known to change what is read. For archives of one's own that another tool packed again.
  case harmless

  /// Refuses the extra fields of an entry, in the list or in front of the file, that are not accepted.
  func check(_ fields: ZipPart) throws(ZipError) {
    var position = 0
    while fields.count - position >= 4 {
      let id = try fields.get2(position)
      if !accepts(id) { throw .unsupported(what: "the extra field \(Self.name(of: id))") }
      position += try 4 + fields.get2(position + 2)
    }
    // Some tools leave a few zeros at the end.
    if self == .ours, position != fields.count {
      throw .unsupported(what: "extra bytes outside its fields")
    }
  }

  /// Refuses a mode that two programs read in two ways, or that lends rights. `attributes` are the external ones.
  func check(modeOf record: ZipRecord, _ attributes: Int) throws(ZipError) {
    guard self == .ours else { return }
    // Some programs go by the slash at the end of a name, and others by this bit.
    if record.name != nil, attributes & Self.folderBit != 0 {
      throw .unsupported(what: "a file that is marked as a folder")
    }
    if record.name != nil, attributes >> 16 & Self.privilegeBits != 0 {
      throw .unsupported(what: "a file that runs as another user")
    }
  }

  /// Of the attributes that MS-DOS had.
  private static let folderBit = 0x10
  /// Set-user-id and set-group-id, of the modes that Unix has.
  private static let privilegeBits = 0o6000

  private func accepts(_ id: Int) -> Bool {
    switch self {
    case .ours: id == Zip.longField
    case .harmless: id != Self.unicodePath && id != Self.unicodeComment
    }
  }

  /// By Info-ZIP: the name of the file, and the remark on it, once more in UTF-8.
  private static let unicodePath = 0x7075
  private static let unicodeComment = 0x6375

  private static func name(of id: Int) -> String {
    let digits = String(id, radix: 16)
    let number = "0x" + String(repeating: "0", count: 4 - digits.count) + digits
    return switch id {
    case unicodePath: "\(number) (Unicode path)"
    case unicodeComment: "\(number) (Unicode comment)"
    case 0x5455, 0x7875, 0x5855, 0x000A: "\(number) (times or owners: zip -X leaves it out)"
    default: number
    }
  }
}
