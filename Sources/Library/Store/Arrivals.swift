internal import Files
internal import Model

/// Files that arrive after the records that name them, as they do while a library is being synchronized.
extension LibraryStore {
  /// Lets files be examined that were missing when they were first needed and that have arrived since.
  ///
  /// Only the folders of files that changed since the last look are searched, so that a library whose files are
  /// mostly elsewhere opens as quickly as any other.
  package func noteArrivals() throws {
    guard !isReadOnly else { return }
    do {
      guard let arrivals = try index(searching: arrivals), !arrivals.isEmpty else { return }
      try writing { index in
        for digest in arrivals.digests {
          try index.run(
            "UPDATE blob SET examined=0 WHERE digest=? AND examined=-1", [.digest(digest)])
        }
        try index.set(Arrivals.key, arrivals.searchedUntil)
        try index.commit()
      }
    } catch {
      throw Self.error(error)
    }
  }

  private func index(searching body: (Index) throws -> Arrivals?) throws -> Arrivals? {
    try contents { try body($0.index) }
  }

  private func arrivals(_ index: Index) throws -> Arrivals? {
    let isComplete =
      try index.first("SELECT 1 FROM blob WHERE examined=-1 LIMIT 1") { _ in true } == nil
    if isComplete { return nil }
    let last = try index.value(Arrivals.key) ?? 0
    var found = Arrivals(searchedUntil: last)
    for (prefix, latest) in try blobs.shelves() where latest >= last {
      found.newest = max(found.newest, latest)
      for digest in try index.missedBlobs(beginning: prefix) where blobs.has(digest) {
        found.digests.append(digest)
      }
    }
    // A change within the same moments would not show in a folder's times.
    found.searchedUntil = min(found.newest, surprises.now() &* 1_000_000 &- Arrivals.settling)
    return found.searchedUntil > last || !found.digests.isEmpty ? found : nil
  }
}

/// Files that have arrived, and until when the folders were searched for them, in nanoseconds since 1970.
struct Arrivals {
  var digests: [Digest] = []
  var newest = 0
  var searchedUntil: Int

  init(searchedUntil: Int) { self.searchedUntil = searchedUntil }

  var isEmpty: Bool { digests.isEmpty && newest == 0 }

  /// Where the index keeps until when the folders were searched.
  static let key = "arrivals"
  static let settling = 3_000_000_000
}

extension BlobFolder {
  /// The folders that files lie in, each by the first byte of their digests, with the time of its last change.
  fileprivate func shelves() throws(FileError) -> [(prefix: UInt8, latest: Int)] {
    try FileSystem.names(in: folder).compactMap { name in
      guard name.count == 2, let prefix = UInt8(String(decoding: name, as: UTF8.self), radix: 16),
        let status = FileSystem.status(folder.appending(name)), status.isFolder
      else { return nil }
      return (prefix, max(status.modified, status.changed))
    }
  }
}

extension Index {
  /// Files that were missing when they were to be examined, by the first byte of their digests.
  fileprivate func missedBlobs(beginning prefix: UInt8) throws -> [Digest] {
    try all(
      "SELECT digest FROM blob WHERE examined=-1 AND digest BETWEEN ? AND ?",
      [
        .blob([prefix] + [UInt8](repeating: 0, count: 31)),
        .blob(
          [UInt8](repeating: 255, count: 32).enumerated().map {
            $0.offset == 0 ? prefix : $0.element
          }),
      ]
    ) { try $0.digest(0) }
  }
}
