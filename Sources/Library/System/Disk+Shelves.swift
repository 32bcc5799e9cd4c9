internal import CFileSystem
internal import Media
internal import Model

extension Disk {
  /// The plain files in the folders of two letters below another, summed up; nil when one can't be read.
  static func sumOfShelves(_ folder: FilePath) -> FolderSum? {
    guard let names = try? names(in: folder) else { return nil }
    var sum = FolderSum()
    for name in names where name.count == 2 {
      let shelf = folder.appending(name)
      guard status(shelf)?.isFolder == true else { continue }
      var found = castbook_folder_sum_t()
      guard unsafe shelf.withCString({ unsafe castbook_sum_folder($0, &found) }) == 0 else {
        return nil
      }
      sum.count += Int(found.count)
      sum.byteCount += Int(found.byte_count)
      sum.names &+= found.names
    }
    return sum
  }
}
