internal import Files
internal import Library
internal import Media

/// Where the bytes of copies are kept until all of them are made.
enum CopyKeeping: Sendable {
  /// Copies are only shown.
  case nowhere
  case memory
  /// Copies of all files, including those that pass as they are, get temporary names in a folder.
  case folder(PreparedFolder)
  /// Copies are staged beside the originals, which the library has already.
  case library(BlobStaging)

  /// Keeps the bytes of a copy, and returns where they are; `nil` if they are not to be kept.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of the copy.
  ///   - found: What was found out about the copy, which a library keeps with it.
  ///   - isOriginal: Whether it is the original itself, which passes as it is.
  func keep(_ bytes: [UInt8], _ found: Inspection, isOriginal: Bool) throws -> KeptCopy? {
    guard let digest = found.facts.digest else { return nil }
    switch self {
    case .nowhere: return nil
    case .folder(let folder): return try folder.stage(bytes, digest)
    case .memory, .library:
      if isOriginal { return nil }
      let location: KeptCopy.Location =
        if case .library(let staging) = self {
          .staged(try staging.stage(bytes, digest), found.factsWithScores)
        } else {
          .memory(bytes)
        }
      return KeptCopy(digest: digest, byteCount: bytes.count, location: location)
    }
  }
}

/// The bytes of a copy in the place where they are, or wait to be kept.
public struct KeptCopy: Sendable {
  public let digest: Digest
  public let byteCount: Int
  /// Where they are until the copy gets its name.
  let location: Location

  /// The bytes, if they are in memory only.
  public var bytes: [UInt8]? { if case .memory(let bytes) = location { bytes } else { nil } }

  /// The kinds of places for a copy.
  enum Location: Sendable {
    /// A temporary file next to its future path.
    case temporary(AtomicFile)
    /// A staged file of the library, with its facts.
    case staged(BlobFolder.StagedBlob, FileFacts)
    /// The bytes themselves.
    case memory([UInt8])
    /// A file that exists: the original, or a copy that the library has.
    case existing(FilePath)
  }
}
