internal import Files
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
  package func path(in library: FilePath) -> FilePath { library.appending(relativePath.utf8) }

  /// Returns the length of the file in a library or backup folder, or `nil` when it isn't there.
  func byteCount(in library: FilePath) -> Int? {
    // A file behind a link to another folder doesn't belong to the library.
    let path = path(in: library)
    guard FileSystem.status(path.folder)?.isFolder == true, let status = FileSystem.status(path),
      status.isFile
    else { return nil }
    return status.byteCount
  }

  /// Returns whether the file in a library or backup folder has the bytes that its name promises.
  func isSound(in library: FilePath) -> Bool { (try? matches(path(in: library))) ?? false }

  /// Returns whether the bytes at a path are those that the file's name promises.
  ///
  /// They are read from the disk, not from the system's cache, which would hide errors of the
  /// disk.
  func matches(_ path: FilePath) throws -> Bool {
    guard let stored = try ReadableFile.open(path) else { return false }
    stored.dropFromCache()
    let hash = RunningSHA256()
    try stored.forEachPiece { hash.update($0) }
    return hash.digest == digest
  }
}

extension MissingFile {
  /// Describes a stored file without owners.
  init(_ problem: Problem, _ file: StoredFile, isInBackup: Bool = false) {
    var day: Day?
    if case .segment(let segment) = file { day = segment.day }
    self.init(problem, relativePath: file.relativePath, digest: file.digest, recordDay: day)
    self.isInBackup = isInBackup
  }

  /// The stored file.
  var file: StoredFile {
    recordDay.map { .segment(RecordLog.Segment(day: $0, digest: digest)) } ?? .blob(digest)
  }
}

extension Sequence<StoredFile> {
  /// Deletes the files from a library or backup folder.
  ///
  /// Segments are durably removed first, so no record ever names a missing file. Returns the
  /// folders that contained the files.
  @discardableResult
  func remove(from library: FilePath) throws(FileError) -> Set<FilePath> {
    var folders: Set<FilePath> = []
    func remove(_ file: StoredFile) throws(FileError) {
      let path = file.path(in: library)
      try FileSystem.remove(path)
      folders.insert(path.folder)
    }
    for file in self { if case .segment = file { try remove(file) } }
    for folder in folders { try FileSystem.syncFolder(folder) }
    for file in self { if case .blob = file { try remove(file) } }
    return folders
  }
}
