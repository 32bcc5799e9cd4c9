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
    case .notAnArchive: "it is no zip, not all of one, or more stands behind it"
    case .damaged(let what): "it is damaged, \(what)"
    case .unsupported(let what): "it uses \(what), which is not read here"
    case .unsafeName(let name): "it holds a file under the name \"\(name)\", which is no safe one"
    case .sameName(let first, let second):
      "it holds \"\(first)\" and \"\(second)\", which some systems take for one file"
    case .tooMuch(let what, let limit): "it holds more \(what) than the \(limit) read here"
    case .mismatch(let name): "\(name) changed while it was written"
    case .outOfOrder(let name): "\(name) was to stand further in front"
    }
  }
}
