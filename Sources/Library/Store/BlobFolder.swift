package import Files
package import Model

/// The stored files of a library, each named by its SHA-256: `blobs/ab/abcdef…`. A file never
/// changes.
package struct BlobFolder: Sendable {
  /// The folder `blobs`.
  package let folder: FilePath

  /// The mode that a stored file with some mode should have, or `nil` if the mode is right.
  ///
  /// Files never change, so no user may write them. The permissions to read stay as the user chose.
  static func correctMode(insteadOf mode: UInt32) -> UInt32? {
    let right = mode & 0o444 | 0o400
    return right == mode ? nil : right
  }

  init(_ library: FilePath) { folder = library.appending("blobs".utf8) }

  /// The folder in which files are written before they get their final names.
  var stagingFolder: FilePath { folder.appending(".new".utf8) }

  /// The path of the file with a digest, whether it exists or not.
  package func path(of digest: Digest) -> FilePath {
    subfolder(of: digest).appending(digest.hex.utf8)
  }

  /// The folder of the file with a digest, named by the first byte.
  private func subfolder(of digest: Digest) -> FilePath {
    folder.appending(digest.hex.utf8.prefix(2))
  }

  /// Whether a file is stored and, if `byteCount` is given, has this size.
  package func contains(_ digest: Digest, byteCount: Int? = nil) -> Bool {
    guard let stored = self.byteCount(of: digest) else { return false }
    return byteCount.map { $0 == stored } ?? true
  }

  /// The length of the file with a digest; `nil` if it isn't stored.
  package func byteCount(of digest: Digest) -> Int? {
    // A link may lead to a folder that does not belong to the library.
    guard let status = FileSystem.status(path(of: digest)), status.isFile,
      FileSystem.status(subfolder(of: digest))?.isFolder == true
    else { return nil }
    return status.byteCount
  }

  /// Lists everything with the name and the folder of a stored file.
  func files() throws(FileError) -> [(digest: Digest, status: FileStatus)] {
    var files: [(digest: Digest, status: FileStatus)] = []
    for name in try FileSystem.names(in: folder) where name.count == 2 {
      let shelf = folder.appending(name)
      for name in try FileSystem.ownNames(in: shelf) {
        let path = shelf.appending(name)
        guard let digest = Digest(hex: String(decoding: name, as: UTF8.self)),
          self.path(of: digest) == path, let status = FileSystem.status(path)
        else { continue }
        files.append((digest, status))
      }
    }
    return files
  }

  /// The contents of a stored file.
  package func bytes(of digest: Digest) throws(FileError) -> [UInt8] {
    try FileSystem.read(path(of: digest), limit: 1 << 40)
  }

  /// A file that has been written and has no final name yet, or that was already stored.
  package struct StagedBlob: Hashable, Sendable {
    package let digest: Digest
    package let byteCount: Int
    /// The path of the new file; `nil` if a file with these contents was stored already.
    let temporary: FilePath?
  }

  /// Writes a file under a temporary name, not yet durable. Several threads may do so concurrently.
  ///
  /// - Parameters:
  ///   - bytes: The contents of the file.
  ///   - digest: The SHA-256 of the contents.
  ///   - temporaryName: A name that no other file has.
  func stage(
    _ bytes: [UInt8], _ digest: Digest, temporaryName: String
  ) throws(FileError) -> StagedBlob {
    if contains(digest, byteCount: bytes.count), (try? self.bytes(of: digest)) == bytes {
      return reuse(digest, byteCount: bytes.count)
    }
    let temporary = try temporaryPath(temporaryName)
    try FileSystem.createOwn(temporary, bytes, isSealed: true, isDurable: false)
    return StagedBlob(digest: digest, byteCount: bytes.count, temporary: temporary)
  }

  /// Copies a file of any length under a temporary name, not yet durable.
  ///
  /// Throws `CopyFault` when its bytes, which are checked on the way, are wrong or can't be read.
  /// No file is left then.
  func stage(_ file: CopySource, temporaryName: String) throws -> StagedBlob {
    let temporary = try temporaryPath(temporaryName)
    let mode = FileSystem.ownMode(in: stagingFolder, isSealed: true)
    let byteCount = try file.copy(to: temporary, mode: mode).soundByteCount()
    return StagedBlob(digest: file.digest, byteCount: byteCount, temporary: temporary)
  }

  /// Returns a file that is already stored, instead of a new copy of it.
  func reuse(_ digest: Digest, byteCount: Int) -> StagedBlob {
    // `gc` keeps a file that no record names as long as it looks new.
    FileSystem.touch(path(of: digest))
    return StagedBlob(digest: digest, byteCount: byteCount, temporary: nil)
  }

  /// Checks a file that another program wrote to the staging folder, and adopts it.
  ///
  /// Returns `nil` and deletes the file if its bytes don't match the digest.
  func adopt(_ temporary: FilePath, as digest: Digest) throws(FileError) -> StagedBlob? {
    guard let file = try ReadableFile.open(temporary) else { return nil }
    guard (try? Self.digest(of: file)) == digest else {
      try FileSystem.remove(temporary)
      return nil
    }
    try FileSystem.setMode(temporary, FileSystem.ownMode(in: stagingFolder, isSealed: true))
    return StagedBlob(digest: digest, byteCount: file.byteCount, temporary: temporary)
  }

  private static func digest(of file: ReadableFile) throws(ReadFailure) -> Digest {
    guard file.byteCount >= ReadableFile.pieceSize else {
      return SHA256.digest(of: try file.readAll())
    }
    let hash = RunningSHA256()
    try file.readPieces { hash.update($0) }
    return hash.digest
  }

  /// Returns the path for a new file in the staging folder, which is created if it is missing.
  func temporaryPath(_ name: String) throws(FileError) -> FilePath {
    // Several threads may find the folder missing at once; creating it again does nothing.
    if FileSystem.status(stagingFolder) == nil {
      try FileSystem.makeOwnFolder(folder)
      try FileSystem.makeOwnFolder(stagingFolder)
    }
    return stagingFolder.appending(name.utf8)
  }

  /// Gives staged files their final names. They are durable when this returns, with one sync for
  /// the contents of all of them and one for their names.
  func commit(_ staged: [StagedBlob]) throws(FileError) {
    guard !staged.isEmpty else { return }
    // A file that was stored already may come from a process that ended before it made it durable.
    try sync()
    guard staged.contains(where: { $0.temporary != nil }) else { return }
    try place(staged)
    try sync()
  }

  /// Gives staged files their final names. Their contents must be durable; the names become durable
  /// with the next `sync()`.
  func place(_ staged: [StagedBlob]) throws(FileError) {
    var subfolders: Set<FilePath> = []
    for blob in staged {
      guard let temporary = blob.temporary else { continue }
      let subfolder = subfolder(of: blob.digest)
      if subfolders.insert(subfolder).inserted { try FileSystem.makeOwnFolder(subfolder) }
      try FileSystem.rename(temporary, to: path(of: blob.digest))
    }
  }

  /// Makes all files and their names durable, in one step.
  func sync() throws(FileError) { try FileSystem.syncEverything(around: folder) }

  /// Deletes staged files that are not needed.
  func discard(_ staged: [StagedBlob]) {
    for blob in staged { if let temporary = blob.temporary { try? FileSystem.remove(temporary) } }
  }
}
