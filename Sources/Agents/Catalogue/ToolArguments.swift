package import Model

/// A parameter of any type, as a tool lists it.
package protocol AnyToolParameter: Sendable {
  var name: String { get }
  var summary: String { get }
  var schema: JSONValue { get }
  var isRequired: Bool { get }
  /// Throws an `ArgumentError` if the value doesn't fit.
  func check(_ value: JSONValue, at pointer: JSONPointer) throws
}

extension ToolParameter: AnyToolParameter {
  package func check(_ value: JSONValue, at pointer: JSONPointer) throws {
    _ = try read(value, pointer)
  }
}

/// The arguments of a call, all of which fit the tool's parameters.
package struct ToolArguments: Sendable {
  private let values: [String: JSONValue]
  /// The way to the arguments, which may be an object within the arguments of a call.
  package let pointer: JSONPointer

  /// Checks the arguments of a call. An optional one may be null, as some clients write it.
  ///
  /// - Throws: `ArgumentError` for the first argument that is unknown, missing or doesn't fit.
  init(
    _ arguments: JSONValue, for parameters: [any AnyToolParameter],
    at pointer: JSONPointer = JSONPointer()
  ) throws {
    self.pointer = pointer
    guard let members = arguments.members else {
      throw ArgumentError.kind(of: arguments, pointer, "an object")
    }
    let names = parameters.map(\.name)
    for member in members where !names.contains(member.key) {
      let near = nearestName(to: member.key, among: names)
      let known =
        names.isEmpty
        ? "the tool has no arguments" : "the arguments are \(names.joined(separator: ", "))"
      throw ArgumentError(
        pointer.member(String(sanitized(member.key.shortened))), "unknown argument",
        fix: near.map { "did you mean \($0)?" } ?? known)
    }
    var values: [String: JSONValue] = [:]
    for member in members where member.value != .null { values[member.key] = member.value }
    for parameter in parameters {
      let pointer = pointer.member(parameter.name)
      if let value = values[parameter.name] {
        try parameter.check(value, at: pointer)
      } else if parameter.isRequired {
        throw ArgumentError(
          pointer, "the argument is missing",
          fix: "give \(parameter.name): \(parameter.summary)")
      }
    }
    self.values = values
  }

  /// Returns the arguments as an object, without one of them.
  func json(without name: String) -> JSONValue {
    .object(
      values.filter { $0.key != name }.sorted { $0.key < $1.key }
        .map { JSONValue.Member($0.key, $0.value) })
  }

  /// The names of the arguments that are given, in order.
  var names: [String] { values.keys.sorted() }

  /// Returns whether an argument is given.
  package func has(_ name: String) -> Bool { values[name] != nil }

  /// Returns the value of an argument that every call of the tool has.
  package func required<Value>(_ parameter: ToolParameter<Value>) throws -> Value {
    guard let value = try self[parameter] else {
      throw ArgumentError(
        pointer.member(parameter.name), "the argument is missing", fix: "give \(parameter.name)")
    }
    return value
  }

  /// The value of an argument; `nil` when it is absent.
  package subscript<Value>(parameter: ToolParameter<Value>) -> Value? {
    get throws {
      try values[parameter.name].map { value in
        try parameter.read(value, pointer.member(parameter.name))
      }
    }
  }
}
