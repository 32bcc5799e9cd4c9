/// Which extra fields of the entries are accepted.
///
/// Some extra fields give a file another name than the one that is checked, so a reader
/// that obeys them would create a different file.
package enum ZipExtraFields: Sendable {
  /// Accepts only the field that `ZipWriter` writes: the lengths and offsets of large
  /// files.
  case largeFilesOnly
  /// Accepts all fields except those that are known to change what is read. This is for
  /// the user's own archives after another tool has repacked them.
  case harmless

  /// Checks the extra fields of one entry, from the list or from its local header.
  ///
  /// - Throws: `ZipError.unsupported` with the first field that is not accepted.
  func check(_ fields: ZipPart) throws(ZipError) {
    var position = 0
    while fields.count - position >= 4 {
      let id = try fields.get2(position)
      if !accepts(id) { throw .unsupported(what: "the extra field \(Self.name(of: id))") }
      position += try 4 + fields.get2(position + 2)
    }
    // Some tools leave a few zeros at the end.
    if self == .largeFilesOnly, position != fields.count {
      throw .unsupported(what: "extra bytes outside its fields")
    }
  }

  /// Refuses a mode that two programs could interpret differently, or that grants
  /// privileges. The check applies only to `ours`.
  ///
  /// - Parameter attributes: The external attributes of the entry: the Unix mode in the
  ///   upper 16 bits, those of MS-DOS in the lowest.
  func check(modeOf record: ZipRecord, _ attributes: Int) throws(ZipError) {
    guard self == .largeFilesOnly else { return }
    // Some programs tell folders by the slash at the end of the name, and others by this
    // bit.
    if record.name != nil, attributes & Self.folderBit != 0 {
      throw .unsupported(what: "a file that is marked as a folder")
    }
    if record.name != nil, attributes >> 16 & Self.privilegeBits != 0 {
      throw .unsupported(what: "a file that runs as another user")
    }
  }

  /// The MS-DOS attribute that marks a folder.
  private static let folderBit = 0x10
  /// The Unix mode bits for set-user-ID and set-group-ID.
  private static let privilegeBits = 0o6000

  private func accepts(_ id: Int) -> Bool {
    switch self {
    case .largeFilesOnly: id == Zip.longField
    case .harmless: id != Self.unicodePath && id != Self.unicodeComment
    }
  }

  /// Info-ZIP's field that repeats the name of the file in UTF-8.
  private static let unicodePath = 0x7075
  /// Info-ZIP's field that repeats the comment on the file in UTF-8.
  private static let unicodeComment = 0x6375

  /// The number of a field for an error message, with its purpose when that is known.
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
