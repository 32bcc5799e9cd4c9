internal import Files
internal import Model

/// Some space that a library keeps for the day on which the disk is full: deleting takes a little room, for the
/// record that something is deleted and for what SQLite keeps beside the index.
///
/// It lies in `cache/`, so that anybody may delete it.
extension LibraryStore {
  private static let reserveSize = 1 << 20
  private var reserve: FilePath { Layout(root: root).cache.appending("reserve".utf8) }

  /// Makes the reserve of a library that is worth it, where there is plenty of room. Without it, everything works
  /// until the disk is full.
  func keepReserve(_ index: Index, adding byteCount: Int) {
    guard FileSystem.status(reserve) == nil else { return }
    let isWorthIt =
      byteCount >= 8 << 20
      || ((try? index.first("SELECT max(id) FROM segment") { $0.integer(0) }) ?? nil ?? 0) >= 4
    guard isWorthIt, let free = FileSystem.freeBytes(at: root), free > 64 << 20 else { return }
    makeReserve()
  }

  /// Makes the reserve, as large as there is room for it.
  func makeReserve() {
    guard FileSystem.status(reserve) == nil, let free = FileSystem.freeBytes(at: root) else {
      return
    }
    let size = min(Self.reserveSize, free - free / 8)
    let cache = Layout(root: root).cache
    do {
      try FileSystem.makeOwnFolder(cache)
      // A file system that compresses would keep no space for zeros.
      try FileSystem.createOwn(reserve, FileSystem.noise(size), isDurable: false)
    } catch {
      try? FileSystem.remove(reserve)
    }
  }

  /// Gives the reserve up, with all other files that can be made again; returns whether anything was.
  package func giveUpReserve() -> Bool {
    let cache = Layout(root: root).cache
    guard FileSystem.status(cache)?.isFolder == true,
      let names = try? FileSystem.names(in: cache), !names.isEmpty
    else { return false }
    try? FileSystem.removeAll(cache)
    return true
  }
}
