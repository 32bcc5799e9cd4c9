package import Model

/// A parameter of a tool, from which its schema is made and its argument is read.
///
/// ```swift
/// static let rule = ToolParameter<String>.text("rule", "A rule's name.")
///
/// let name = try arguments[rule]  // nil when the argument is absent
/// ```
package struct ToolParameter<Value: Sendable>: Sendable {
  package let name: String
  /// What the value is, in one sentence.
  package let summary: String
  /// The schema of the value, with the description.
  package let schema: JSONValue
  package private(set) var isRequired = false
  /// Returns the value that an argument stands for. Throws an `ArgumentError` if it doesn't fit.
  let read: @Sendable (JSONValue, JSONPointer) throws -> Value

  /// Creates an optional parameter.
  ///
  /// - Parameters:
  ///   - name: The name of the member.
  ///   - description: What the value is, in one sentence.
  ///   - schema: The schema of the value, without the description.
  ///   - read: Reads an argument, as strictly as the schema says.
  package init(
    _ name: String, _ description: String, schema: JSONValue,
    read: @escaping @Sendable (JSONValue, JSONPointer) throws -> Value
  ) {
    (self.name, summary) = (name, description)
    self.schema = schema.adding(["description": description])
    self.read = read
  }

  /// The parameter as one that every call must have.
  package var required: ToolParameter {
    var copy = self
    copy.isRequired = true
    return copy
  }
}

extension ToolParameter<String> {
  /// Creates a parameter for a text, which isn't empty.
  package static func text(
    _ name: String, _ description: String, maximumLength: Int = 1000
  ) -> ToolParameter {
    ToolParameter(
      name, description,
      schema: ["type": "string", "minLength": 1, "maxLength": maximumLength]
    ) { value, pointer in
      guard let text = value.string else { throw ArgumentError.kind(of: value, pointer, "a text") }
      // JSON Schema counts code points.
      guard (1...maximumLength).contains(text.unicodeScalars.count) else {
        throw ArgumentError(
          pointer, "the text has \(text.unicodeScalars.count) characters",
          fix: "1 to \(Quantity.grouped(maximumLength)) characters fit")
      }
      return text
    }
  }
}

extension ToolParameter<Int> {
  /// Creates a parameter for a whole number within a range.
  package static func number(
    _ name: String, _ description: String, in range: ClosedRange<Int>
  ) -> ToolParameter {
    ToolParameter(
      name, description,
      schema: ["type": "integer", "minimum": range.lowerBound, "maximum": range.upperBound]
    ) { value, pointer in
      guard let number = value.integer else {
        throw ArgumentError.kind(of: value, pointer, "a whole number")
      }
      guard range.contains(number) else {
        throw ArgumentError(
          pointer, "\(number) is out of range",
          fix: "numbers from \(range.lowerBound) to \(range.upperBound) fit")
      }
      return number
    }
  }
}

extension ToolParameter<Bool> {
  /// Creates a parameter for `true` or `false`.
  package static func flag(_ name: String, _ description: String) -> ToolParameter {
    ToolParameter(name, description, schema: ["type": "boolean"]) { value, pointer in
      guard let flag = value.boolean else {
        throw ArgumentError.kind(of: value, pointer, "true or false")
      }
      return flag
    }
  }
}

extension ToolParameter where Value: RawRepresentable<String> & CaseIterable {
  /// Creates a parameter for one of a few words.
  package static func choice(_ name: String, _ description: String) -> ToolParameter {
    let names = Value.allCases.map(\.rawValue)
    return ToolParameter(
      name, description, schema: ["type": "string", "enum": names]
    ) { value, pointer in
      guard let text = value.string else {
        throw ArgumentError.kind(of: value, pointer, "one of \(names.joined(separator: ", "))")
      }
      guard let choice = Value(rawValue: text) else {
        throw ArgumentError(
          pointer, "unknown value «\(sanitized(text.shortened))»",
          fix: "one of \(names.joined(separator: ", ")) fits")
      }
      return choice
    }
  }
}

extension ToolParameter {
  /// Returns the parameter with each value changed after it was read.
  package func map(_ change: @escaping @Sendable (Value) -> Value) -> ToolParameter {
    let read = read
    return ToolParameter(name, summary, schema: schema.removing("description")) { value, pointer in
      change(try read(value, pointer))
    }
  }

  /// Returns a parameter for a list of such values, which isn't empty.
  package func list(
    _ name: String, _ description: String, atMost maximum: Int
  ) -> ToolParameter<[Value]> {
    let read = read
    return ToolParameter<[Value]>(
      name, description,
      schema: ["type": "array", "items": schema, "minItems": 1, "maxItems": maximum]
    ) { value, pointer in
      guard let values = value.array else {
        throw ArgumentError.kind(of: value, pointer, "a list")
      }
      guard (1...maximum).contains(values.count) else {
        throw ArgumentError(
          pointer, "the list has \(values.count) items", fix: "1 to \(maximum) items fit")
      }
      return try values.enumerated().map { try read($0.element, pointer.item($0.offset)) }
    }
  }
}

extension ArgumentError {
  /// Creates the error for a value of another kind.
  static func kind(of value: JSONValue, _ pointer: JSONPointer, _ wanted: String) -> ArgumentError {
    ArgumentError(pointer, "the value is \(value.kind)", fix: "give \(wanted)")
  }
}

extension String {
  /// The text, cut after 60 characters, for messages that quote what a client sent.
  var shortened: String { count <= 60 ? self : prefix(60) + "…" }
}
