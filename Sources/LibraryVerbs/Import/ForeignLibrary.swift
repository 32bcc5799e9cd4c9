internal import Model

/// The pictures of another program's library, in groups that can become elements.
public struct ForeignLibrary: Sendable {
  /// The program that the library belongs to.
  public let program: Program
  public let folder: FilePath
  /// The groups in the order of their names. Each has a name of its own.
  public let groups: [Group]
  /// What can't be imported, by reason.
  public let leftOut: [LeftOut]

  /// A program whose libraries can be imported.
  public enum Program: String, JSONConvertible, Sendable {
    case eagle
    /// A folder such as `characters/mira/` with `character.json` and `refs/`, as skills of agents
    /// keep their cast.
    case characters
    case pixlstash
    /// Files with one character each: `.char` of Omnichar, and character cards.
    case characterFiles = "character-files"
    /// Photos whose people are tagged.
    case photos
  }

  init(program: Program, folder: FilePath, groups: [Group], leftOut: [LeftOut]) {
    (self.program, self.folder, self.leftOut) = (program, folder, leftOut)
    var counts: [String: Int] = [:]
    self.groups = groups.map { group in
      var group = group
      let count = counts[group.name, default: 0] + 1
      counts[group.name] = count
      if count > 1 { group.name += " (\(count))" }
      return group
    }
  }

  /// Files that the other program keeps together.
  public struct Group: Sendable {
    /// Its name there, with those of the folders around it, such as `Cast/Mira`.
    public internal(set) var name: String
    public var files: [File] = []
    /// What the program says about it.
    public var notes = ""
    /// What it looks like, if the program says so.
    public var description = ""
    public var tags: [String] = []
    /// The name of the element that it becomes: without one of its own, the last part of its name.
    var elementName: String?
    /// The kind of element, if the program says so.
    var kind: ElementKind?
    /// Why the group is not imported unless a mapping says so, such as "keywords"; `nil` if it is.
    public var aside: String?
    /// The name of the group whose element this one adds to, or `nil`.
    var base: String?
    /// Whether it becomes an element even without files.
    var mayBeEmpty = false

    init(name: String) { self.name = name }

    /// The name of the element that the group becomes.
    var ownName: String {
      elementName ?? name.split(separator: "/").last.map(String.init) ?? name
    }

    /// Returns a name without the separator of names.
    static func part(_ name: String) -> String { name.replacing("/", with: "∕") }
  }

  /// A file of a group.
  public struct File: Sendable {
    let source: ElementDraft.File.Source
    public let note: String
    /// What it shows, if the program says so.
    var role: Role?
    /// Whether that is our reading of the program's words, and has yet to be confirmed.
    var isRoleAssumed = false

    init(path: FilePath, note: String) { (source, self.note) = (.path(path), note) }

    /// Creates a file that is inside another one.
    init(_ bytes: [UInt8], name: FilePath, note: String) {
      (source, self.note) = (.bytes(bytes, name: name), note)
    }

    /// The path of the file, or the name of bytes in memory.
    public var path: FilePath {
      switch source {
      case .path(let path), .bytes(_, let path): path
      }
    }
  }

  /// Files of one reason that are not imported.
  public struct LeftOut: Sendable {
    public let reason: String
    public let count: Int
    /// The name of the first one.
    public let example: String
  }
}

/// Counts what is left out, by reason.
struct LeftOutFiles {
  private var order: [String] = []
  private var found: [String: (count: Int, example: String)] = [:]

  /// Adds a file with the reason why it is left out.
  mutating func add(_ name: String, _ reason: String, count: Int = 1) {
    if let known = found[reason] {
      found[reason] = (known.count + count, known.example)
    } else {
      order.append(reason)
      found[reason] = (count, name.isEmpty ? "one without a name" : name)
    }
  }

  var all: [ForeignLibrary.LeftOut] {
    order.compactMap { reason in
      found[reason].map {
        ForeignLibrary.LeftOut(reason: reason, count: $0.count, example: $0.example)
      }
    }
  }
}
