internal import Archive
internal import Model

/// Gathers the files of a bundle or a pack.
struct BundleFilling {
  let hash: ([UInt8]) -> Digest?
  private var files: [BundleFile] = []
  private var entries: [BundleManifest.File] = []

  init(hash: @escaping ([UInt8]) -> Digest?) { self.hash = hash }

  func hashed(_ bytes: [UInt8]) throws(BundleError) -> Digest {
    guard let digest = hash(bytes) else { throw .badManifest("the SHA-256 can't be computed") }
    return digest
  }

  private func name(_ text: String) throws(BundleError) -> EntryName {
    guard let name = EntryName(text) else { throw .badFile(text, "is not a safe file name") }
    return name
  }

  @discardableResult
  mutating func add(_ name: String, _ bytes: [UInt8]) throws(BundleError) -> Digest {
    let digest = try hashed(bytes)
    files.append(
      BundleFile(
        name: try self.name(name), byteCount: bytes.count, digest: digest, content: .bytes(bytes)))
    entries.append(.init(name: name, byteCount: bytes.count, digest: digest))
    return digest
  }

  mutating func add(_ name: String, _ json: JSONValue) throws(BundleError) {
    try add(name, Array((json.indentedText + "\n").utf8))
  }

  mutating func add(_ sent: SentFile) throws(BundleError) {
    try add(sent.file.name, byteCount: sent.byteCount, sent.sent, sent.content)
    entries[entries.count - 1].size = sent.size
    entries[entries.count - 1].role = sent.file.role?.rawValue
    entries[entries.count - 1].from = sent.from
    entries[entries.count - 1].steps = sent.steps
  }

  mutating func add(
    _ name: String, byteCount: Int, _ digest: Digest, _ content: BundleFile.Content
  ) throws(BundleError) {
    files.append(
      BundleFile(
        name: try self.name(name), byteCount: byteCount, digest: digest, content: content))
    entries.append(.init(name: name, byteCount: byteCount, digest: digest))
  }

  /// Adds the manifest, which lists all others, and the list of all digests.
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
