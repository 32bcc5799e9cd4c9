internal import Model

extension PreviewFolder {
  /// Deletes everything in the cache that isn't a current preview, since it may contain erased
  /// data.
  func removeOthers() throws(DiskError) {
    for name in try Disk.names(in: cache) where name != Array(Self.name.utf8) {
      try Disk.removeAll(cache.appending(name))
    }
    guard Disk.status(folder)?.isFolder == true else { return try Disk.remove(folder) }
    for name in try Disk.names(in: folder) where name.count != 2 {
      try Disk.removeAll(folder.appending(name))
    }
  }
}
