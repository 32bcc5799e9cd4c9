internal import Files
internal import Model

extension PreviewFolder {
  /// Takes away what lies in the cache and is no preview that is made today: nobody knows what is in it.
  /// Previews stay.
  func removeOthers() throws(FileError) {
    for name in try FileSystem.names(in: cache) where name != Array(Self.name.utf8) {
      try FileSystem.removeAll(cache.appending(name))
    }
    guard FileSystem.status(folder)?.isFolder == true else { return try FileSystem.remove(folder) }
    for name in try FileSystem.names(in: folder) where name.count != 2 {
      try FileSystem.removeAll(folder.appending(name))
    }
  }
}
