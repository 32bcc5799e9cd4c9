package import Model

/// A permanent file of a library, named after the SHA-256 of its bytes.
///
/// Together with `castbook.json`, these are the files that a backup contains and that a
/// restoration needs.
package enum StoredFile: Hashable, Sendable {
  /// A file of an element, such as a picture.
  case blob(Digest)
  /// A segment of the record log.
  case segment(RecordLog.Segment)

  /// The SHA-256 that the file's bytes must have.
  package var digest: Digest {
    switch self {
    case .blob(let digest): digest
    case .segment(let segment): segment.digest
    }
  }

  /// The path of the file relative to the library, such as `blobs/ab/abcdef…`.
  package var relativePath: String {
    switch self {
    case .blob(let digest): "blobs/\(digest.hex.prefix(2))/\(digest.hex)"
    case .segment(let segment): "log/\(segment.day)/\(segment.digest.hex).jsonl"
    }
  }

  /// Parses a path relative to the library.
  ///
  /// Returns `nil` for a path that isn't exactly as `relativePath` writes it, so each file has
  /// one spelling.
  init?(relativePath: some StringProtocol) {
    let parts = relativePath.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    if parts[0] == "blobs", let digest = Digest(hex: String(parts[2])) {
      self = .blob(digest)
    } else if parts[0] == "log", let day = Day(String(parts[1])),
      let segment = RecordLog.Segment(day: day, name: Array(parts[2].utf8))
    {
      self = .segment(segment)
    } else {
      return nil
    }
    guard self.relativePath == relativePath else { return nil }
  }

  /// Returns the file's path in the given library or backup folder.
  func path(in library: FilePath) -> FilePath { library.appending(relativePath.utf8) }
}
