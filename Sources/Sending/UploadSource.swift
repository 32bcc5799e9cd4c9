package import Bundles
internal import Files
package import Library
package import Model

/// A file to upload, from a bundle or from the library.
package struct UploadSource: Sendable {
  /// The path for messages.
  package let path: String
  package let digest: Digest
  private let read: @Sendable () throws -> [UInt8]?

  /// Creates the source for a file of a bundle.
  package init(_ file: BundleManifest.File, in files: any PackedFiles & Sendable) {
    (path, digest) = (file.name, file.digest)
    read = { try files.bytes(named: file.name, limit: file.byteCount) }
  }

  /// Creates the source for a file of the library.
  package init(_ digest: Digest, path: String, in library: LibraryStore) {
    (self.path, self.digest) = (path, digest)
    read = { try library.blobs.bytes(of: digest) }
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
