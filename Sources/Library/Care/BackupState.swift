internal import Files
internal import Model

/// The state of a library and of its backup folder at the end of a backup run.
///
/// While neither has changed since, there is nothing to copy, and the records needn't be
/// read to find that out. The state is stored in the library's `cache/`, contains no facts
/// about elements, and may be deleted at any time.
struct BackupState: Hashable {
  /// The files of the library or of the backup, summarized by their names and lengths.
  struct Side: Hashable {
    /// The SHA-256 over the days, digests and lengths of all segments.
    let segments: Digest
    /// The summary of the files in `blobs/`.
    let blobs: FolderSum
  }

  /// The library's files before the run.
  let library: Side
  /// The backup's files after the run.
  let backup: Side
  /// The number of elements that the run reported.
  let elements: Int
  /// The number of records that the run reported.
  let records: Int
  /// The files of elements that the run reported.
  let files: FileTally
  /// The files that the run found only in the backup.
  let outdated: FileTally
  /// The number of records that the run found only in the backup.
  let recordsOnlyInBackup: Int
}

extension BackupState.Side {
  /// Summarizes the current files of a folder, or returns `nil` when they can't be listed.
  init?(of root: FilePath) {
    guard let blobs = FileSystem.sumOfShelves(root.appending("blobs".utf8)),
      let segments = Self.segments(of: root)
    else { return nil }
    self.blobs = blobs
    self.segments = segments
  }

  /// Returns the digest over all segments, or `nil` when a folder can't be listed.
  private static func segments(of root: FilePath) -> Digest? {
    let log = RecordLog(root)
    guard let days = try? log.days() else { return nil }
    let hash = RunningSHA256()
    for day in days {
      guard let segments = try? log.segments(of: day.day) else { return nil }
      for segment in segments {
        let byteCount = FileSystem.status(log.path(of: segment))?.byteCount ?? -1
        hash.update(Array("\(segment.day)/\(segment.digest.hex) \(byteCount)\n".utf8)[...])
      }
    }
    return hash.digest
  }
}

extension BackupState {
  private static let schema = "backup-state/1"
  private static let byteLimit = 1 << 16

  /// Returns the path of the file for one backup, which is named after a digest of the backup's
  /// path.
  ///
  /// Returns `nil` when the backup doesn't exist, or when the library's folders can't be
  /// trusted.
  private static func path(_ library: FilePath, _ backup: FilePath) -> FilePath? {
    let layout = Layout(root: library)
    guard layout.unusableFolder == nil, let path = FileSystem.resolved(backup) else { return nil }
    let name = SHA256.digest(of: path.bytes)
    return layout.cache.appending("backup-\(name.hex.prefix(32)).json".utf8)
  }

  /// Reads the stored state, or returns `nil` when there is none or it can't be read.
  init?(of library: FilePath, _ backup: FilePath) {
    guard let path = Self.path(library, backup), FileSystem.status(path)?.isFile == true,
      let bytes = try? FileSystem.read(path, limit: Self.byteLimit),
      let value = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      value["castbook"]?.string == Self.schema,
      let libraryFiles = value["library"].flatMap(Side.init),
      let backupFiles = value["backup"].flatMap(Side.init),
      let elements = value["elements"]?.integer, let records = value["records"]?.integer,
      let files = value["files"].flatMap(FileTally.init),
      let outdated = value["outdated"].flatMap(FileTally.init),
      let recordsOnlyThere = value["recordsOnlyThere"]?.integer
    else { return nil }
    self.init(
      library: libraryFiles, backup: backupFiles, elements: elements, records: records,
      files: files,
      outdated: outdated, recordsOnlyInBackup: recordsOnlyThere)
  }

  /// Stores the state. If that fails, the next run simply reads all records again.
  func save(of library: FilePath, _ backup: FilePath, temporaryName: String) {
    guard let path = Self.path(library, backup), let bytes = json.canonicalBytes else { return }
    let cache = Layout(root: library).cache
    let temporary = cache.appending(".\(temporaryName)".utf8)
    do {
      try FileSystem.makeOwnFolder(cache)
      try FileSystem.createOwn(temporary, bytes, isDurable: false)
      try FileSystem.rename(temporary, to: path)
    } catch {
      try? FileSystem.remove(temporary)
    }
  }

  private var json: JSONValue {
    [
      "castbook": .string(Self.schema), "library": library.json, "backup": backup.json,
      "elements": .integer(elements), "records": .integer(records), "files": files.json,
      "outdated": outdated.json, "recordsOnlyThere": .integer(recordsOnlyInBackup),
    ]
  }
}

extension BackupState.Side {
  fileprivate init?(_ value: JSONValue) {
    guard let segments = value["segments"]?.string.flatMap({ Digest(hex: $0) }),
      let count = value["files"]?.integer, let byteCount = value["bytes"]?.integer,
      let names = value["names"]?.string.flatMap({ UInt64($0, radix: 16) })
    else { return nil }
    self.segments = segments
    blobs = FolderSum(count: count, byteCount: byteCount, names: names)
  }

  fileprivate var json: JSONValue {
    [
      "segments": .string(segments.hex), "files": .integer(blobs.count),
      "bytes": .integer(blobs.byteCount), "names": .string(String(blobs.names, radix: 16)),
    ]
  }
}

extension FileTally {
  fileprivate init?(_ value: JSONValue) {
    guard let files = value["files"]?.integer, let bytes = value["bytes"]?.integer else {
      return nil
    }
    self.init()
    self.files = files
    self.bytes = bytes
  }

  fileprivate var json: JSONValue { ["files": .integer(files), "bytes": .integer(bytes)] }
}

extension LibraryBackup {
  /// Returns the report of the last run when neither the library nor the backup has changed
  /// since.
  ///
  /// Returns `nil` when a full run is needed.
  func reportIfUnchanged(_ target: FilePath, _ library: BackupState.Side?) -> Report? {
    guard let state = BackupState(of: source.path, target), state.library == library,
      state.backup == BackupState.Side(of: target)
    else { return nil }
    var report = Report()
    report.elements = state.elements
    report.records = state.records
    report.files = state.files
    report.outdated = state.outdated
    report.recordsOnlyInBackup = state.recordsOnlyInBackup
    return report
  }

  /// Stores the result of a run without faults for the next one.
  ///
  /// `library` was summarized before the run, so files that were removed during it count as a
  /// change.
  func saveState(_ report: Report, _ target: FilePath, _ library: BackupState.Side?) {
    guard report.faults.isEmpty, let library, let backup = BackupState.Side(of: target) else {
      return
    }
    BackupState(
      library: library, backup: backup, elements: report.elements, records: report.records,
      files: report.files, outdated: report.outdated,
      recordsOnlyInBackup: report.recordsOnlyInBackup
    ).save(of: source.path, target, temporaryName: Hex.text(of: environment.random(12)))
  }
}
