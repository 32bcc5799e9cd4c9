internal import Files
package import Model

/// The state of a library and of its backup folder at the end of a backup run.
///
/// If neither has changed since, there is nothing to copy, and the records needn't be read to find
/// that out. The state is stored in the library's `cache/`, contains no facts about elements, and
/// may be deleted at any time.
enum BackupState {
  fileprivate static let schema = "backup-state/1"
  private static let byteLimit = 1 << 16

  /// Returns a summary of the files of a library or backup by their names and lengths, or `nil`
  /// when they can't be listed.
  static func summary(of root: FilePath) -> JSONValue? {
    let log = RecordLog(root)
    guard let blobs = FileSystem.sumOfFiles(root.appending("blobs".utf8)),
      let segments = try? log.segments()
    else { return nil }
    let hash = RunningSHA256()
    for segment in segments {
      let byteCount = FileSystem.status(log.path(of: segment))?.byteCount ?? -1
      hash.update(Array("\(segment.day)/\(segment.digest.hex) \(byteCount)\n".utf8)[...])
    }
    return [
      "segments": hash.digest, "files": blobs.count,
      "bytes": blobs.byteCount, "names": String(blobs.names, radix: 16),
    ]
  }

  /// Returns the path of a backup's state file, which is named after a digest of the backup's path.
  ///
  /// Returns `nil` when the backup doesn't exist, or when the library's folders can't be
  /// trusted.
  fileprivate static func path(_ library: FilePath, _ backup: FilePath) -> FilePath? {
    let layout = Layout(root: library)
    guard layout.unusableFolder == nil, let path = FileSystem.resolved(backup) else { return nil }
    let name = SHA256.digest(of: path.bytes)
    return layout.cache.appending("backup-\(name.hex.prefix(32)).json".utf8)
  }

  /// Reads a stored state, or returns `nil` when there is none or it can't be read.
  fileprivate static func read(_ path: FilePath) -> JSONValue? {
    guard FileSystem.status(path)?.isFile == true,
      let bytes = try? FileSystem.read(path, limit: byteLimit),
      let value = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      value["castbook"]?.string == schema
    else { return nil }
    return value
  }
}

extension LibraryBackup {
  /// Fills in the outcome of the last run when neither the library nor the backup has changed
  /// since; returns `false` when a full run is needed.
  func readState(_ outcome: inout BackupOutcome, _ library: JSONValue?) -> Bool {
    guard let library, let backup = BackupState.summary(of: outcome.backup),
      let state = BackupState.path(source.path, outcome.backup).flatMap(BackupState.read),
      state["library"]?.canonicalBytes == library.canonicalBytes,
      state["backup"]?.canonicalBytes == backup.canonicalBytes,
      let elements = state["elements"]?.integer, let records = state["records"]?.integer,
      let recordsOnlyInBackup = state["recordsOnlyThere"]?.integer,
      let files = state["files"].flatMap(FileTally.init(json:)),
      let outdated = state["outdated"].flatMap(FileTally.init(json:))
    else { return false }
    outcome.elementCount = elements
    outcome.recordCount = records
    outcome.files = files
    outcome.outdated = outdated
    outcome.recordsOnlyInBackup = recordsOnlyInBackup
    return true
  }

  /// Stores the result of a run without faults for the next one, which otherwise reads all records
  /// again.
  ///
  /// `library` was summarized before the run, so files that were removed during it count as a
  /// change.
  func saveState(_ outcome: BackupOutcome, _ library: JSONValue?) {
    guard outcome.faults.isEmpty, let library,
      let backup = BackupState.summary(of: outcome.backup),
      let path = BackupState.path(source.path, outcome.backup)
    else { return }
    let state: JSONValue = [
      "castbook": BackupState.schema, "library": library, "backup": backup,
      "elements": outcome.elementCount, "records": outcome.recordCount,
      "files": outcome.files.json, "outdated": outcome.outdated.json,
      "recordsOnlyThere": outcome.recordsOnlyInBackup,
    ]
    guard let bytes = state.canonicalBytes else { return }
    try? FileSystem.makeOwnFolder(path.folder)
    try? FileSystem.replaceOwn(
      path, bytes,
      temporary: path.folder.appending(".\(Hex.text(of: environment.random(12)))".utf8),
      isDurable: false)
  }
}

extension FileTally: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    self.init()
    files = try fields.required("fileCount", \.files)
    bytes = try fields.required("bytes", \.bytes)
  }
}
