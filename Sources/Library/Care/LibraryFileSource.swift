internal import Files
internal import Model

/// A source of a library's files: its own folder, a backup folder, or a backup zip.
///
/// Its contents aren't trusted. Use `file(_:_:)` to check a file against its name while reading
/// or copying it.
protocol LibraryFileSource {
  /// The path of the folder or zip.
  var path: FilePath { get }
  /// The identity of the library that the files belong to.
  var id: ULID { get }
  /// The bytes of `castbook.json`.
  var manifest: [UInt8] { get }

  /// Returns all segments that exist at one point in time, by day.
  func segments() throws -> [RecordLog.Segment]

  /// Returns the length of a file in bytes, or `nil` when the file doesn't exist.
  func byteCount(of file: StoredFile) -> Int?

  /// Passes a file to the closure piece by piece.
  ///
  /// The bytes aren't checked here: a damaged file may be passed on in part or completely.
  /// Throws `FileVanished` when the file doesn't exist.
  func read(_ file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void) throws
}

extension LibraryFileSource {
  /// Returns a file to copy or check; its bytes must match its name.
  ///
  /// Reading it throws `CancellationError` when the caller of the monitor has cancelled.
  ///
  /// ```swift
  /// let staged = try blobs.stage(source.file(.blob(digest), monitor), temporaryName: name)
  /// ```
  func file(_ file: StoredFile, _ monitor: BackupMonitor = BackupMonitor()) -> CopySource {
    CopySource(file.digest) { [self] each in
      try read(file) { piece in
        try monitor.checkCancellation()
        try each(piece)
      }
    }
  }

  /// Returns the bytes of a segment, and whether they match its digest.
  ///
  /// The bytes of a damaged segment are returned as well, since they may name files. A segment
  /// above `RecordLog.byteLimit` counts as damaged and isn't read.
  func bytes(of segment: RecordLog.Segment) throws -> (bytes: [UInt8], ReadResult) {
    guard byteCount(of: .segment(segment)) ?? 0 <= RecordLog.byteLimit else {
      return ([], .fault(.damaged))
    }
    var bytes: [UInt8] = []
    let result = try file(.segment(segment)).read { bytes += $0 }
    return (bytes, result)
  }

  /// Returns the bytes of a segment that was intact a moment ago; throws `FileVanished` when it
  /// no longer is.
  func soundBytes(of segment: RecordLog.Segment) throws -> [UInt8] {
    let (bytes, result) = try bytes(of: segment)
    guard case .sound = result else { throw FileVanished() }
    return bytes
  }
}
