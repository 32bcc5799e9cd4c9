/// Why an archive can't be read or written.
package enum ZipError: Error, Hashable, Sendable {
  /// It does not end as a zip does.
  case notAnArchive
  /// It is one, and damaged, or built so that two readers could see two things in it.
  case damaged(what: String)
  /// It uses something of the format that is not read here.
  case unsupported(what: String)
  /// The name of an entry, as it stands there, is not safe to create.
  case unsafeName(String)
  /// Two entries that are one file to some systems.
  case sameName(String, String)
  /// More than whoever reads it asked for.
  case tooMuch(what: String, limit: Int)
  /// What was to be written is not what was announced.
  case mismatch(EntryName)
  /// Entries were not given in byte order.
  case outOfOrder(EntryName)
}

extension ZipError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAnArchive: "not a zip, an incomplete zip, or a zip with extra bytes after its end"
    case .damaged(let what): "it is damaged: \(what)"
    case .unsupported(let what): "it uses \(what), which Castbook does not read"
    case .unsafeName(let name): "it contains a file with an unsafe name, \"\(name)\""
    case .sameName(let first, let second):
      "it contains \"\(first)\" and \"\(second)\", which some systems treat as one file"
    case .tooMuch(let what, let limit): "it contains more \(what) than the limit of \(limit)"
    case .mismatch(let name): "\(name) changed while it was being written"
    case .outOfOrder(let name): "\(name) is out of order"
    }
  }
}
