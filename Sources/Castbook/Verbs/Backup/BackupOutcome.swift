internal import Library

/// The result of a backup.
public struct BackupOutcome: Sendable {
  /// The form of a backup.
  public enum Form: String, Sendable {
    case folder, zip
  }

  /// A number of files and their total size.
  public struct Tally: Hashable, Sendable {
    public let files: Int
    public let bytes: Int
  }

  /// The folder of the library.
  public let library: FilePath
  /// The identity that the library and its backups share.
  public let id: ULID
  /// The path of the backup.
  public let backup: FilePath
  public let form: Form
  /// Whether the backup didn't exist before.
  public let isNew: Bool
  /// The number of elements in the backup.
  public let elementCount: Int
  /// The number of records in the backup.
  public let recordCount: Int
  /// The elements' files.
  public let files: Tally
  /// The files of elements and of records that were written now.
  public let copied: Tally
  /// The files that were read again and found intact.
  public let checked: Tally
  /// Files in the backup that the library no longer has: they were erased, or merged with others.
  public let outdated: Tally
  /// Files that the library no longer has, and that were removed from the backup now.
  public let pruned: Tally
  /// The number of records in the backup that the library doesn't have, though they were not
  /// erased.
  public let recordsOnlyInBackup: Int
  /// The size of the zip, or `nil` if the backup is a folder.
  public let zipBytes: Int?
  public let faults: [MissingFile]
  /// The reason why the library couldn't save the path of the backup, in which case `erase` can't
  /// name it, or `nil` if it was saved.
  public let unsavedPathReason: String?
  /// Creates an outcome from the report of the `Library` module.
  init(
    _ report: LibraryBackup.Report, of library: FilePath, _ id: ULID, to backup: FilePath,
    _ form: Form
  ) {
    self.library = library
    self.id = id
    self.backup = backup
    self.form = form
    isNew = report.isNew
    elementCount = report.elements
    recordCount = report.records
    files = Tally(report.files)
    copied = Tally(report.added)
    checked = Tally(report.checked)
    outdated = Tally(report.outdated)
    pruned = Tally(report.pruned)
    recordsOnlyInBackup = report.recordsOnlyInBackup
    zipBytes = report.zipBytes
    faults = report.faults.map(MissingFile.init)
    unsavedPathReason = report.listFailure
  }
}

extension BackupOutcome.Tally {
  init(_ tally: FileTally) {
    self.init(files: tally.files, bytes: tally.bytes)
  }
}

/// The result of a restoration.
public struct RestoreOutcome: Sendable {
  public let library: FilePath
  public let id: ULID
  public let backup: FilePath
  public let form: BackupOutcome.Form
  public let elementCount: Int
  public let recordCount: Int
  /// The elements' files in the backup.
  public let files: BackupOutcome.Tally
  /// The files of elements and of records that were written now.
  public let added: BackupOutcome.Tally
  /// The number of files in a zip that don't belong to a library.
  public let skippedFileCount: Int
  public let faults: [MissingFile]
}

/// A file that a library or a backup should have, and that is missing or damaged.
public struct MissingFile: CustomStringConvertible, Hashable, Sendable {
  /// What is wrong with the file.
  public enum Problem: String, Sendable {
    case missing, damaged, unreadable
  }

  /// An element that has or had the file, and the name that it was added with.
  public struct Owner: Hashable, Sendable {
    public let handle: Handle
    public let file: String
  }

  public let problem: Problem
  /// The path relative to the library: `blobs/ab/abcdef…`.
  public let relativePath: String
  /// The digest that the file should have.
  public let digest: Digest
  /// The day of the records in the file, or `nil` if it isn't a file of records.
  public let recordDay: Day?
  /// The elements that have or had the file.
  public let owners: [Owner]
  /// Whether the backup being written has the file, undamaged.
  public let isInBackup: Bool
  /// The file and its problem: `mira-front.jpg of @mira: damaged`.
  public let description: String

  init(_ fault: BackupFault) {
    problem =
      switch fault.kind {
      case .missing: .missing
      case .damaged: .damaged
      case .unreadable: .unreadable
      }
    relativePath = fault.file.relativePath
    digest = fault.file.digest
    if case .segment(let segment) = fault.file { recordDay = segment.day } else { recordDay = nil }
    owners = fault.owners.map { Owner(handle: $0.handle, file: $0.file) }
    isInBackup = fault.isInBackup
    description = "\(fault)"
  }
}
