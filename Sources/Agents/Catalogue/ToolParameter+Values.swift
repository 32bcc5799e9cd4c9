internal import Castbook
internal import Model

extension ToolParameter {
  /// Creates a parameter for an object, whose members are parameters of their own.
  ///
  /// - Parameter read: Returns the value that the members stand for.
  package static func object(
    _ name: String, _ description: String, _ members: [any AnyToolParameter],
    read: @escaping @Sendable (ToolArguments) throws -> Value
  ) -> ToolParameter {
    ToolParameter(name, description, schema: Schema.arguments(members)) { value, pointer in
      try read(ToolArguments(value, for: members, at: pointer))
    }
  }

  /// Creates a parameter for a short text of a certain form.
  ///
  /// - Parameters:
  ///   - form: What fits, such as `a day: 2027-01-31`.
  ///   - parse: Returns the value that a text stands for; `nil` if it has another form.
  package static func parsed(
    _ name: String, _ description: String, as form: String, maximumLength: Int = 100,
    _ parse: @escaping @Sendable (String) -> Value?
  ) -> ToolParameter {
    ToolParameter(
      name, description,
      schema: ["type": "string", "minLength": 1, "maxLength": maximumLength]
    ) { value, pointer in
      guard let text = value.string else { throw ArgumentError.kind(of: value, pointer, form) }
      guard text.unicodeScalars.count <= maximumLength, let parsed = parse(text) else {
        throw ArgumentError(
          pointer, "«\(sanitized(text.shortened))» does not fit", fix: "give \(form)")
      }
      return parsed
    }
  }
}

extension ToolParameter<HandleReference> {
  /// Creates a parameter for an element, in its latest revision.
  static func element(_ name: String, _ description: String) -> ToolParameter {
    parsed(name, description, as: "a handle without a revision, such as @mira") { text in
      (try? HandleReference(withOptionalAtSign: text)).flatMap {
        $0.revision == .latest ? $0 : nil
      }
    }
  }
}

extension ToolParameter<Cost> {
  /// Creates a parameter for an amount of money.
  static func cost(_ name: String, _ description: String) -> ToolParameter {
    parsed(name, description, as: "an amount with its currency, such as 0.84 USD") { text in
      Cost(typedWithCurrency: text)
    }
  }
}

extension ToolParameter<Day> {
  /// Creates a parameter for a day.
  static func day(_ name: String, _ description: String) -> ToolParameter {
    parsed(name, description, as: "a day, such as 2027-01-31") { Day($0) }
  }
}
