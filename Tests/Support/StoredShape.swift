package import Model

/// A type whose values are stored and read again, with samples that leave no property out.
///
/// ```swift
/// let shape = StoredShape(FilmMoment.self, full: [moment], other: start)
/// #expect(shape.faults == [])
/// ```
package struct StoredShape {
  /// What is lost, or could get lost unnoticed, each with its property; empty if nothing is.
  package let faults: [String]

  /// Stores samples and reads them again.
  ///
  /// - Parameters:
  ///   - type: The type, by which a house test finds the shape.
  ///   - full: Values that together leave no property at its default. Properties of one value
  ///     differ from each other, so that an exchange is noticed.
  ///   - other: A value whose properties are at their defaults; those without one are others.
  ///   - readAgain: Stores a value and reads it, both with the product's own code.
  package init<Value: Equatable>(
    _ type: Value.Type, full: [Value], other: Value, readAgain: (Value) throws -> Value?
  ) {
    let samples = full.map { Self.properties(of: $0) }
    let defaults = Self.properties(of: other)
    var faults = defaults.filter { property in
      samples.allSatisfy { $0.contains { $0.isSame(as: property) } }
    }.map { "\($0.name) is at its default in every sample" }
    if defaults.isEmpty { faults.append("has no properties") }
    for (value, properties) in zip(full, samples) {
      faults += Self.exchangeable(properties, besides: defaults)
      do {
        guard let read = try readAgain(value) else {
          faults.append("is not found again")
          continue
        }
        guard read != value else { continue }
        faults += Self.changes(from: properties, to: Self.properties(of: read))
      } catch {
        faults.append("can't be read again: \(error)")
      }
    }
    let name = String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
    self.faults = faults.map { "\(name): \($0)" }
  }

  /// Stores samples as the fields of objects and the elements of lists are stored.
  package init<Value: StoredValue & Equatable>(
    _ type: Value.Type, full: [Value], other: Value
  ) {
    self.init(type, full: full, other: other) { value in
      let text = [value].stored.compactText
      return try [Value](stored: JSONParser.parse(Array(text.utf8)))?.first
    }
  }

  /// A property of a value with all that it contains.
  private struct Property {
    let name: String
    let value: Any
    /// Everything in the value, so that equal texts mean equal values.
    let text: String

    init(_ child: Mirror.Child) {
      // The storage of a property with a wrapper has an underscore.
      name = String((child.label ?? "").trimmingPrefix("_"))
      value = Self.unwrapped(child.value)
      var text = ""
      dump(value, to: &text)
      self.text = text
    }

    private static func unwrapped(_ value: Any) -> Any {
      let mirror = Mirror(reflecting: value)
      guard mirror.displayStyle == .optional, let inner = mirror.children.first else {
        return value
      }
      return unwrapped(inner.value)
    }

    func isSame(as other: Property) -> Bool { name == other.name && text == other.text }
  }

  private static func properties(of value: some Any) -> [Property] {
    Mirror(reflecting: value).children.map(Property.init)
  }

  /// The pairs of equal properties, of which one could be read from the place of the other. Of
  /// truths there are only two.
  private static func exchangeable(
    _ properties: [Property], besides defaults: [Property]
  ) -> [String] {
    let set = properties.filter { property in
      !(property.value is Bool) && !defaults.contains { $0.isSame(as: property) }
    }
    return set.enumerated().flatMap { index, property in
      set[..<index].filter { $0.text == property.text }
        .map { "\($0.name) and \(property.name) are equal in a sample" }
    }
  }

  private static func changes(from old: [Property], to new: [Property]) -> [String] {
    let changed = zip(old, new).filter { $0.text != $1.text }
    guard !changed.isEmpty else { return ["is another value when it is read"] }
    return changed.map { "\($0.name) was \($0.value) and is read as \($1.value)" }
  }
}

extension JSONValue {
  /// The object with a member of a newer version.
  package var newer: JSONValue { .object((members ?? []) + [Member("zoom", ["deep": [1, 2]])]) }
}
