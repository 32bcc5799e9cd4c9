internal import Files
internal import Model

extension PreviewFolder {
  /// Deletes everything in the cache that isn't a current preview, since it may contain erased
  /// data.
  func removeForeignItems() throws(FileError) {
    for name in try FileSystem.names(in: cache) where name != Array(Self.name.utf8) {
      try FileSystem.removeAll(cache.appending(name))
    }
    guard FileSystem.status(folder)?.isFolder == true else { return try FileSystem.remove(folder) }
    for name in try FileSystem.names(in: folder) where name.count != 2 {
      try FileSystem.removeAll(folder.appending(name))
    }
  }
}
