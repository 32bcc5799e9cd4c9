/// The regular files of a folder in three numbers, to compare one state of it with another.
package struct FolderSum: Hashable, Sendable {
  package var count = 0
  /// The length of all of them together.
  package var byteCount = 0
  /// A sum of hashes of each name with its length.
  package var names: UInt64 = 0

  package init(count: Int = 0, byteCount: Int = 0, names: UInt64 = 0) {
    self.count = count
    self.byteCount = byteCount
    self.names = names
  }

  package static func += (sum: inout FolderSum, other: FolderSum) {
    sum.count += other.count
    sum.byteCount += other.byteCount
    sum.names &+= other.names
  }
}
