package import Files
package import Model

/// The bytes of files, each named by its SHA-256: `blobs/ab/abcdef…`. Nothing ever changes one.
package struct BlobFolder: Sendable {
  package let folder: FilePath

  /// What is never changed may only be read, by whomever the user lets: the mode that a file should have
  /// where it has another.
  static func rightMode(insteadOf mode: UInt32) -> UInt32? {
    let right = mode & 0o444 | 0o400
    return right == mode ? nil : right
  }

  init(_ library: FilePath) { folder = library.appending("blobs".utf8) }

  /// Where files are written before they have their names.
  private var nursery: FilePath { folder.appending(".new".utf8) }

  package func path(of digest: Digest) -> FilePath {
    shelf(of: digest).appending(digest.hex.utf8)
  }

  private func shelf(of digest: Digest) -> FilePath { folder.appending(digest.hex.utf8.prefix(2)) }

  /// Whether a blob is there, and as long as it should be.
  package func has(_ digest: Digest, byteCount: Int? = nil) -> Bool {
    // Behind a link to another folder lies what is not the library's.
    guard let status = FileSystem.status(path(of: digest)), status.isFile,
      FileSystem.status(shelf(of: digest))?.isFolder == true
    else { return false }
    return byteCount.map { $0 == status.byteCount } ?? true
  }

  /// The bytes of a blob, as they are on disk.
  package func bytes(of digest: Digest) throws(FileError) -> [UInt8] {
    try FileSystem.read(path(of: digest), limit: 1 << 40)
  }

  /// A file that is written but has no name yet.
  package struct Staged: Hashable, Sendable {
    package let digest: Digest
    package let byteCount: Int
    /// Nothing when the blob was there already, with the very same bytes.
    let temporary: FilePath?
  }

  /// Writes a file, not yet durable; several may be staged at a time.
  func stage(
    _ bytes: [UInt8], _ digest: Digest, temporaryName: String
  ) throws(FileError) -> Staged {
    if has(digest, byteCount: bytes.count), (try? self.bytes(of: digest)) == bytes {
      // What looks new is not swept away while nothing names it yet.
      FileSystem.touch(path(of: digest))
      return Staged(digest: digest, byteCount: bytes.count, temporary: nil)
    }
    let temporary = nursery.appending(temporaryName.utf8)
    // Several may find it missing at once; making it is nothing to the second.
    if FileSystem.status(nursery) == nil {
      try FileSystem.makeOwnFolder(folder)
      try FileSystem.makeOwnFolder(nursery)
    }
    try FileSystem.createOwn(temporary, bytes, isSealed: true, isDurable: false)
    return Staged(digest: digest, byteCount: bytes.count, temporary: temporary)
  }

  /// Gives staged files their names. When this ends, they are durable: one sync for the bytes of all,
  /// one for their names.
  func commit(_ staged: [Staged]) throws(FileError) {
    guard !staged.isEmpty else { return }
    // What was there already may have come from somebody who was ended before he made it durable.
    try FileSystem.syncEverything(around: folder)
    let new = staged.filter { $0.temporary != nil }
    guard !new.isEmpty else { return }
    var shelves: Set<FilePath> = []
    for blob in new {
      guard let temporary = blob.temporary else { continue }
      let shelf = shelf(of: blob.digest)
      if shelves.insert(shelf).inserted { try FileSystem.makeOwnFolder(shelf) }
      try FileSystem.rename(temporary, to: path(of: blob.digest))
    }
    try FileSystem.syncEverything(around: folder)
  }

  /// Throws staged files away.
  func discard(_ staged: [Staged]) {
    for blob in staged { if let temporary = blob.temporary { try? FileSystem.remove(temporary) } }
  }
}
