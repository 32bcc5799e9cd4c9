internal import CDocuments
internal import Model

/// A JSON Schema of `docs/schemas/`, which says what a document may contain. All of them are
/// embedded in the program.
///
/// ```swift
/// let place = try PublishedSchema.named("check")?.document()
/// place?["files"]?["path"] != nil  // files have paths
/// ```
public struct PublishedSchema: Sendable {
  /// The name of its file without the suffix, such as `target-profile`.
  public let name: String
  /// The schema as it is in `docs/`.
  public let text: String

  /// The names of all schemas, in order.
  public static var names: [String] {
    (0..<castbook_schema_count).map { index in
      unsafe String(cString: castbook_schema(index).name)
    }
  }

  /// Returns the schema with this name, or `nil` when there is none.
  public static func named(_ name: String) -> PublishedSchema? {
    for index in 0..<castbook_schema_count {
      let schema = unsafe castbook_schema(index)
      guard unsafe String(cString: schema.name) == name else { continue }
      let bytes = unsafe UnsafeBufferPointer(start: schema.bytes, count: schema.count)
      return unsafe PublishedSchema(name: name, text: String(decoding: bytes, as: UTF8.self))
    }
    return nil
  }

  /// Returns the place at which the document begins.
  public func document() throws -> SchemaPlace {
    let root = try JSONParser.parse(Array(text.utf8))
    return SchemaPlace(of: [root], in: root)
  }
}

/// A place in a document, and what its schema says about the members there.
///
/// A list is the place of its items.
public struct SchemaPlace: Sendable {
  /// The whole schema, in which references are looked up.
  private let root: JSONValue
  /// The schemas that apply here, also under conditions and as alternatives.
  private var schemas: [JSONValue] = []
  /// The references that were followed to get here, each once.
  private var followed: Set<String> = []
  /// Whether members may have names that the schema doesn't list, such as ids.
  public private(set) var isOpen = false

  fileprivate init(of schemas: [JSONValue], in root: JSONValue) {
    self.root = root
    for schema in schemas { collect(schema) }
  }

  /// The names of the members, in the schema's order.
  public var names: [String] {
    var names: [String] = []
    for member in schemas.flatMap({ $0["properties"]?.members ?? [] }) {
      if !names.contains(member.key) { names.append(member.key) }
    }
    return names
  }

  /// Returns the place of a member, or `nil` if the schema lists none with this name.
  public subscript(name: String) -> SchemaPlace? {
    let members = schemas.compactMap { $0["properties"]?[name] }
    return members.isEmpty ? nil : SchemaPlace(of: members, in: root)
  }

  /// Adds a schema with all that it refers to.
  private mutating func collect(_ schema: JSONValue) {
    isOpen = isOpen || Self.isOpen(schema)
    guard schema.members != nil else { return }
    schemas.append(schema)
    if let reference = schema["$ref"]?.string, followed.insert(reference).inserted {
      collect(resolved(reference) ?? true)
    }
    for key in ["anyOf", "oneOf", "allOf"] {
      for alternative in schema[key]?.array ?? [] { collect(alternative) }
    }
    for key in ["then", "else", "items"] {
      if let condition = schema[key] { collect(condition) }
    }
  }

  /// The words that only describe a value, and allow any.
  private static let descriptions: Set<String> = ["title", "description", "examples", "$comment"]

  /// Returns whether a schema allows members that it doesn't list.
  private static func isOpen(_ schema: JSONValue) -> Bool {
    guard let members = schema.members else { return schema.boolean == true }
    let others = schema["additionalProperties"]
    if others?.members != nil || others?.boolean == true { return true }
    if members.allSatisfy({ descriptions.contains($0.key) }) { return true }
    return schema["type"]?.string == "object" && schema["properties"] == nil && others == nil
  }

  /// Returns the schema that a reference of this document names: `#/$defs/file`, or `#anchor`.
  private func resolved(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#") else { return nil }
    guard reference.hasPrefix("#/") else {
      let anchored = root["$defs"]?.members?.first {
        $0.value["$anchor"]?.string == String(reference.dropFirst())
      }
      return reference == "#" ? root : anchored?.value
    }
    var place: JSONValue? = root
    for name in reference.dropFirst(2).split(separator: "/") {
      if let items = place?.array {
        place = Int(name).flatMap { items.indices.contains($0) ? items[$0] : nil }
      } else {
        place = place?[String(name)]
      }
    }
    return place
  }
}
