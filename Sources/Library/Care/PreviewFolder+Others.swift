internal import Model

extension PreviewFolder {
  /// Takes away what lies in the cache and is no preview that is made today: nobody knows what is in it.
  /// Previews stay.
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
