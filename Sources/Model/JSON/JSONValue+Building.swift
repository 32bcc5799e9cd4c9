extension JSONConvertible where Self == JSONValue {
  /// Returns the object itself, so that a literal can be a member of another: `.object(["x": 1])`.
  @_disfavoredOverload public static func object(_ object: JSONValue) -> JSONValue { object }

  /// Returns an object whose keys are computed: `.object(ids.map { Member($0.text, 1) })`.
  @_disfavoredOverload public static func object(_ members: [JSONValue.Member]) -> JSONValue {
    JSONValue.object(members)
  }

  /// Returns an array of values of several kinds: `.array([1, "two"])`.
  @_disfavoredOverload public static func array(_ values: [JSONValue]) -> JSONValue {
    JSONValue.array(values)
  }

  /// Returns a duration in seconds, as exact as its milliseconds: `1.5`, `3`.
  package static func seconds(_ milliseconds: Int) -> JSONValue {
    milliseconds.isMultiple(of: 1000)
      ? .integer(milliseconds / 1000)
      : .number(Decimal.text(scaled: milliseconds, digits: 3))
  }
}

extension JSONValue {
  /// Returns the object with the members of another at its end; `nil` adds nothing.
  public func adding(_ more: JSONValue?) -> JSONValue {
    .object((members ?? []) + (more?.members ?? []))
  }

  /// Returns the object without the members that have one of the keys.
  public func removing(_ keys: String...) -> JSONValue {
    .object((members ?? []).filter { !keys.contains($0.key) })
  }

  /// Returns the object with the values that another has for some of its keys, in their places.
  public func replacing(_ values: JSONValue) -> JSONValue {
    .object((members ?? []).map { Member($0.key, values[$0.key] ?? $0.value) })
  }
}

extension Sequence {
  /// Returns an object for each element: `"files": files.objects { ["path": $0.path] }`.
  package func objects(_ object: (Element) throws -> JSONValue) rethrows -> [JSONValue] {
    try map(object)
  }
}

extension Collection {
  /// The collection, or `nil` if it is empty: `"tags": tags.nonEmpty` leaves out an empty list.
  package var nonEmpty: Self? { isEmpty ? nil : self }
}

extension Bool {
  /// `true`, or `nil` if it is false: `"retired": isRetired.orNil` leaves out what isn't so.
  package var orNil: Bool? { self ? true : nil }
}
