internal import Archive
package import Model

/// The contents of a pack, before they are arranged in files.
package struct PackDraft {
  /// The name of the pack's folder.
  private let name: String
  private let elements: [PackManifest.Element]
  /// The records as lines of canonical JSON.
  private let records: [[UInt8]]
  /// The stored files that the records name.
  private let blobs: [(digest: Digest, byteCount: Int, content: BundleFile.Content)]

  /// Creates a draft.
  ///
  /// - Parameters:
  ///   - records: The records as lines of canonical JSON, in any order.
  ///   - blobs: The stored files that the records name.
  package init(
    name: String, elements: [PackManifest.Element], records: [[UInt8]],
    blobs: [(digest: Digest, byteCount: Int, content: BundleFile.Content)]
  ) {
    self.name = name
    self.elements = elements
    self.records = records
    self.blobs = blobs
  }

  /// Returns the pack's files in byte order of their names; `hash` computes SHA-256.
  package func files(hash: @escaping ([UInt8]) -> Digest?) throws(BundleError) -> [BundleFile] {
    var files = BundleBuilder(hash: hash)
    let lines = records.sorted { $0.lexicographicallyPrecedes($1) }
    try files.add(PackLayout.recordsName, Array(lines.joined(separator: [0x0A])) + [0x0A])
    for blob in blobs {
      files.add(
        try BundleFile(
          PackLayout.path(of: blob.digest), byteCount: blob.byteCount, blob.digest, blob.content))
    }
    var manifest = PackManifest(name: name)
    manifest.elements = elements
    return try files.finish(PackLayout.manifestName) { entries in
      manifest.files = entries
      return manifest.bytes
    }
  }
}
