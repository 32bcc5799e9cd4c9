internal import Files
internal import Library
internal import Sending
internal import Transfers

/// What the bundles of a plan have in common, read once for all of them: which hosts may have a key, and what lies in
/// their folders.
final class SendSurroundings {
  /// The hosts that may have each key besides its provider's own.
  let allowedHosts: KeyHosts
  private var folders: [FilePath: [[UInt8]]] = [:]
  /// The number of folders that were listed.
  private(set) var listedFolderCount = 0

  init() throws { allowedHosts = try KeyFile.ofUser().hosts }

  /// The names in a folder that begin with a text, in order; none if the folder can't be read.
  func names(in folder: FilePath, beginning text: String) -> [[UInt8]] {
    let names = names(in: folder)
    let prefix = Array(text.utf8)
    let start = names.partitioningIndex { !$0.lexicographicallyPrecedes(prefix) }
    return Array(names[start...].prefix { $0.starts(with: prefix) })
  }

  private func names(in folder: FilePath) -> [[UInt8]] {
    if let names = folders[folder] { return names }
    listedFolderCount += 1
    // In the order of their bytes.
    let names = (try? Folder.names(in: folder).get()) ?? []
    folders[folder] = names
    return names
  }
}

extension Array {
  /// The index of the first element for which a condition holds, which then holds for all behind it.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
