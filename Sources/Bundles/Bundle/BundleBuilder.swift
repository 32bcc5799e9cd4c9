internal import Archive
internal import Model

/// Collects the files of a bundle or a pack, and lists them for the manifest.
struct BundleBuilder {
  /// Computes SHA-256.
  let hash: ([UInt8]) -> Digest?
  /// The files so far, in the order in which they were added.
  private var files: [BundleFile] = []
  /// Creates an empty collection; `hash` computes SHA-256.
  init(hash: @escaping ([UInt8]) -> Digest?) { self.hash = hash }

  func digest(of bytes: [UInt8]) throws(BundleError) -> Digest {
    guard let digest = hash(bytes) else { throw .badManifest("the SHA-256 can't be computed") }
    return digest
  }

  @discardableResult
  mutating func add(_ name: String, _ bytes: [UInt8]) throws(BundleError) -> Digest {
    let digest = try digest(of: bytes)
    files.append(try BundleFile(name, byteCount: bytes.count, digest, .bytes(bytes)))
    return digest
  }

  /// Adds a JSON file, indented for reading.
  mutating func add(_ name: String, _ json: JSONValue) throws(BundleError) {
    try add(name, Array((json.indentedText + "\n").utf8))
  }

  mutating func add(_ file: BundleFile) { files.append(file) }

  /// Adds the manifest, which lists all other files, and the list of all digests; returns the files
  /// in byte order of their names.
  mutating func finish(
    _ manifest: String, _ bytes: ([BundleManifest.File]) -> [UInt8]?
  ) throws(BundleError) -> [BundleFile] {
    let listed = files.map(\.entry).sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    guard let bytes = bytes(listed) else {
      throw .badFile(manifest, "would contain what canonical JSON can't")
    }
    try add(manifest, bytes)
    let all = files.sorted { $0.name < $1.name }
    try add(Bundle.sumsName, Bundle.sums(all.map { ($0.name.text, $0.digest) }))
    return files.sorted { $0.name < $1.name }
  }
}
