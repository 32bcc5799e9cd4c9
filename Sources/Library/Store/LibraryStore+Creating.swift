internal import Files
package import Model

extension LibraryStore {
  /// Whether a folder is a library, or one that this user has no permission to examine.
  package static func exists(at root: FilePath) -> Bool {
    let manifest = root.appending(LibraryManifest.name)
    return FileSystem.status(manifest) != nil || FileSystem.isInaccessible(manifest)
  }

  /// Creates a library in a folder that does not exist yet or is empty.
  ///
  /// Throws `LibraryError.alreadyExists(_:)` or `LibraryError.folderNotEmpty(_:)` otherwise.
  ///
  /// - Parameter identity: The identity of the library that this one becomes a copy of; `nil` for a
  ///   new library.
  package static func create(
    at root: FilePath, as identity: ULID? = nil, environment: SystemEnvironment = .ofThisMachine
  ) throws(LibraryError) {
    do {
      if FileSystem.status(root.appending(LibraryManifest.name)) != nil {
        throw LibraryError.alreadyExists(root)
      }
      let leftovers: Set<[UInt8]> = [Array("blobs".utf8), Array("log".utf8)]
      for name in try FileSystem.names(in: root)
      where !leftovers.contains(name) && name[0] != UInt8(ascii: ".") {
        throw LibraryError.folderNotEmpty(root)
      }
      try FileSystem.makeLibraryFolder(root)
      let log = RecordLog(root)
      let blobs = BlobFolder(root)
      for folder in [log.folder, blobs.folder] { try FileSystem.makeOwnFolder(folder) }
      let instant = Instant(milliseconds: environment.now())
      guard let id = identity ?? ULID(at: instant, random: environment.random(10)) else {
        throw LibraryError.unwritableRecord("this machine's clock is wrong: \(instant)")
      }
      // The manifest comes last and appears in one step: without it, there is no library.
      let manifest = root.appending(LibraryManifest.name)
      let temporary = root.appending(".new-\(Hex.text(of: environment.random(8)))".utf8)
      try FileSystem.createOwn(temporary, LibraryManifest(id: id).bytes, isDurable: true)
      guard try FileSystem.rename(temporary, toUnused: manifest) else {
        try? FileSystem.remove(temporary)
        throw LibraryError.alreadyExists(root)
      }
      try FileSystem.syncFolder(root)
    } catch {
      // Another process may have created a library there in the meantime.
      let exists = FileSystem.status(root.appending(LibraryManifest.name)) != nil
      throw exists ? LibraryError.alreadyExists(root) : LibraryError(error)
    }
  }

  /// Gives a library that has never contained anything the identity of another one, which makes it
  /// a copy. Returns `false`, and changes nothing, if it has a record or a file.
  package static func adopt(_ identity: ULID, at root: FilePath) throws -> Bool {
    try translating {
      try holdingLock(of: root) {
        guard try RecordLog(root).segments().isEmpty, try BlobFolder(root).files().isEmpty else {
          return false
        }
        let temporary = root.appending(".new-\(Hex.text(of: IncompressibleBytes.make(8)))".utf8)
        try FileSystem.replaceOwn(
          root.appending(LibraryManifest.name), LibraryManifest(id: identity).bytes,
          temporary: temporary, isDurable: true)
        try FileSystem.syncFolder(root)
        return true
      }
    }
  }
}
