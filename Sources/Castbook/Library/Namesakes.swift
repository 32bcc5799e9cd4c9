internal import Library

/// Elements that came to have one name when libraries were joined, and the commands that part them.
public struct Namesakes: Hashable, Sendable {
  public let name: String
  /// Each element in its latest revision, the one that keeps the name first.
  public let elements: [Element]
  /// What parts all others from the first.
  private var partings: [Parting]

  public struct Element: Hashable, Sendable {
    public let element: ULID
    public let revision: Digest
    /// The name to show.
    public let name: String
  }

  /// What takes the name from an element.
  private struct Parting: Hashable, Sendable {
    var element: String
    let revision: Digest
    var options: [String]
  }

  /// The same as one types it: a command for each element.
  public var commands: [String] {
    partings.map { "castbook edit \($0.element) \($0.options.joined(separator: " "))" }
  }

  /// Thinks up handles that nobody has. The element that was registered first and has the name as its
  /// handle keeps it.
  init(_ name: String, _ entries: [ElementSummary], _ contents: Contents) throws {
    let folded = Wording.folded(name)
    var seen: Set<ULID> = []
    let sorted = entries.filter { seen.insert($0.element).inserted }.sorted { left, right in
      let ranks = [left, right].map { $0.handle.name == folded ? 0 : 1 }
      return (ranks[0], left.element) < (ranks[1], right.element)
    }
    self.name = name
    elements = sorted.map { Element(element: $0.element, revision: $0.revision, name: $0.name) }
    var given: Set<String> = []
    partings = try sorted.dropFirst().compactMap { entry in
      func parting(_ option: String) -> Parting {
        Parting(
          element: Self.typed("@\(name):\(entry.revision.short)"), revision: entry.revision,
          options: [option])
      }
      guard entry.handle.name == folded else { return parting("--unalias \(Self.typed(name))") }
      let start = name.prefix(Handle.longest - 3)
      let free = try (2...99).lazy.map { "\(start)_\($0)" }.first { handle in
        try !given.contains(handle) && contents.entries(named: handle).isEmpty
      }
      guard let free else { return nil }
      given.insert(free)
      return parting("--rename \(free)")
    }
  }

  /// The same, each element parted from all others by one command: a second one would not find it under
  /// the digest that it had before the first.
  static func together(_ all: [Namesakes]) -> [Namesakes] {
    var whole: [Digest: Parting] = [:]
    for parting in all.flatMap(\.partings) {
      if whole[parting.revision] == nil {
        whole[parting.revision] = parting
      } else {
        whole[parting.revision]?.options += parting.options
      }
    }
    return all.map { one in
      var one = one
      one.partings = one.partings.map { whole[$0.revision] ?? $0 }
      return one
    }
  }

  private static func typed(_ word: String) -> String { FilePath(word)?.quoted ?? word }

  /// Which ones they are, each by what names it alone.
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
