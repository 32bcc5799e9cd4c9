/// The result of a backup.
public struct BackupOutcome: Sendable {
  /// How a backup is stored: as files in a folder or in one archive.
  public enum Form: String, JSONConvertible, Sendable {
    case folder, zip
  }

  public let library: FilePath
  /// The identity that the library and its backups share.
  public let id: ULID
  public let backup: FilePath
  public let form: Form
  /// Whether the backup didn't exist before.
  public package(set) var isNew = false
  /// The number of elements in the backup, without erased ones.
  public package(set) var elementCount = 0
  public package(set) var recordCount = 0
  public package(set) var files = FileTally()
  /// The files of elements and of records that were written now.
  public package(set) var copied = FileTally()
  /// The files that were read again and found intact.
  public package(set) var checked = FileTally()
  /// Files in the backup that the library no longer has: they were erased, or merged with others.
  public package(set) var outdated = FileTally()
  /// Files that the library no longer has, and that were removed from the backup now.
  public package(set) var pruned = FileTally()
  /// The number of records in the backup that the library doesn't have, though they were not
  /// erased. They are kept.
  public package(set) var recordsOnlyInBackup = 0
  /// The size of the zip, or `nil` if the backup is a folder.
  public package(set) var zipBytes: Int?
  /// The files of the library that are missing, damaged or unreadable.
  public package(set) var faults: [MissingFile] = []
  /// The number of files that only the team's store has, not the library's folder or the backup.
  public package(set) var elsewhereCount = 0
  /// The reason why the library couldn't save the path of the backup, in which case `erase` can't
  /// name it, or `nil` if it was saved.
  public package(set) var unsavedPathReason: String?

  /// Creates the outcome of a backup that hasn't copied anything yet.
  package init(of library: FilePath, _ id: ULID, to backup: FilePath, _ form: Form) {
    self.library = library
    self.id = id
    self.backup = backup
    self.form = form
  }
}
