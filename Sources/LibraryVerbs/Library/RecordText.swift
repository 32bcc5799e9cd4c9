internal import Library
internal import UnicodeText

/// Checks and normalizes texts of the user before they are written into a record.
package enum RecordText {
  /// Returns a text of one line with at most `limit` characters.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest`, in which `what` names the text, such as `a
  ///   reason`.
  package static func line(_ text: String, _ what: String, limit: Int) throws -> String {
    try checked(text, what, .line(limit))
  }

  /// Returns a text as records keep it: trimmed, and in Unicode normalization form C.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the text breaks the rule, with what to do
  ///   about it.
  static func checked(_ text: String, _ what: String, _ rule: TextRule) throws -> String {
    let text = NormalText.nfc(TextRule.trimmed(text))
    if let problem = rule.problem(in: text) { throw refusal(what, problem) }
    return text
  }

  /// Returns a text that may have several lines, but not none.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if it is empty or breaks the rule.
  package static func paragraphs(_ text: String, _ what: String, _ rule: TextRule) throws -> String
  {
    let text = try checked(text, what, rule)
    if text.isEmpty { throw refusal(what, .empty) }
    return text
  }

  /// Returns the name by which someone calls themselves.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if it isn't a line of at most 200 characters.
  package static func author(_ name: String) throws -> String {
    try line(name, "a name", limit: 200)
  }

  /// Returns a text that a provider gave, without white space around it.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if no provider gives such a text.
  package static func providers(_ text: String, _ what: String, _ kind: ProviderText.Kind) throws
    -> String
  {
    let text = TextRule.trimmed(text)
    if let problem = ProviderText.problem(in: text, kind) { throw refusal(what, problem) }
    return text
  }

  private static func refusal(_ what: String, _ problem: TextProblem) -> ElementLibraryError {
    let fix =
      switch problem {
      case .empty: "enter some text"
      case .tooLong: "shorten it"
      case .character, .edge, .notNormalized: "remove it"
      case .location: "copy the id itself"
      }
    return wrong("\(what) \(problem)", fix)
  }

  /// Returns an alias without its at sign, in Unicode normalization form C.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the text can't be a name of an element.
  static func alias(_ text: String) throws -> String {
    let alias = NormalText.nfc(text.hasPrefix("@") ? String(text.dropFirst()) : text)
    if let problem = NameProblem(in: alias) {
      throw wrong("\"\(Self.short(alias))\" can't be an alias: \(problem)", "choose another")
    }
    return alias
  }

  /// Returns the last component of a path as names are compared: in Unicode normalization form C,
  /// since some file systems decompose names.
  static func fileName(_ path: FilePath) -> String { NormalText.nfc(path.name.text) }

  /// Returns the name of a file as records keep it: a name that every file system accepts.
  static func recordedName(_ path: FilePath, _ blob: Digest) -> String {
    portableName(fileName(path), blob)
  }

  /// Returns the name if every file system accepts it, else a similar one. If no characters are
  /// left, the name is the first 16 digits of the blob's digest.
  package static func portableName(_ name: String, _ blob: Digest) -> String {
    FileName.validName(name, or: String(blob.hex.prefix(16)))
  }

  /// Returns a text without what a rule forbids, shortened if it is too long.
  static func repaired(_ text: String, _ rule: TextRule) -> String {
    rule.repaired(text, normalized: NormalText.nfc)
  }

  /// Returns a text that is valid as an element's name, shortened if it is too long.
  static func elementName(_ text: String) -> String {
    repaired(text, RevisionRules.name)
  }

  /// Returns whether two names are equal to a reader: without regard to case and form.
  static func areEquivalent(_ left: String, _ right: String) -> Bool {
    FoldedText.folded(left) == FoldedText.folded(right)
  }

  /// Returns a text in the form in which names are compared.
  static func folded(_ text: String) -> String { FoldedText.folded(NormalText.nfc(text)) }

  /// Returns the first 64 characters of a text, with an ellipsis if there are more.
  private static func short(_ text: String) -> String {
    let start = text.prefix(64)
    return start.endIndex == text.endIndex ? text : start + "…"
  }

  private static func wrong(_ message: String, _ fix: String) -> ElementLibraryError {
    .invalidRequest(message, fix: fix)
  }
}
