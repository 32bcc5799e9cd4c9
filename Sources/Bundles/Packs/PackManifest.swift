public import Model

/// What `pack.json` says: which elements are on the move, and every file that goes with them.
public struct PackManifest: Hashable, Sendable {
  /// The name of its folder.
  public var name: String
  /// Those that were asked for first, then those that they need; each in byte order of their identities.
  public var elements: [Element] = []
  /// Every file but `pack.json` and `SHA256SUMS`, in byte order of their names.
  public var files: [BundleManifest.File] = []

  public static let schema = "pack/1"

  public struct Element: Hashable, Sendable {
    public var element: ULID
    /// The name of its latest revision.
    public var latest: Digest
    public var handle: String
    public var kind: String
    /// Whether it goes along because another needs it: its voice, or what it is a look of.
    public var isNeed: Bool

    public init(element: ULID, latest: Digest, handle: String, kind: String, isNeed: Bool) {
      self.element = element
      self.latest = latest
      self.handle = handle
      self.kind = kind
      self.isNeed = isNeed
    }
  }

  public init(name: String) { self.name = name }

  /// The file itself; nothing for what no canonical JSON can say.
  package var bytes: [UInt8]? {
    let value: JSONValue = [
      "castbook": .string(Self.schema), "name": .string(name),
      "elements": .array(
        elements.map { element in
          [
            "element": .string(element.element.text), "latest": .digest(element.latest),
            "handle": .string(element.handle), "kind": .string(element.kind),
            "need": .flag(element.isNeed),
          ]
        }),
      "files": .array(files.map(\.json)),
    ]
    return value.canonicalBytes.map { $0 + [0x0A] }
  }

  /// Reads a file strictly: it must be written as Castbook writes it, and in no other way.
  package init(_ bytes: [UInt8]) throws(BundleError) {
    guard bytes.last == 0x0A else {
      throw .badFile(Pack.manifestName, "does not end in a line feed")
    }
    do {
      let bounds = JSONParser.Bounds(byteCount: 256 << 20)
      try self.init(JSONParser.parse(canonical: Array(bytes.dropLast()), bounds: bounds))
    } catch {
      throw .badFile(Pack.manifestName, "\(error)")
    }
  }

  private init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "pack")
    let schema = try reader.text("castbook")
    guard schema == Self.schema else {
      throw RecordError("\"\(sanitized(schema))\" is not supported; expected \"\(Self.schema)\"")
    }
    name = try reader.text("name")
    for value in try reader.values(required: "elements") {
      var element = try RecordReader(value, of: "element")
      elements.append(
        Element(
          element: try element.identity("element"), latest: try element.digest("latest"),
          handle: try element.text("handle"), kind: try element.text("kind"),
          isNeed: try element.flag("need")))
    }
    for value in try reader.values(required: "files") {
      files.append(try BundleManifest.File(value))
    }
  }
}

/// Elements on the move between libraries: their records, and every file that these name.
package struct Pack {
  package static let manifestName = "pack.json"
  package static let recordsName = "records.jsonl"

  /// Where a file lies in it.
  package static func place(of blob: Digest) -> String {
    "blobs/\(blob.hex.prefix(2))/\(blob.hex)"
  }
}
