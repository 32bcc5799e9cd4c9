/// A number of files and their total size.
public struct FileTally: Hashable, Sendable {
  /// The number of files.
  public package(set) var files = 0
  /// The total size of the files in bytes.
  public package(set) var bytes = 0

  package init() {}

  package init(_ byteCounts: [Int]) {
    files = byteCounts.count
    bytes = byteCounts.reduce(0, +)
  }

  /// Counts the files of another tally.
  package mutating func add(_ other: FileTally) {
    files += other.files
    bytes += other.bytes
  }

  /// Counts one more file of the given length.
  package mutating func add(_ byteCount: Int) {
    files += 1
    bytes += byteCount
  }
}

extension FileTally: JSONConvertible {
  public var json: JSONValue { ["fileCount": files, "bytes": bytes] }
}
