internal import Files
package import Model

/// A file of an element that a teammate has erased.
package struct KeptFile: Hashable, Sendable {
  package let digest: Digest
  /// The day on which the element was erased here.
  package let day: Day
  package let path: FilePath
  package let byteCount: Int

  /// The first day on which `gc` deletes it.
  package var end: Day { day.adding(days: LibraryStore.keptDays) }
}

/// Files that teammates' erasures remove are kept in the folder `erased` for a while, in case the
/// erasure was a mistake or an attack. They are no longer part of the library.
extension LibraryStore {
  /// The number of days for which these files are kept.
  package static var keptDays: Int { 30 }

  /// Durably links stored files into the folder `erased`, where they survive an erasure that
  /// deletes them.
  package func keep(_ blobs: some Collection<Digest>) throws {
    let stored = blobs.filter { self.blobs.contains($0) }
    guard !stored.isEmpty else { return }
    try Self.translating {
      if let obstacle { throw obstacle }
      let layout = Layout(root: root)
      let folder = layout.erased.appending("\(today)".utf8)
      try FileSystem.createFolder(layout.erased, mode: 0o700)
      try FileSystem.createFolder(folder, mode: 0o700)
      let known = Set(try keptFiles().map(\.digest))
      for digest in stored where !known.contains(digest) {
        try FileSystem.link(self.blobs.path(of: digest), as: folder.appending(digest.hex.utf8))
      }
      for folder in [folder, layout.erased, root] { try FileSystem.syncFolder(folder) }
    }
  }

  /// The files of erased elements that are kept aside, the earliest first.
  package func keptFiles() throws -> [KeptFile] {
    try Self.translating {
      let folder = Layout(root: root).erased
      var files: [KeptFile] = []
      for name in try FileSystem.names(in: folder) {
        let shelf = folder.appending(name)
        guard let day = Day(String(decoding: name, as: UTF8.self)),
          FileSystem.status(shelf)?.isFolder == true
        else { continue }
        for name in try FileSystem.names(in: shelf) {
          let path = shelf.appending(name)
          guard let digest = Digest(hex: String(decoding: name, as: UTF8.self)),
            let status = FileSystem.status(path), status.isFile
          else { continue }
          files.append(
            KeptFile(digest: digest, day: day, path: path, byteCount: status.byteCount))
        }
      }
      return files
    }
  }

  /// Deletes kept files that are no longer needed, and returns them.
  @discardableResult
  package func removeKept(where isUnneeded: (KeptFile) -> Bool) throws -> [KeptFile] {
    try Self.translating {
      let unneeded = try keptFiles().filter(isUnneeded)
      for file in unneeded { try FileSystem.remove(file.path) }
      let folder = Layout(root: root).erased
      for shelf in Set(unneeded.map(\.path.folder)) {
        try FileSystem.syncFolder(shelf)
        // A folder that isn't empty stays.
        FileSystem.removeFolder(shelf)
      }
      if !unneeded.isEmpty { FileSystem.removeFolder(folder) }
      return unneeded
    }
  }

  /// Returns whether a kept file is no longer needed: its time is over, or it is part of the
  /// library again.
  package func isOver(_ file: KeptFile) -> Bool { file.end <= today || blobs.contains(file.digest) }

  private var today: Day { Instant(milliseconds: environment.now()).day }
}
