package import Model

/// A reason why a backup can't be made or restored.
package enum BackupError: Error, Hashable, Sendable {
  /// The backup would be inside the library, or the library inside the backup.
  case overlapsLibrary(FilePath)
  /// The folder contains something that isn't a backup.
  case occupied(FilePath)
  /// The backup belongs to another library.
  case otherLibrary(FilePath, its: ULID, ours: ULID)
  /// The target is a file, but a folder is needed.
  case notAFolder(FilePath)
  /// A file of this name already exists.
  case alreadyExists(FilePath)
  /// Another process is using the backup.
  case busy(FilePath)
  /// The bytes that were read back differ from those that were written.
  case verificationFailed(FilePath)
  /// The library has more files than a zip backup may contain.
  case tooManyFiles(Int, limit: Int)
  /// The file or folder isn't a backup, for the given reason.
  case notABackup(FilePath, String)
  /// Files of the backup are missing or damaged.
  case incomplete(FilePath, [BackupFault])
  /// The library or backup kept changing while it was read.
  case keepsChanging(FilePath)
  /// The disk has fewer free bytes than the backup needs.
  case notEnoughSpace(FilePath, needed: Int, free: Int)
  /// Writing to the target failed, for example because the disk is full.
  case unwritable(FilePath, reason: String)
}

/// A stored file that a library or a backup should contain intact, but doesn't.
package struct BackupFault: Hashable, Sendable {
  /// How the file differs from what it should be.
  ///
  /// A `damaged` file has other bytes than its name says; an `unreadable` one caused an error
  /// of the disk.
  package enum Kind: String, Hashable, Sendable {
    case missing, damaged, unreadable
  }

  /// An element that has or had the file.
  package struct Owner: Hashable, Sendable {
    /// The element's handle in the newest revision that names the file.
    package let handle: Handle
    /// The name of the file in that element.
    package let file: String
  }

  /// What is wrong with the file.
  package let kind: Kind
  /// The file.
  package let file: StoredFile
  /// The elements that have or had the file, by handle; empty until they were looked up.
  package internal(set) var owners: [Owner] = []
  /// Whether the backup that is being written already has an intact copy of the file.
  package internal(set) var isInBackup = false

  /// Creates a fault without owners, for a file that isn't in the backup.
  init(_ kind: Kind, _ file: StoredFile) {
    self.kind = kind
    self.file = file
  }
}

/// The connection between a running backup and its caller: progress in one direction,
/// cancellation in the other.
///
/// ```swift
/// let monitor = BackupMonitor(isCancelled: { Task.isCancelled }) { step, files, bytes in
///   print(step, files, bytes)
/// }
/// ```
package struct BackupMonitor {
  /// The stage that a backup has reached.
  package enum Step: Sendable {
    case reading, copying, checking
  }

  /// Returns whether the backup should stop; called before each file or piece of a file.
  package let isCancelled: () -> Bool
  /// Receives the stage, and the number of files and bytes that it has handled so far.
  package let progress: (Step, _ files: Int, _ bytes: Int) -> Void

  /// Creates a monitor; by default one that never cancels and ignores progress.
  package init(
    isCancelled: @escaping () -> Bool = { false },
    progress: @escaping (Step, _ files: Int, _ bytes: Int) -> Void = { _, _, _ in }
  ) {
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// Throws `CancellationError` when the caller has cancelled.
  func checkCancellation() throws {
    if isCancelled() { throw CancellationError() }
  }
}

/// A number of files and the number of their bytes.
package struct FileTally: Hashable, Sendable {
  /// The number of files.
  package internal(set) var files = 0
  /// The length of all these files together.
  package internal(set) var bytes = 0

  /// Creates a tally of no files.
  package init() {}

  /// Counts one more file of the given length.
  mutating func add(_ byteCount: Int) {
    files += 1
    bytes += byteCount
  }
}
