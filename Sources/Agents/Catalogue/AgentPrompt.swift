internal import Model

/// A text that a user picks from a menu to begin a conversation.
package struct AgentPrompt: Sendable {
  /// An argument, whose value is a text.
  package struct Argument: Sendable {
    package let name: String
    package let description: String
    package let isRequired: Bool
    package let complete: Completer?

    package init(
      _ name: String, _ description: String, isRequired: Bool = false, complete: Completer? = nil
    ) {
      self.name = name
      self.description = description
      self.isRequired = isRequired
      self.complete = complete
    }

    var json: JSONValue {
      ["name": name, "description": description, "required": isRequired]
    }
  }

  package let name: String
  package let title: String
  package let description: String
  package let arguments: [Argument]
  /// Returns what the user says, given the arguments.
  package let text: @Sendable ([String: String]) async throws -> String

  package init(
    _ name: String, title: String, description: String, arguments: [Argument],
    text: @escaping @Sendable ([String: String]) async throws -> String
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.arguments = arguments
    self.text = text
  }

  func json(for version: ProtocolVersion) -> JSONValue {
    [
      "name": name, "title": version >= .june2025 ? title : nil, "description": description,
      "arguments": arguments.map(\.json),
    ]
  }
}
