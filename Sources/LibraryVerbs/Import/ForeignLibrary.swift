internal import Model

/// The pictures of another program's library, in groups that can become elements.
public struct ForeignLibrary: Sendable {
  /// The program that the library belongs to.
  public let program: Program
  public let folder: FilePath
  /// The groups in the order of their names.
  public let groups: [Group]
  /// What can't be imported, by reason.
  public let leftOut: [LeftOut]

  /// A program whose libraries can be imported.
  public enum Program: String, JSONConvertible, Sendable {
    case eagle
    /// A folder such as `characters/mira/` with `character.json` and `refs/`, as skills of agents
    /// keep their cast.
    case characters
  }

  /// Files that the other program keeps together.
  public struct Group: Sendable {
    /// Its name there, with those of the folders around it, such as `Cast/Mira`.
    public let name: String
    public var files: [File] = []
    /// What the program says about it.
    public var notes = ""
    /// What it looks like, if the program says so.
    public var description = ""
    public var tags: [String] = []

    /// The last part of the name.
    var ownName: String { name.split(separator: "/").last.map(String.init) ?? name }
  }

  /// A file of a group.
  public struct File: Sendable {
    public let path: FilePath
    public let note: String
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
  mutating func add(_ name: String, _ reason: String) {
    if let known = found[reason] {
      found[reason] = (known.count + 1, known.example)
    } else {
      order.append(reason)
      found[reason] = (1, name)
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
