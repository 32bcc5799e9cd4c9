internal import Model

/// Short ways to write the schemas of answers.
enum Schema {
  static let text: JSONValue = .object(["type": "string"])
  static let integer: JSONValue = .object(["type": "integer"])
  static let number: JSONValue = .object(["type": "number"])
  static let flag: JSONValue = .object(["type": "boolean"])

  /// Returns the schema of an object that has these members and no others.
  static func arguments(_ parameters: [any AnyToolParameter]) -> JSONValue {
    [
      "type": "object",
      "properties": .object(parameters.map { JSONValue.Member($0.name, $0.schema) }),
      "required": parameters.filter(\.isRequired).map(\.name).nonEmpty,
      "additionalProperties": false,
    ]
  }

  /// Returns the schema of a list.
  static func list(of items: JSONValue) -> JSONValue {
    .object(["type": "array", "items": items])
  }

  /// Returns the schema of an object that may have other members, too.
  static func object(
    required: [String] = [], _ members: KeyValuePairs<String, JSONValue>
  ) -> JSONValue {
    [
      "type": "object", "required": required.nonEmpty,
      "properties": .object(members.map { JSONValue.Member($0.key, $0.value) }),
    ]
  }

  /// Returns the schema of a document that Castbook publishes: its name, and where its own schema
  /// is.
  static func published(_ name: String) -> JSONValue {
    .object([
      "type": "object", "required": ["castbook"],
      "properties": .object(["castbook": .object(["const": name])]),
      "description": "The document \(name); castbook://schema/\(address(name)) is its schema.",
    ])
  }

  /// Returns the name of a document in an address: `check-2`.
  static func address(_ name: String) -> String { name.replacing("/", with: "-") }
}
