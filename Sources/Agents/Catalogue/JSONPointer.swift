/// The way from a document to a value in it, as RFC 6901 writes it: `/files/0/path`.
package struct JSONPointer: Hashable, Sendable {
  private let parts: [String]

  /// Creates a pointer to the document itself.
  package init() { parts = [] }

  private init(_ parts: [String]) { self.parts = parts }

  /// Returns a pointer to a member of the object here.
  package func member(_ key: String) -> JSONPointer { JSONPointer(parts + [key]) }

  /// Returns a pointer to an item of the list here.
  package func item(_ index: Int) -> JSONPointer { JSONPointer(parts + [String(index)]) }
}

extension JSONPointer: CustomStringConvertible {
  package var description: String {
    parts.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
  }
}
