package import Model

/// Why an archive can't be read or written.
package enum ZipError: FileFailure, Hashable {
  /// The file does not end as a zip archive does.
  case notAnArchive
  /// The archive is damaged, or built so that two readers could see different content in
  /// it.
  case damaged(what: String)
  /// The archive uses a feature of the format that this module does not read.
  case unsupported(what: String)
  /// An entry's name, as it is in the archive, is not safe to create.
  case unsafeName(String)
  /// Two entries are the same file on some systems.
  case conflictingNames(String, String)
  /// The archive exceeds a limit that its reader set.
  case limitExceeded(what: String, limit: Int)
  /// A file's length or checksum is not what was announced before it was written.
  case mismatch(EntryName)
  /// A file was added out of byte order.
  case outOfOrder(EntryName)

}

extension ZipError {
  package var reason: String {
    switch self {
    case .notAnArchive: "not a zip, an incomplete zip, or a zip with extra bytes after its end"
    case .damaged(let what): "it is damaged: \(what)"
    case .unsupported(let what): "it uses \(what), which Castbook does not read"
    case .unsafeName(let name): "it contains a file with an unsafe name, \"\(name)\""
    case .conflictingNames(let first, let second):
      "it contains \"\(first)\" and \"\(second)\", which some systems treat as one file"
    case .limitExceeded(let what, let limit): "it contains more \(what) than the limit of \(limit)"
    case .mismatch(let name): "\(name) changed while it was being written"
    case .outOfOrder(let name): "\(name) is out of order"
    }
  }
  package var blame: Blame { .failure }
  package var fix: String? { nil }

  package var rule: String {
    switch self {
    case .mismatch, .outOfOrder: "output.failed"
    case .notAnArchive, .damaged, .unsupported, .unsafeName, .conflictingNames, .limitExceeded:
      "input.unreadable"
    }
  }
}
