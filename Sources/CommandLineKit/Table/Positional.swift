/// An argument that is known by its place: a path, a handle.
public struct Positional: Hashable, Sendable {
  public enum Count: Hashable, Sendable {
    case one
    case optional
    case any
    case atLeastOne
  }

  /// The word that stands for it in help, in capitals: `PATH`.
  public let name: String
  public let count: Count
  public let summary: String
  public let completion: Completion
  /// Whether its words name files that must exist; those that begin with an at-sign and `-` are not files.
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

  var isRequired: Bool { count == .one || count == .atLeastOne }

  var takesMany: Bool { count == .any || count == .atLeastOne }

  /// `PATH`, `[PATH]`, `[PATH…]` or `PATH…`.
  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .any: "[\(name)…]"
    case .atLeastOne: "\(name)…"
    }
  }
}

/// A command line that works, and what it does.
public struct Example: Hashable, Sendable {
  public let command: String
  public let says: String

  public init(_ command: String, _ says: String) {
    self.command = command
    self.says = says
  }
}
