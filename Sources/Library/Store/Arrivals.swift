internal import Files
internal import Model

/// Files that arrive after the records that name them, which happens while a library is
/// synchronized.
extension LibraryStore {
  /// Marks files as unexamined that were missing when they were to be examined and have arrived
  /// since.
  ///
  /// Only folders that changed since the last call are searched, so a library with most of its
  /// files elsewhere opens as fast as any other.
  package func recordArrivals() throws {
    guard !isReadOnly else { return }
    try Self.translating {
      guard let arrivals = try index(searching: arrivals), !arrivals.isEmpty else { return }
      try withTransaction { index in
        for digest in arrivals.digests {
          try index.sql.run("UPDATE blob SET examined=0 WHERE digest=? AND examined=-1", [digest])
        }
        try index.meta.set(Arrivals.key, arrivals.searchedUntil)
        try index.commit()
      }
    }
  }

  /// Looks for arrivals in the index, outside of any transaction.
  private func index(searching body: (Index) throws -> Arrivals?) throws -> Arrivals? {
    try contents { try body($0.index) }
  }

  /// The files that have arrived; `nil` if no file is missing or there is nothing new to store.
  private func arrivals(_ index: Index) throws -> Arrivals? {
    guard try index.sql.exists("SELECT 1 FROM blob WHERE examined=-1 LIMIT 1") else { return nil }
    let last = try index.meta.integer(Arrivals.key) ?? 0
    var found = Arrivals(searchedUntil: last)
    for (prefix, latest) in try blobs.subfolders() where latest >= last {
      found.newest = max(found.newest, latest)
      for digest in try index.blobs.missed(beginning: prefix) where blobs.contains(digest) {
        found.digests.append(digest)
      }
    }
    // A change that follows soon after another may not be visible in the times of a folder.
    found.searchedUntil = min(
      found.newest, environment.now() &* 1_000_000 &- Arrivals.settlingNanoseconds)
    return found.searchedUntil > last || !found.digests.isEmpty ? found : nil
  }
}

/// Files that have arrived, and the time up to which the folders were searched for them.
struct Arrivals {
  var digests: [Digest] = []
  /// The latest change of a searched folder, in nanoseconds since 1970.
  var newest = 0
  /// All changes up to this time have been seen, in nanoseconds since 1970.
  var searchedUntil: Int

  init(searchedUntil: Int) { self.searchedUntil = searchedUntil }

  var isEmpty: Bool { digests.isEmpty && newest == 0 }

  /// The key of `searchedUntil` in the table `meta`.
  static let key = "arrivals"
  /// How long ago a change must be so that a later one is certain to change the folder's times, in
  /// nanoseconds.
  static let settlingNanoseconds = 3_000_000_000
}

extension BlobFolder {
  /// The folders that contain files, each with the first byte of the files' digests and the time of
  /// its last change in nanoseconds since 1970.
  func subfolders() throws(FileError) -> [(prefix: UInt8, latest: Int)] {
    try FileSystem.names(in: folder).compactMap { name in
      guard name.count == 2, let prefix = UInt8(String(decoding: name, as: UTF8.self), radix: 16),
        let status = FileSystem.status(folder.appending(name)), status.isFolder
      else { return nil }
      return (prefix, max(status.modified, status.changed))
    }
  }
}
