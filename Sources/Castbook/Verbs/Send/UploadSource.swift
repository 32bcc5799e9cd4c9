internal import Bundles
internal import Files
internal import Library

/// A file to upload, from a bundle or from the library.
struct UploadSource: Sendable {
  /// The path for messages.
  let path: String
  let digest: Digest
  private let read: @Sendable () throws -> [UInt8]?

  /// Creates the source for a file of a bundle.
  init(_ file: BundleManifest.File, of bundle: FoundBundle) {
    (path, digest) = (file.name, file.digest)
    read = { try bundle.files.bytes(named: file.name, limit: file.byteCount) }
  }

  /// Creates the source for a file of the library.
  init(_ digest: Digest, path: String, in library: ElementLibrary) {
    (self.path, self.digest) = (path, digest)
    read = { try library.store.blobs.bytes(of: digest) }
  }

  /// The last part of the path.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The media type by the file's suffix.
  var mediaType: String {
    (FilePath(name)?.suffix.flatMap(MediaFormat.init(suffix:)) ?? .unknown).mediaType
  }

  /// Writes the bytes to a private file, and passes its path and length to `body`.
  ///
  /// - Throws: `BundleRefusal` if the bytes don't match the digest.
  func withCopy<Value>(_ body: (FilePath, Int) throws -> Value) throws -> Value {
    let bytes = try read() ?? []
    guard SHA256.digest(of: bytes) == digest else {
      throw BundleRefusal(
        path: FilePath(path) ?? .unnamed, reason: "it has changed since it was checked")
    }
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let copy = folder.path.appending("file".utf8)
    try FileSystem.create(copy, bytes, mode: 0o600, isDurable: false)
    return try body(copy, bytes.count)
  }
}
