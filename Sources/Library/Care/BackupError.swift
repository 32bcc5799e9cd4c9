package import Model

/// Why a backup was not made, or not restored.
package enum BackupError: Error, Hashable, Sendable {
  /// It would lie in the library itself, or the library in it.
  case inside(FilePath)
  /// The folder holds something that is no backup.
  case occupied(FilePath)
  /// It is a backup of another library.
  case otherLibrary(FilePath, its: ULID, ours: ULID)
  /// It is a file, where a folder is needed.
  case file(FilePath)
  /// A file of this name is there.
  case exists(FilePath)
  /// Another program works on it.
  case busy(FilePath)
  /// What was written is not what is read back.
  case unfaithful(FilePath)
  /// More files than a zip may have here.
  case tooManyFiles(Int, limit: Int)
  /// It is no backup, and why.
  case noBackup(FilePath, String)
  /// Files of it are missing or damaged.
  case incomplete(FilePath, [BackupFault])
  /// The library changed again and again while it was read.
  case restless(FilePath)
  case noRoom(FilePath, needed: Int, free: Int)
  /// What is written to failed, the disk being full perhaps.
  case unwritable(FilePath, reason: String)
}

/// A file that a library or a backup should have, and does not have as it was.
package struct BackupFault: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case missing, damaged, unreadable
  }

  /// An element that has or had the file, and the name it came under.
  package struct Owner: Hashable, Sendable {
    package let handle: Handle
    package let file: String
  }

  package let kind: Kind
  package let file: StoredFile
  package internal(set) var owners: [Owner] = []
  /// Whether the backup that is written to has it, whole.
  package internal(set) var isInBackup = false

  init(_ kind: Kind, _ file: StoredFile) {
    self.kind = kind
    self.file = file
  }
}

/// How far a backup is, and whether to go on.
package struct BackupWatch {
  package enum Step: Sendable {
    case reading, copying, checking
  }

  package let isCancelled: () -> Bool
  package let progress: (Step, _ files: Int, _ bytes: Int) -> Void

  package init(
    isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (Step, _ files: Int, _ bytes: Int) -> Void = { _, _, _ in }
  ) {
    self.isCancelled = isCancelled
    self.progress = progress
  }

  func checkCancellation() throws {
    if isCancelled() { throw CancellationError() }
  }
}

/// So many files with so many bytes.
package struct FileTally: Hashable, Sendable {
  package internal(set) var files = 0
  package internal(set) var bytes = 0

  package init() {}

  mutating func add(_ byteCount: Int) {
    files += 1
    bytes += byteCount
  }
}
