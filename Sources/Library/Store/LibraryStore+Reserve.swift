internal import Files
internal import Model

/// Some space that a library reserves for the time when the disk is full.
///
/// Deleting needs a little space too: for the record of the deletion, and for SQLite's files beside
/// the index. The reserve is in `cache/`, so it may be deleted at any time.
extension LibraryStore {
  /// The size of the reserve in bytes.
  private static let reserveSize = 1 << 20
  private var reserve: FilePath { Self.reserve(of: root) }

  /// The path of the reserve of a library.
  static func reserve(of root: FilePath) -> FilePath {
    Layout(root: root).cache.appending("reserve".utf8)
  }

  /// Makes the reserve if the library is large enough to be worth it and the disk has plenty of
  /// space. Without a reserve, everything works until the disk is full.
  ///
  /// - Parameters:
  ///   - index: The index, which knows how many segments there have been.
  ///   - byteCount: The number of bytes that the current change adds.
  func makeReserveIfWorthwhile(_ index: Index, adding byteCount: Int) {
    guard FileSystem.status(reserve) == nil else { return }
    let isWorthIt =
      byteCount >= 8 << 20
      || ((try? index.sql.integer("SELECT max(id) FROM segment")) ?? nil ?? 0) >= 4
    guard isWorthIt, let free = FileSystem.freeBytes(at: root), free > 64 << 20 else { return }
    makeReserve()
  }

  /// Makes the reserve, smaller if there is not enough space. Failures are ignored.
  func makeReserve() {
    guard FileSystem.status(reserve) == nil, let free = FileSystem.freeBytes(at: root) else {
      return
    }
    let size = min(Self.reserveSize, free - free / 8)
    let cache = Layout(root: root).cache
    do {
      try FileSystem.makeOwnFolder(cache)
      // A file system that compresses would reserve no space for zeros.
      try FileSystem.createOwn(reserve, FileSystem.noise(size), isDurable: false)
    } catch {
      try? FileSystem.remove(reserve)
    }
  }

  /// Deletes the reserve and everything else in `cache/`. Returns whether there was anything to
  /// delete.
  package func releaseReserve() -> Bool {
    let cache = Layout(root: root).cache
    guard FileSystem.status(cache)?.isFolder == true,
      let names = try? FileSystem.names(in: cache), !names.isEmpty
    else { return false }
    try? FileSystem.removeAll(cache)
    return true
  }
}
