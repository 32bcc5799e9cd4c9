public import Model

/// A render that is ready to send: its files, the compiled prompt, the exact request, and the proof
/// of all of it.
///
/// `docs/bundle-format.md` describes the format. A bundle is a value that states the contents of
/// every file; the caller writes the files.
public struct Bundle: Sendable {
  /// The contents of `bundle.json`.
  public let manifest: BundleManifest
  /// The SHA-256 of `bundle.json`, which identifies the bundle.
  public let digest: Digest
  /// All files, in byte order of their names.
  package let files: [BundleFile]

  /// The name of the bundle's folder.
  public var name: String { manifest.name }
  public var fileCount: Int { files.count }
  /// The bytes of all files together.
  public var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  package static let manifestName = "bundle.json"
  /// The name of the list of digests.
  package static let sumsName = "SHA256SUMS"

  /// Returns the list of digests in the format of `sha256sum -c`: every file except the list
  /// itself, in byte order of their names.
  static func sums(_ files: [(name: String, digest: Digest)]) -> [UInt8] {
    Array(files.map { "\($0.digest.hex)  \($0.name)\n" }.joined().utf8)
  }
}
