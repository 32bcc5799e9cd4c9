internal import Library

/// Elements that share a name because libraries were joined, and the commands that rename them.
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
    var seen: Set<ULID> = []
    let sorted = entries.filter { seen.insert($0.element).inserted }.sorted { left, right in
      let ranks = [left, right].map { $0.handle.name == folded ? 0 : 1 }
      return (ranks[0], left.element) < (ranks[1], right.element)
    }
    self.name = name
    elements = sorted.map { Element(element: $0.element, revision: $0.revision, name: $0.name) }
    var assigned: Set<String> = []
    renamings = try sorted.dropFirst().compactMap { entry in
      func renaming(_ option: String) -> Renaming {
        Renaming(
          element: Self.typed("@\(name):\(entry.revision.short)"), revision: entry.revision,
          options: [option])
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

  /// Returns the same elements with their changes combined, so that each element is renamed by one
  /// command.
  ///
  /// A second command would not find the element by the digest that it had before the first.
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
    elements.map { "@\(name):\($0.revision.short) (\($0.name))" }.joined(separator: ", ")
  }

  /// The next step.
  var fix: String {
    commands.isEmpty
      ? "rename one: castbook edit @\(name):sha256-… --rename NEW"
      : "rename the other one, for example: \(commands.joined(separator: "; "))"
  }
}
