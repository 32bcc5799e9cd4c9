internal import Files
package import Model

/// The backups of a library that were made on this machine, stored in `backups.json`.
///
/// After an erasure, the list tells the user which backups may still contain the erased
/// element. It is a convenience and not a record: a file that can't be read counts as empty,
/// and the next backup writes it again.
package struct BackupList: Sendable {
  /// One backup.
  package struct Entry: Hashable, Sendable {
    /// The absolute path of the backup's folder or zip, without links.
    package let path: FilePath
    /// Whether the backup is a zip and not a folder.
    package let isZip: Bool
    /// The time at which the backup was last updated.
    package let at: Instant
  }

  /// The backups, newest first, at most one for each path.
  package private(set) var entries: [Entry]

  /// The name of the list's file in the library's folder.
  static let name = Array("backups.json".utf8)
  /// The number of entries that are kept; older ones are dropped.
  package static let maximumCount = 100
  private static let schema = "backups/1"
  private static let byteLimit = 1 << 20

  /// Creates an empty list.
  package init() { entries = [] }

  /// Reads a library's list. The list is empty when the file doesn't exist or can't be read.
  package init(of library: FilePath) {
    self.init()
    let path = library.appending(Self.name)
    guard FileSystem.status(path)?.isFile == true,
      let bytes = try? FileSystem.read(path, limit: Self.byteLimit),
      let value = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      value["castbook"]?.string == Self.schema
    else { return }
    for entry in (value["backups"]?.array ?? []).compactMap(Entry.init(json:)) { add(entry) }
  }

  /// Adds a backup and replaces an earlier entry with the same path.
  package mutating func add(_ entry: Entry) {
    entries.removeAll { $0.path == entry.path }
    entries.append(entry)
    entries.sort { ($1.at, $1.path.text) < ($0.at, $0.path.text) }
    entries = Array(entries.prefix(Self.maximumCount))
  }

  /// The contents of `backups.json`.
  package var bytes: [UInt8] {
    let value: JSONValue = [
      "castbook": Self.schema, "backups": entries.map(\.json),
    ]
    return (value.canonicalBytes ?? []) + [UInt8(ascii: "\n")]
  }
}

extension BackupOutcome.Form: StoredValue {}

extension BackupList.Entry: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    at = try fields.required("at", \.at)
    isZip = try fields.required("form") { $0.isZip ? BackupOutcome.Form.zip : .folder } == .zip
    // A path that isn't valid UTF-8 is written in hexadecimal digits.
    let text = fields.valid("path") { $0.path.isText ? $0.path.text : nil }
    let hex = fields.valid("path_hex") { $0.path.isText ? nil : HexBytes($0.path.bytes) }
    guard let path = FilePath(bytes: hex?.bytes ?? Array((text ?? "").utf8)) else {
      throw RecordError("a backup without a path")
    }
    self.path = path
  }
}

extension LibraryBackup {
  /// Adds a backup to the library's list.
  ///
  /// Returns `nil` on success, or the reason why the list couldn't be changed. That isn't an error,
  /// because a read-only library can be backed up, too.
  func addToList(_ target: FilePath, isZip: Bool) -> String? {
    guard let place = FileSystem.resolved(target) else { return "\(target) does not exist" }
    let entry = BackupList.Entry(
      path: place, isZip: isZip, at: Instant(milliseconds: environment.now()))
    do {
      let lockPath = source.path.appending(LibraryManifest.name)
      guard let lock = try FileLock(lockPath, timeoutMilliseconds: 3000) else {
        return "another program is changing the library"
      }
      try withExtendedLifetime(lock) {
        var list = BackupList(of: source.path)
        list.add(entry)
        let temporary = source.path.appending(".new-\(Hex.text(of: environment.random(8)))".utf8)
        try FileSystem.replaceOwn(
          source.path.appending(BackupList.name), list.bytes, temporary: temporary, isDurable: true)
        try FileSystem.syncFolder(source.path)
      }
      return nil
    } catch {
      return "\(error)"
    }
  }
}

extension LibraryStore {
  /// Returns the backups that may contain an element: those made after it was created.
  package func backups(of element: ULID) throws -> [BackupList.Entry] {
    let first = try contents { contents in
      try contents.history(of: element).compactMap { try contents.revision($0)?.revision.at }.min()
    }
    // When the history was shortened, only the element's identity still tells when it was created.
    let start = min(first ?? element.instant, element.instant)
    return BackupList(of: root).entries.filter { $0.at >= start }
  }
}
