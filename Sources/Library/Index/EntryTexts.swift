internal import Model
internal import UnicodeText

/// The texts of a revision that the index contains besides the row of its entry. They are computed
/// from the revision both to add an entry and to remove it.
struct EntryTexts: Sendable {
  /// The handle, followed by the other names under which the element is found, all folded.
  let names: [String]
  /// The tags, folded.
  let tags: [String]
  /// The words of the revision in the full-text search.
  let document: Document

  /// The words of a revision for the columns of the full-text search, in the form that
  /// `SearchText.document(_:atMost:)` returns.
  struct Document: Sendable {
    let names: String
    let tags: String
    let texts: String

    var byteCount: Int { names.utf8.count + tags.utf8.count + texts.utf8.count }
  }

  /// The number of searchable bytes of the names, of the tags, and of the description with the
  /// notes. Longer texts are only found by their beginning.
  private static let byteLimit = 64 << 10

  init(_ revision: ElementRevision) {
    names =
      [revision.handle.name]
      + revision.aliases.map(FoldedText.folded).filter { $0 != revision.handle.name }
    tags = revision.tags.map(FoldedText.folded)
    func document(_ texts: [String]) -> String {
      SearchText.document(
        String(decoding: texts.joined(separator: "\n").utf8.prefix(Self.byteLimit), as: UTF8.self))
    }
    self.document = Document(
      names: document([revision.handle.name, revision.name] + revision.aliases),
      tags: document(revision.tags), texts: document([revision.description, revision.notes]))
  }
}
