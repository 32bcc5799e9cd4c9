package import Archive
public import Model

/// A render ready to send: the files, the compiled prompt, the exact request, and the proof of all of it.
///
/// `docs/bundle-format.md` describes it. It is a value that says what every file holds; whoever has disks
/// writes it.
public struct Bundle: Sendable {
  public let manifest: BundleManifest
  /// The SHA-256 of `bundle.json`, which names it.
  public let digest: Digest
  /// All of its files, in byte order of their names.
  package let files: [BundleFile]

  public var name: String { manifest.name }
  public var fileCount: Int { files.count }
  public var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  /// The name of the manifest, and that of the list of digests.
  package static let manifestName = "bundle.json"
  package static let sumsName = "SHA256SUMS"

  /// What `sha256sum -c` reads: every file but the list itself, in byte order of their names.
  static func sums(_ files: [(name: String, digest: Digest)]) -> [UInt8] {
    Array(files.map { "\($0.digest.hex)  \($0.name)\n" }.joined().utf8)
  }
}

/// One file of a bundle.
package struct BundleFile: Sendable {
  package let name: EntryName
  package let byteCount: Int
  package let digest: Digest
  package let content: Content

  package enum Content: Sendable {
    case bytes([UInt8])
    /// A file that is copied, and that must still have the digest then.
    case copy(of: FilePath)
  }
}
