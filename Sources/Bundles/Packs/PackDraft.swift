internal import Archive
package import Model

/// What goes into a pack, before it is put into files.
package struct PackDraft {
  private let name: String
  private let elements: [PackManifest.Element]
  /// Lines of canonical JSON.
  private let records: [[UInt8]]
  private let blobs: [(digest: Digest, byteCount: Int, content: BundleFile.Content)]

  package init(
    name: String, elements: [PackManifest.Element], records: [[UInt8]],
    blobs: [(digest: Digest, byteCount: Int, content: BundleFile.Content)]
  ) {
    self.name = name
    self.elements = elements
    self.records = records
    self.blobs = blobs
  }

  /// Its files, in byte order of their names. `hash` makes SHA-256.
  package func files(hash: @escaping ([UInt8]) -> Digest?) throws(BundleError) -> [BundleFile] {
    var files = BundleFilling(hash: hash)
    let lines = records.sorted { $0.lexicographicallyPrecedes($1) }
    try files.add(Pack.recordsName, Array(lines.joined(separator: [0x0A])) + [0x0A])
    for blob in blobs {
      try files.add(
        Pack.place(of: blob.digest), byteCount: blob.byteCount, blob.digest, blob.content)
    }
    var manifest = PackManifest(name: name)
    manifest.elements = elements
    return try files.finish(Pack.manifestName) { entries in
      manifest.files = entries
      return manifest.bytes
    }
  }
}
