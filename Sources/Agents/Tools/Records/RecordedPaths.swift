internal import Castbook
internal import Model

/// The paths that a library has recorded, as an agent sees them: below the label of a root, and
/// otherwise only by their last name, since a record may be about any folder of the user's.
struct RecordedPaths {
  private let roots: Roots
  private let redaction: Redaction

  /// - Parameter texts: All paths that an answer may contain.
  init(_ texts: [String], in roots: Roots) {
    self.roots = roots
    // A message contains a path as it is recorded, or without its control characters.
    redaction = Redaction(
      folders: Set(texts + texts.map { sanitized($0) }).sorted().compactMap { text in
        guard text.hasPrefix("/"), let path = FilePath(text), roots.shown(path) == nil else {
          return nil
        }
        return (path, path.name.text)
      })
  }

  /// Returns a path. A relative one, which is below the folder of its project, stays as it is
  /// unless it leads upwards.
  func shown(_ text: String) -> String {
    guard let path = FilePath(text) else { return "" }
    if text.hasPrefix("/") { return roots.shown(path) ?? path.name.text }
    return text.split(separator: "/").contains("..") ? path.name.text : text
  }

  /// Returns a path in «».
  func quoted(_ text: String) -> String { ShownNames.quoted(shown(text)) }

  /// Returns a message with every recorded path in it as an agent sees it.
  func message(_ text: String) -> String { redaction.text(text) }

  /// Returns a document with every recorded path in it as an agent sees it.
  func value(_ document: JSONValue) -> JSONValue { redaction.value(document) }
}

extension Usage {
  /// The paths of projects and shot files in it.
  var recordedPaths: [String] { projects.map(\.path) + exports.map(\.export.shot.path) }
}
