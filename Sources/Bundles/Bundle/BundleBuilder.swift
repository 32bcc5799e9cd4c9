internal import Archive
internal import Model

/// Collects the files of a bundle or a pack, and lists them for the manifest.
struct BundleBuilder {
  /// Computes SHA-256.
  let hash: ([UInt8]) -> Digest?
  /// The files so far, in the order in which they were added.
  private var files: [BundleFile] = []
  /// The manifest's entries for these files.
  private var entries: [BundleManifest.File] = []

  /// Creates an empty collection; `hash` computes SHA-256.
  init(hash: @escaping ([UInt8]) -> Digest?) { self.hash = hash }

  /// Returns the SHA-256 of bytes.
  func digest(of bytes: [UInt8]) throws(BundleError) -> Digest {
    guard let digest = hash(bytes) else { throw .badManifest("the SHA-256 can't be computed") }
    return digest
  }

  /// Returns a checked file name; throws when it isn't safe on every system.
  private func name(_ text: String) throws(BundleError) -> EntryName {
    guard let name = EntryName(text) else { throw .badFile(text, "is not a safe file name") }
    return name
  }

  /// Adds a file and returns its digest.
  @discardableResult
  mutating func add(_ name: String, _ bytes: [UInt8]) throws(BundleError) -> Digest {
    let digest = try digest(of: bytes)
    files.append(
      BundleFile(
        name: try self.name(name), byteCount: bytes.count, digest: digest, content: .bytes(bytes)))
    entries.append(.init(name: name, byteCount: bytes.count, digest: digest))
    return digest
  }

  /// Adds a JSON file, indented for reading.
  mutating func add(_ name: String, _ json: JSONValue) throws(BundleError) {
    try add(name, Array((json.indentedText + "\n").utf8))
  }

  /// Adds a file that is sent, with its origin and preparation.
  mutating func add(_ sent: SentFile) throws(BundleError) {
    try add(sent.file.name, byteCount: sent.byteCount, sent.sentDigest, sent.content)
    entries[entries.count - 1].size = sent.size
    entries[entries.count - 1].role = sent.file.role?.rawValue
    entries[entries.count - 1].from = sent.originalDigest
    entries[entries.count - 1].steps = sent.steps
  }

  /// Adds a file whose digest is known.
  mutating func add(
    _ name: String, byteCount: Int, _ digest: Digest, _ content: BundleFile.Content
  ) throws(BundleError) {
    files.append(
      BundleFile(
        name: try self.name(name), byteCount: byteCount, digest: digest, content: content))
    entries.append(.init(name: name, byteCount: byteCount, digest: digest))
  }

  /// Adds the manifest, which lists all other files, and the list of all digests; returns the files
  /// in byte order of their names.
  mutating func finish(
    _ manifest: String, _ bytes: ([BundleManifest.File]) -> [UInt8]?
  ) throws(BundleError) -> [BundleFile] {
    let listed = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    guard let bytes = bytes(listed) else {
      throw .badFile(manifest, "would contain what canonical JSON can't")
    }
    try add(manifest, bytes)
    let all = files.sorted { $0.name < $1.name }
    try add(Bundle.sumsName, Bundle.sums(all.map { ($0.name.text, $0.digest) }))
    return files.sorted { $0.name < $1.name }
  }
}
