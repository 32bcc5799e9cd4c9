package import Library

/// Elements that share a name because libraries were joined, and the commands that rename them.
///
/// Each can be named by the shared name with the end of its identifier, such as `@cup~k3`.
public struct Namesakes: Hashable, Sendable {
  /// The handle or alias that the elements share, without the at sign.
  public let name: String
  /// The elements in their latest revisions. The first one keeps the name.
  public let elements: [Element]
  /// The changes that take the name from all elements but the first.
  private var renamings: [Renaming]

  /// An element that has the name.
  public struct Element: Hashable, Sendable {
    public let element: ULID
    public let revision: Digest
    /// The element's display name.
    public let name: String
    /// The end of the element's identifier, which tells it from the others.
    public let suffix: String
  }

  /// A change that takes the name from an element.
  private struct Renaming: Hashable, Sendable {
    var element: String
    let revision: Digest
    var options: [String]
  }

  /// The commands that take the name from all elements but the first.
  public var commands: [String] {
    renamings.map { "castbook edit \($0.element) \($0.options.joined(separator: " "))" }
  }

  /// Chooses new handles that are not in use. The element that was created first and has the name
  /// as its handle keeps it.
  init(_ name: String, _ entries: [ElementSummary], _ contents: Contents) throws {
    let folded = RecordText.folded(name)
    let sorted = Self.sorted(entries, by: folded)
    let suffixes = Self.suffixes(of: sorted.map(\.element))
    self.name = name
    elements = sorted.map { entry in
      Element(
        element: entry.element, revision: entry.revision, name: entry.name,
        suffix: suffixes[entry.element] ?? "")
    }
    var assigned: Set<String> = []
    renamings = try sorted.dropFirst().compactMap { entry in
      let reference = "@\(name)~\(suffixes[entry.element] ?? "")"
      // Within a word, shells leave a tilde alone.
      let element = Self.typed(name) == name ? reference : Self.typed(reference)
      func renaming(_ option: String) -> Renaming {
        Renaming(element: element, revision: entry.revision, options: [option])
      }
      guard entry.handle.name == folded else { return renaming("--unalias \(Self.typed(name))") }
      let start = name.prefix(Handle.maximumLength - 3)
      let free = try (2...99).lazy.map { "\(start)_\($0)" }.first { handle in
        try !assigned.contains(handle) && contents.entries(named: handle).isEmpty
      }
      guard let free else { return nil }
      assigned.insert(free)
      return renaming("--rename \(free)")
    }
  }

  /// Returns one entry for each element: those whose handle is the name first, each group by age,
  /// the oldest first.
  private static func sorted(
    _ entries: [ElementSummary], by folded: String
  ) -> [ElementSummary] {
    var seen: Set<ULID> = []
    return entries.filter { seen.insert($0.element).inserted }.sorted { left, right in
      let ranks = [left, right].map { $0.handle.name == folded ? 0 : 1 }
      return (ranks[0], left.element) < (ranks[1], right.element)
    }
  }

  /// The ends of identifiers, as short as they differ, in small letters.
  static func suffixes(of elements: [ULID]) -> [ULID: String] {
    let texts = elements.map { $0.text.lowercased() }
    // All of an identifier is 26 letters and digits.
    let length = (2...26).first { length in
      Set(texts.map { $0.suffix(length) }).count == texts.count
    }
    return Dictionary(
      uniqueKeysWithValues: zip(elements, texts.map { String($0.suffix(length ?? 26)) }))
  }

  /// Returns the suffix with which an element is shown because an older one has its handle; `nil`
  /// if it is shown by the handle alone.
  package static func suffix(of entry: ElementSummary, _ contents: Contents) throws -> String? {
    let name = entry.handle.name
    guard try contents.isShared(name, by: entry.element) else { return nil }
    var entries = try contents.entries(named: name)
    // An element that was removed takes no name from one in use.
    if !entry.isRetired { entries.removeAll(where: \.isRetired) }
    let sorted = sorted(entries, by: RecordText.folded(name))
    guard sorted.first?.element != entry.element else { return nil }
    return suffixes(of: sorted.map(\.element))[entry.element]
  }

  /// Returns the same elements with their changes combined, so that each element is renamed by one
  /// command.
  ///
  /// A second command would not find the element by the name that the first one took from it.
  static func combined(_ all: [Namesakes]) -> [Namesakes] {
    var combined: [Digest: Renaming] = [:]
    for renaming in all.flatMap(\.renamings) {
      if combined[renaming.revision] == nil {
        combined[renaming.revision] = renaming
      } else {
        combined[renaming.revision]?.options += renaming.options
      }
    }
    return all.map { one in
      var one = one
      one.renamings = one.renamings.map { combined[$0.revision] ?? $0 }
      return one
    }
  }

  /// Returns a word as it is typed in a shell.
  private static func typed(_ word: String) -> String { FilePath(word)?.quoted ?? word }

  /// The elements, each by a reference that names only this one.
  var words: String {
    elements.map { "@\(name)~\($0.suffix) (\($0.name))" }.joined(separator: ", ")
  }

  /// The next step.
  var fix: String {
    commands.isEmpty
      ? "rename one: castbook edit @\(name)~… --rename NEW"
      : "rename the other one, for example: \(commands.joined(separator: "; "))"
  }
}

extension ElementLibrary {
  /// Returns the suffixes with which elements are shown, in their order; `nil` for those shown by
  /// the handle alone.
  public func suffixes(of elements: [ElementSummary]) throws -> [String?] {
    try contents { contents in try elements.map { try Namesakes.suffix(of: $0, contents) } }
  }
}

extension Handle {
  /// The handle, with the suffix of an element that shares it with an older one: `@cup~k3`.
  public func text(suffix: String?) -> String { suffix.map { "\(self)~\($0)" } ?? "\(self)" }
}
