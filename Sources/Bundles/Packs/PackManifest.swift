public import Model

/// The contents of `pack.json`: the elements of a pack, and every file in it.
public struct PackManifest: Hashable, Sendable {
  /// The name of the pack's folder.
  public var name: String
  /// The requested elements, followed by those they depend on; each group in byte order of
  /// identities.
  public var elements: [Element] = []
  /// Every file except `pack.json` and `SHA256SUMS`, in byte order of their names.
  public var files: [BundleManifest.File] = []

  /// The name and version of the format.
  public static let schema = "pack/1"

  /// One element of a pack.
  public struct Element: Hashable, Sendable {
    /// The element's identity.
    public var element: ULID
    /// The digest of the element's latest revision.
    public var latest: Digest
    /// The handle in the latest revision, without `@`.
    public var handle: String
    /// The kind of element, as records write it.
    public var kind: String
    /// Whether the element is included because another one needs it, as its voice or as the base of
    /// its look.
    public var isDependency: Bool

    public init(element: ULID, latest: Digest, handle: String, kind: String, isDependency: Bool) {
      self.element = element
      self.latest = latest
      self.handle = handle
      self.kind = kind
      self.isDependency = isDependency
    }
  }

  public init(name: String) { self.name = name }

  /// The manifest as a file, or `nil` when a value can't be written as canonical JSON.
  package var bytes: [UInt8]? { json.canonicalBytes.map { $0 + [0x0A] } }

  /// Reads a manifest strictly; throws unless it is encoded exactly as Castbook writes it.
  package init(_ bytes: [UInt8]) throws(BundleError) {
    guard bytes.last == 0x0A else {
      throw .badFile(PackLayout.manifestName, "does not end in a line feed")
    }
    do {
      let bounds = JSONParser.Bounds(byteCount: 256 << 20)
      try self.init(JSONParser.parse(canonical: Array(bytes.dropLast()), bounds: bounds))
    } catch {
      throw .badFile(PackLayout.manifestName, "\(error)")
    }
  }
}

extension PackManifest: StoredObject {
  package static let objectName = "pack"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema(Self.schema)
    name = try fields.required("name", \.name)
    elements = try fields.required("elements", \.elements)
    files = try fields.required("files", \.files)
  }
}

extension PackManifest.Element: StoredObject {
  package static let objectName = "element"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    element = try fields.required("element", \.element)
    latest = try fields.required("latest", \.latest)
    handle = try fields.required("handle", \.handle)
    kind = try fields.required("kind", \.kind)
    isDependency = try fields.value("need", \.isDependency, default: false)
  }
}

/// The layout of a pack: elements on their way between libraries, with their records and files.
package struct PackLayout {
  package static let manifestName = "pack.json"
  /// The name of the file with the records, one per line.
  package static let recordsName = "records.jsonl"

  /// Returns the path of a stored file in a pack.
  package static func path(of blob: Digest) -> String { "blobs/\(blob.hex.prefix(2))/\(blob.hex)" }
}
