/// An argument that is known by its position, such as a path or a handle.
///
/// ```swift
/// Positional("PATH", .atLeastOne, "A file or folder.", completion: .files, isExistingFile: true)
/// ```
public struct Positional: Hashable, Sendable {
  /// How many words the positional takes. Only the last positional of a command may take many.
  public enum Count: Hashable, Sendable {
    case one
    case optional
    case any
    case atLeastOne
  }

  /// The placeholder in help, in capitals, such as `PATH`.
  public let name: String
  public let count: Count
  public let summary: String
  public let completion: Completion
  /// Whether the words name files that must exist. Words that begin with `@`, and `-`, are exempt.
  public let isExistingFile: Bool

  public init(
    _ name: String, _ count: Count = .one, _ summary: String = "",
    completion: Completion = .nothing, isExistingFile: Bool = false
  ) {
    self.name = name
    self.count = count
    self.summary = summary
    self.completion = completion
    self.isExistingFile = isExistingFile
  }

  /// Whether at least one word must be given.
  var isRequired: Bool { count == .one || count == .atLeastOne }

  /// Whether it takes all remaining words.
  var acceptsMany: Bool { count == .any || count == .atLeastOne }

  /// The positional in a usage line: `PATH`, `[PATH]`, `[PATH…]` or `PATH…`.
  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .any: "[\(name)…]"
    case .atLeastOne: "\(name)…"
    }
  }
}

/// A command line that works, and a phrase that says what it does.
public struct Example: Hashable, Sendable {
  /// The whole line, beginning with the program's name.
  public let command: String
  /// What the line does, as a phrase without a full stop.
  public let explanation: String

  public init(_ command: String, _ says: String) {
    self.command = command
    self.explanation = says
  }
}
