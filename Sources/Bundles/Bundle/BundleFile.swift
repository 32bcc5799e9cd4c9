package import Archive
public import Model
internal import Prompting

/// One file of a bundle or a pack. A file that is sent is the original, or a copy prepared from it.
public struct BundleFile: Sendable {
  /// What the manifest says about the file.
  public let entry: BundleManifest.File
  /// The path in the bundle.
  package let name: EntryName
  /// The bytes, or the file to copy them from.
  package let content: Content
  /// The file of the request that is sent; `nil` for a file of the bundle or pack itself.
  public let request: RequestFile?
  /// The format of the file that is sent; `nil` for a file of the bundle or pack itself.
  public let format: MediaFormat?
  /// Whether a prepared copy is sent that the library had already.
  public var isReused = false

  /// The source of a file's bytes.
  package enum Content: Sendable {
    case bytes([UInt8])
    /// A file to copy, whose digest must still match then.
    case copy(of: FilePath)
  }

  /// Creates a file of the bundle or pack itself.
  ///
  /// - Throws: `BundleError.badFile` if the name isn't safe on every system.
  init(
    _ name: String, byteCount: Int, _ digest: Digest, _ content: Content
  ) throws(BundleError) {
    try self.init(
      BundleManifest.File(name: name, byteCount: byteCount, digest: digest), content)
  }

  /// Creates a file that is sent.
  ///
  /// - Parameters:
  ///   - request: The name of the file in the bundle, and where it comes from.
  ///   - original: The digest of the original.
  ///   - digest: The digest of what is sent.
  ///   - byteCount: The size of what is sent.
  ///   - format: The format of what is sent.
  ///   - size: The upright size of a picture.
  ///   - steps: The steps that prepared a copy; empty for an original.
  ///   - generated: How much of it a model generated, as the original states.
  ///   - content: The bytes of what is sent.
  package init(
    _ request: RequestFile, from original: Digest, sent digest: Digest, byteCount: Int,
    format: MediaFormat, size: PixelSize?, steps: [JSONValue] = [],
    generated: BundleManifest.File.Extent? = nil, content: Content
  ) throws(BundleError) {
    var entry = BundleManifest.File(name: request.name, byteCount: byteCount, digest: digest)
    entry.size = size
    entry.from = original
    entry.steps = steps
    entry.generated = generated
    switch request.source {
    case .element(_, let file), .voice(_, let file): entry.role = file.role.rawValue
    case .path: break
    }
    try self.init(entry, content, request, format)
  }

  private init(
    _ entry: BundleManifest.File, _ content: Content, _ request: RequestFile? = nil,
    _ format: MediaFormat? = nil
  ) throws(BundleError) {
    guard let name = EntryName(entry.name) else {
      throw .badFile(entry.name, "is not a safe file name")
    }
    self.entry = entry
    self.name = name
    self.content = content
    self.request = request
    self.format = format
  }

  public var byteCount: Int { entry.byteCount }
  public var digest: Digest { entry.digest }
}
