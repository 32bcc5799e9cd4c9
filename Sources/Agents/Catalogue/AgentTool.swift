package import Model

/// A tool that an agent can call.
///
/// Its texts are constant: no name or text from a library is ever part of them.
package struct AgentTool: Sendable {
  /// What a call does to the world, as clients show it before they allow a call.
  package struct Effects: Sendable {
    /// Whether a call changes nothing.
    package let isReadOnly: Bool
    /// Whether a call may remove something for good, or spend money.
    package let isDestructive: Bool
    /// Whether a repeated call changes nothing more.
    package let isIdempotent: Bool
    /// Whether a call reaches other machines.
    package let isOpenWorld: Bool

    package init(isReadOnly: Bool, isDestructive: Bool, isIdempotent: Bool, isOpenWorld: Bool) {
      self.isReadOnly = isReadOnly
      self.isDestructive = isDestructive
      self.isIdempotent = isIdempotent
      self.isOpenWorld = isOpenWorld
    }

    /// Reads on this machine, and changes nothing.
    package static let reading = Effects(
      isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: false)
    /// Changes something on this machine in a way that can be undone; once, however often it is
    /// called.
    package static let changing = Effects(
      isReadOnly: false, isDestructive: false, isIdempotent: true, isOpenWorld: false)

    var json: JSONValue {
      [
        "readOnlyHint": isReadOnly, "destructiveHint": isDestructive,
        "idempotentHint": isIdempotent, "openWorldHint": isOpenWorld,
      ]
    }
  }

  /// Does the work of a call. The task is cancelled when the client no longer wants the answer.
  package typealias Run = @Sendable (ToolArguments, CallContext) async throws -> ToolAnswer

  /// The name, in small letters and underscores, of at most 20 characters.
  package let name: String
  package let title: String
  /// What the tool does, what it changes and when to use it, in at most 60 words.
  package let description: String
  package let parameters: [any AnyToolParameter]
  /// The name of the answer's shape, such as `agent-explain/1`.
  package let shape: String
  /// The schema of the answer's `data`.
  package let dataSchema: JSONValue
  package let effects: Effects
  /// The address of the page that shows the answer in clients that have pages; `nil` for none.
  package let page: String?
  package let run: Run

  package init(
    _ name: String, title: String, description: String, parameters: [any AnyToolParameter],
    shape: String, dataSchema: JSONValue, effects: Effects = .reading, page: String? = nil,
    run: @escaping Run
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.parameters = parameters
    self.shape = shape
    self.dataSchema = dataSchema
    self.effects = effects
    self.page = page
    self.run = run
  }
}

extension AgentTool {
  /// The schema of the arguments, without anything that refers to another document.
  package var inputSchema: JSONValue { Schema.arguments(parameters) }

  /// The schema of the structured content.
  package var outputSchema: JSONValue {
    [
      "type": "object", "required": ["castbook", "summary"],
      "properties": .object([
        "castbook": .object(["const": shape]),
        "summary": .object(["type": "string"]),
        "next": .object(["type": "array", "items": .object(["type": "string"])]),
        "data": dataSchema,
      ]),
      "additionalProperties": false,
    ]
  }

  /// The tool in a list, with what a version knows.
  ///
  /// - Parameter showsPages: Whether the client shows pages.
  func json(for version: ProtocolVersion, showsPages: Bool) -> JSONValue {
    let isNamed = version >= .june2025
    return [
      "name": name, "title": isNamed ? title : nil, "description": description,
      "inputSchema": inputSchema, "outputSchema": isNamed ? outputSchema : nil,
      "annotations": version >= .march2025 ? effects.json : nil,
      "_meta": showsPages ? page.map(AppPages.meta) : nil,
    ]
  }
}
