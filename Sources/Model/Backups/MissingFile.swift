/// A file that a library or a backup should have intact, and that is missing or damaged.
public struct MissingFile: Hashable, CustomStringConvertible, Sendable {
  /// What is wrong with the file.
  ///
  /// A `damaged` file has other bytes than its name says; an `unreadable` one caused an error
  /// of the disk.
  public enum Problem: String, JSONConvertible, Sendable {
    case missing, damaged, unreadable
  }

  /// An element that has or had the file.
  public struct Owner: Hashable, Sendable {
    /// The element's handle in the newest revision that names the file.
    public let handle: Handle
    /// The name of the file in that element.
    public let file: String

    package init(handle: Handle, file: String) {
      self.handle = handle
      self.file = file
    }
  }

  public let problem: Problem
  /// The path relative to the library: `blobs/ab/abcdef…`.
  public let relativePath: String
  public let digest: Digest
  /// The day of the records in the file, or `nil` if it isn't a file of records.
  public let recordDay: Day?
  /// The elements that have or had the file, by handle; empty until they were looked up.
  public package(set) var owners: [Owner] = []
  /// Whether the backup being written has the file, undamaged.
  public package(set) var isInBackup = false

  /// Describes a file without owners.
  package init(_ problem: Problem, relativePath: String, digest: Digest, recordDay: Day?) {
    self.problem = problem
    self.relativePath = relativePath
    self.digest = digest
    self.recordDay = recordDay
  }

  /// The file and its problem: `mira-front.jpg of @mira: damaged`.
  public var description: String { "\(name): \(problem.rawValue)" }

  /// The file by its element, by its day if it contains records, or by its path.
  private var name: String {
    if let recordDay { return "the records of \(recordDay) (\(relativePath))" }
    guard let first = owners.first else { return "a file without an element (\(relativePath))" }
    let others = owners.dropFirst().map { "\($0.handle)" }
    return
      "\(first.file) of \(([String(describing: first.handle)] + others).joined(separator: ", "))"
  }
}
