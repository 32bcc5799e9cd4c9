internal import Castbook
internal import Model

/// The values that clients offer for arguments of prompts.
enum PromptCompletion {
  /// The maximum number of values, by the specification.
  private static let maximum = 100

  /// Returns the completer for names of targets: short names and ids.
  static func targets(in workspace: Workspace) -> Completer {
    { typed, _ in
      CompletedValues(
        try workspace.loadTargets().names.filter { $0.hasPrefix(typed.lowercased()) })
    }
  }

  /// Returns the completer for handles of the library; without a library there are none.
  static func handles(in workspace: Workspace) -> Completer {
    { typed, _ in
      guard let library = try await workspace.libraryIfAny() else { return CompletedValues([]) }
      let text = typed.drop { $0 == "@" }.lowercased()
      let found = try library.elements(startingWith: text, limit: maximum + 1)
      return CompletedValues(found.map { "\($0.handle)" })
    }
  }
}
