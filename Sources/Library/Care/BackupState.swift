internal import Files
internal import Model

/// What a library and a backup of it in a folder were when the backup was brought up to the library. As long
/// as both are that, there is nothing to copy, and the records need not be read to know it.
///
/// It lies in the library's `cache/`, holds nothing of any element, and may be deleted.
struct BackupState: Hashable {
  /// The files of one side, by their names and lengths.
  struct Side: Hashable {
    let segments: Digest
    let blobs: FolderSum
  }

  let library: Side
  let backup: Side
  let elements: Int
  let records: Int
  let files: FileTally
  let outdated: FileTally
  let recordsOnlyThere: Int
}

/// The files in the folders of `blobs/`: how many, how long together, and a sum that depends on the name and
/// the length of each, but not on their order.
struct FolderSum: Hashable {
  var count = 0
  var byteCount = 0
  var names: UInt64 = 0
}

extension BackupState.Side {
  /// What lies in a folder now; nil when that can't be told.
  init?(of root: FilePath) {
    guard let blobs = FileSystem.sumOfShelves(root.appending("blobs".utf8)),
      let segments = Self.segments(of: root)
    else { return nil }
    self.blobs = blobs
    self.segments = segments
  }

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

  /// Where the state of a backup is kept.
  private static func path(_ library: FilePath, _ backup: FilePath) -> FilePath? {
    guard Layout(root: library).strange == nil, let place = FileSystem.resolved(backup),
      let name = SHA256.digest(of: place.bytes)
    else { return nil }
    return Layout(root: library).cache.appending("backup-\(name.hex.prefix(32)).json".utf8)
  }

  /// The state that was kept; nil when there is none that can be read.
  init?(of library: FilePath, _ backup: FilePath) {
    guard let path = Self.path(library, backup), FileSystem.status(path)?.isFile == true,
      let bytes = try? FileSystem.read(path, limit: Self.byteLimit),
      let value = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      value["castbook"]?.string == Self.schema, let ours = value["library"].flatMap(Side.init),
      let theirs = value["backup"].flatMap(Side.init),
      let elements = value["elements"]?.integer, let records = value["records"]?.integer,
      let files = value["files"].flatMap(FileTally.init),
      let outdated = value["outdated"].flatMap(FileTally.init),
      let recordsOnlyThere = value["recordsOnlyThere"]?.integer
    else { return nil }
    self.init(
      library: ours, backup: theirs, elements: elements, records: records, files: files,
      outdated: outdated, recordsOnlyThere: recordsOnlyThere)
  }

  /// Keeps it. Where that can't be done, the next run reads all records again.
  func keep(of library: FilePath, _ backup: FilePath, temporaryName: String) {
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
      "outdated": outdated.json, "recordsOnlyThere": .integer(recordsOnlyThere),
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
  /// What a backup comes to that is what it was, of a library that is what it was; nil for any other.
  func unchanged(_ target: FilePath, _ library: BackupState.Side?) -> Report? {
    guard let state = BackupState(of: source.path, target), state.library == library,
      state.backup == BackupState.Side(of: target)
    else { return nil }
    var report = Report()
    report.elements = state.elements
    report.records = state.records
    report.files = state.files
    report.outdated = state.outdated
    report.recordsOnlyThere = state.recordsOnlyThere
    return report
  }

  /// Keeps what a run came to for the next one, when nothing was amiss. The library's side is from before the
  /// run: what was taken away since then is noticed.
  func keep(_ report: Report, _ target: FilePath, _ library: BackupState.Side?) {
    guard report.faults.isEmpty, let library, let backup = BackupState.Side(of: target) else {
      return
    }
    BackupState(
      library: library, backup: backup, elements: report.elements, records: report.records,
      files: report.files, outdated: report.outdated, recordsOnlyThere: report.recordsOnlyThere
    ).keep(of: source.path, target, temporaryName: Hex.text(of: surprises.random(12)))
  }
}
