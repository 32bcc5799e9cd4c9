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

    /// Creates an entry.
    package init(path: FilePath, isZip: Bool, at: Instant) {
      self.path = path
      self.isZip = isZip
      self.at = at
    }
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
    for entry in (value["backups"]?.array ?? []).compactMap(Entry.init) { add(entry) }
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

extension BackupList.Entry {
  /// The entry in the file. A path that isn't valid UTF-8 is written in hexadecimal digits.
  fileprivate var json: JSONValue {
    [
      "at": at, "form": isZip ? "zip" : "folder",
      "path": path.isText ? path.text : nil,
      "path_hex": path.isText ? nil : Hex.text(of: path.bytes),
    ]
  }

  /// Parses an entry of the file, or returns `nil` for one with a missing or unknown value.
  fileprivate init?(_ value: JSONValue) {
    let bytes =
      value["path_hex"]?.string.flatMap { Hex.bytes(of: $0) }
      ?? value["path"]?.string.map { Array($0.utf8) }
    guard let place = bytes.flatMap({ FilePath(bytes: $0) }),
      let at = value["at"]?.string.flatMap(Instant.init),
      let form = value["form"]?.string, ["folder", "zip"].contains(form)
    else { return nil }
    self.init(path: place, isZip: form == "zip", at: at)
  }
}

extension LibraryBackup {
  /// Adds a backup to the library's list.
  ///
  /// Returns `nil` on success, or the reason why the list couldn't be changed. The reason is no
  /// error, because a library that can only be read can be backed up as well.
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
