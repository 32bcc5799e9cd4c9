internal import Library

/// Texts from the user on their way into a record.
enum Wording {
  /// A text of one line.
  static func line(_ text: String, _ what: String, limit: Int) throws -> String {
    try checked(text, what, .line(limit))
  }

  /// A text as records keep it; an error where its rule is broken.
  static func checked(_ text: String, _ what: String, _ rule: TextRule) throws -> String {
    let text = NormalText.nfc(TextRule.trimmed(text))
    guard let problem = rule.problem(in: text) else { return text }
    let fix =
      switch problem {
      case .empty: "enter some text"
      case .tooLong: "shorten it"
      case .character, .edge, .notNormal: "remove it"
      }
    throw wrong("\(what) \(problem)", fix)
  }

  /// A second name of an element, with or without its at-sign.
  static func alias(_ text: String) throws -> String {
    let alias = NormalText.nfc(text.hasPrefix("@") ? String(text.dropFirst()) : text)
    if let problem = NameProblem(in: alias) {
      throw wrong("\"\(Self.short(alias))\" can't be an alias: \(problem)", "choose another")
    }
    return alias
  }

  /// The name that a file came under, as it is compared.
  static func fileName(_ path: FilePath) -> String { NormalText.nfc(path.name.text) }

  /// The name of a file as records keep it: fit for every folder.
  static func recordedName(_ path: FilePath, _ blob: Digest) -> String {
    fitName(fileName(path), blob)
  }

  /// A fit name for a file that a record names; one that has none gets a part of its digest.
  static func fitName(_ name: String, _ blob: Digest) -> String {
    FileName.fit(name, or: String(blob.hex.prefix(16)))
  }

  /// A name made of others, cut where it would be too long.
  static func named(_ text: String) -> String {
    RevisionRules.name.mended(text, normalized: NormalText.nfc)
  }

  /// Whether two names are one to a reader.
  static func areSame(_ left: String, _ right: String) -> Bool {
    FoldedText.folded(left) == FoldedText.folded(right)
  }

  static func folded(_ text: String) -> String { FoldedText.folded(NormalText.nfc(text)) }

  private static func short(_ text: String) -> String {
    let start = text.prefix(64)
    return start.endIndex == text.endIndex ? text : start + "…"
  }

  private static func wrong(_ message: String, _ fix: String) -> ElementLibraryError {
    .wrong(message, fix: fix)
  }
}
