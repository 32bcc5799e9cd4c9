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
    guard Disk.status(reserve) == nil else { return }
    let isWorthIt =
      byteCount >= 8 << 20
      || ((try? index.first("SELECT max(id) FROM segment") { $0.integer(0) }) ?? nil ?? 0) >= 16
    guard isWorthIt, let free = Disk.freeBytes(at: root), free > 256 << 20 else { return }
    let cache = Layout(root: root).cache
    do {
      try Disk.makeOwnFolder(cache)
      try Disk.createOwn(reserve, incompressible(), isDurable: false)
    } catch {
      try? Disk.remove(reserve)
    }
  }

  /// Bytes that look random: a file system that compresses would keep no space for zeros.
  private func incompressible() -> [UInt8] {
    var state = surprises.random(8).reduce(UInt64(1)) { $0 << 8 | UInt64($1) }
    return (0..<Self.reserveSize).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }

  /// Gives the reserve up, with all other files that can be made again; returns whether anything was.
  package func giveUpReserve() -> Bool {
    let cache = Layout(root: root).cache
    guard Disk.status(cache)?.isFolder == true,
      let names = try? Disk.names(in: cache), !names.isEmpty
    else { return false }
    try? Disk.removeAll(cache)
    return true
  }
}
