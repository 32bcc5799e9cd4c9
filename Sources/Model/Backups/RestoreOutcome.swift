/// The result of a restoration.
public struct RestoreOutcome: Sendable {
  public let library: FilePath
  /// The identity that the library and its backups share.
  public let id: ULID
  public let backup: FilePath
  public let form: BackupOutcome.Form
  /// The number of files in a zip that don't belong to a library.
  public let skippedFileCount: Int
  /// The number of elements in the backup that no erasure covers.
  public package(set) var elementCount = 0
  /// The number of records in the backup that no erasure covers.
  public package(set) var recordCount = 0
  /// The files of elements that the library has now.
  public package(set) var files = FileTally()
  /// The files of elements and of records that were written now.
  public package(set) var added = FileTally()
  /// The files of the backup that couldn't be restored; always empty for a complete restoration.
  public package(set) var faults: [MissingFile] = []

  /// Creates the outcome of a restoration that hasn't copied anything yet.
  package init(
    of library: FilePath, _ id: ULID, from backup: FilePath, _ form: BackupOutcome.Form,
    skippedFileCount: Int
  ) {
    self.library = library
    self.id = id
    self.backup = backup
    self.form = form
    self.skippedFileCount = skippedFileCount
  }
}
