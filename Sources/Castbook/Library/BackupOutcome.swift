internal import Library

/// What a backup came to.
public struct BackupOutcome: Sendable {
  /// How a backup is kept.
  public enum Form: String, Sendable {
    case folder, zip
  }

  /// So many files with so many bytes.
  public struct Tally: Hashable, Sendable {
    public let files: Int
    public let bytes: Int
  }

  public let library: FilePath
  public let id: ULID
  public let backup: FilePath
  public let form: Form
  /// Whether there was no such backup before.
  public let isNew: Bool
  public let elementCount: Int
  public let recordCount: Int
  /// The elements' files.
  public let files: Tally
  /// What was written now: elements' files and files of records.
  public let copied: Tally
  /// What was read back, and is what it should be.
  public let checked: Tally
  /// Still in the backup, though the library has it no more: erased, or put together with others.
  public let outdated: Tally
  /// The like, removed now.
  public let pruned: Tally
  /// Records that the backup has and the library does not know, though nobody erased them.
  public let recordsOnlyThere: Int
  /// How long a zip is.
  public let zipBytes: Int?
  public let faults: [MissingFile]
  /// Why the library did not note where the backup lies, when it did not: then `erase` will not name it.
  public let unnoted: String?
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
    recordsOnlyThere = report.recordsOnlyThere
    zipBytes = report.zipBytes
    faults = report.faults.map(MissingFile.init)
    unnoted = report.unnoted
  }
}

extension BackupOutcome.Tally {
  init(_ tally: FileTally) {
    self.init(files: tally.files, bytes: tally.bytes)
  }
}

/// What a restoration came to.
public struct RestoreOutcome: Sendable {
  public let library: FilePath
  public let id: ULID
  public let backup: FilePath
  public let form: BackupOutcome.Form
  public let elementCount: Int
  public let recordCount: Int
  /// The elements' files.
  public let files: BackupOutcome.Tally
  /// What was written now: elements' files and files of records.
  public let added: BackupOutcome.Tally
  /// Files in a zip that are none of a library.
  public let passedOver: Int
  public let faults: [MissingFile]
}

/// A file that a library or a backup should have, and that is missing or not what it was.
public struct MissingFile: Hashable, Sendable {
  public enum Problem: String, Sendable {
    case missing, damaged, unreadable
  }

  /// An element that has or had it, and the name it came under.
  public struct Owner: Hashable, Sendable {
    public let handle: Handle
    public let file: String
  }

  public let problem: Problem
  /// Below the library: `blobs/ab/abcdef…`.
  public let place: String
  public let digest: Digest
  /// The day of the records that it holds, when it is a file of records.
  public let recordsOf: Day?
  public let owners: [Owner]
  /// Whether the backup that was written to has it, whole.
  public let isInBackup: Bool

  init(_ fault: BackupFault) {
    problem =
      switch fault.kind {
      case .missing: .missing
      case .damaged: .damaged
      case .unreadable: .unreadable
      }
    place = fault.file.place
    digest = fault.file.digest
    if case .segment(let segment) = fault.file { recordsOf = segment.day } else { recordsOf = nil }
    owners = fault.owners.map { Owner(handle: $0.handle, file: $0.file) }
    isInBackup = fault.isInBackup
  }
}

extension MissingFile: CustomStringConvertible {
  /// `mira-front.jpg of @mira: damaged`.
  public var description: String { "\(name): \(problem.rawValue)" }

  private var name: String {
    if let recordsOf { return "the records of \(recordsOf) (\(place))" }
    guard let first = owners.first else { return "a file without an element (\(place))" }
    let others = owners.dropFirst().map { "\($0.handle)" }
    return
      "\(first.file) of \(([String(describing: first.handle)] + others).joined(separator: ", "))"
  }
}
