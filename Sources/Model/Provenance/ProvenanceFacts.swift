/// What a file says about its own origin.
///
/// ```swift
/// if facts.provenance?.statesGenerated == true { … }
/// ```
public struct ProvenanceFacts: Hashable, Sendable {
  /// Its Content Credentials; `nil` if it has none.
  public var credentials: ContentCredentials?
  /// The kind of source that its XMP states; nothing protects such a field from changes.
  public var source: DigitalSource?
  /// The program that generated it, by a text that the program left in it: `ComfyUI`.
  public var generator: String?
  /// The address where its XMP says that Content Credentials are. It is never opened.
  public var remote: String?

  public init() {}

  /// Whether the file says nothing about its origin.
  public var isEmpty: Bool { self == ProvenanceFacts() }

  /// All kinds of source that the file states, those of the credentials first.
  public var sources: [DigitalSource] {
    let signed = credentials?.sources ?? []
    return signed + [source].compactMap { $0 }.filter { !signed.contains($0) }
  }

  /// Whether the file says that a model generated all of it. A file can say anything.
  public var statesGenerated: Bool {
    sources.contains(where: \.isGenerated) || (generator != nil && sources.isEmpty)
  }

  /// Whether the file says that a model generated a part of it.
  public var statesPartlyGenerated: Bool {
    !statesGenerated
      && (sources.contains(where: \.isPartlyGenerated)
        || credentials?.hasGeneratedIngredient == true || generator != nil)
  }
}

extension ProvenanceFacts: StoredObject, JSONConvertible {
  public var json: JSONValue { stored }

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    credentials = try fields.optional("credentials", \.credentials)
    source = try fields.optional("source", \.source)
    generator = try fields.optional("generator", \.generator)
    remote = try fields.optional("remote", \.remote)
  }
}
