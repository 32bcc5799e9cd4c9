package import Files
package import Media

/// Where the bytes of copies are kept until all of them are made.
package enum CopyKeeping: Sendable {
  /// Copies are only shown.
  case nowhere
  case memory
  /// Copies of all files, including those that pass as they are, get temporary names in a folder.
  case folder(PreparedFolder)
  /// Copies are staged beside the originals, which the library has already.
  case library(any CopyStaging)

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
    case .memory:
      if isOriginal { return nil }
      return KeptCopy(digest: digest, byteCount: bytes.count, location: .memory(bytes))
    case .library(let staging):
      if isOriginal { return nil }
      try staging.stage(bytes, found)
      return KeptCopy(digest: digest, byteCount: bytes.count, location: .staged)
    }
  }
}

/// Stages copies beside the originals of a library, until all of them are made.
package protocol CopyStaging: Sendable {
  /// Stages the bytes of a copy, with what was found out about it.
  func stage(_ bytes: [UInt8], _ found: Inspection) throws
}

/// The bytes of a copy in the place where they are, or wait to be kept.
public struct KeptCopy: Sendable {
  public let digest: Digest
  public let byteCount: Int
  /// Where they are until the copy gets its name.
  package let location: Location

  package init(digest: Digest, byteCount: Int, location: Location) {
    self.digest = digest
    self.byteCount = byteCount
    self.location = location
  }

  /// The bytes, if they are in memory only.
  public var bytes: [UInt8]? { if case .memory(let bytes) = location { bytes } else { nil } }

  /// The kinds of places for a copy.
  package enum Location: Sendable {
    /// A temporary file next to its future path.
    case temporary(AtomicFile)
    /// A file that the library has staged.
    case staged
    /// The bytes themselves.
    case memory([UInt8])
    /// A file that exists: the original, or a copy that the library has.
    case existing(FilePath)
  }
}
