package import Model

/// The id that a client gave to a request, or the token under which it wants to see progress.
package enum RequestID: Hashable, Sendable {
  case text(String)
  case number(Int)

  /// Returns `nil` for a value that is neither a string nor a whole number.
  init?(_ value: JSONValue?) {
    switch value {
    case .string(let text): self = .text(text)
    case .integer(let number): self = .number(number)
    default: return nil
    }
  }
}

extension RequestID: JSONConvertible {
  package var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .integer(number)
    }
  }
}
