internal import Files
package import Model

/// `backups.json`: where the backups lie that were made of a library on this machine, so that who erases a
/// person hears which of them hold that person still.
///
/// It is a help and no record: what can't be read counts as empty, and the next backup writes it anew.
package struct BackupList: Sendable {
  /// A backup that was made.
  package struct Entry: Hashable, Sendable {
    package let place: FilePath
    package let isZip: Bool
    /// When it was brought up to the library last.
    package let at: Instant

    package init(place: FilePath, isZip: Bool, at: Instant) {
      self.place = place
      self.isZip = isZip
      self.at = at
    }
  }

  /// Newest first, each place once.
  package private(set) var entries: [Entry]

  static let name = Array("backups.json".utf8)
  /// Older ones are dropped.
  package static let most = 100
  private static let schema = "backups/1"
  private static let byteLimit = 1 << 20

  package init() { entries = [] }

  /// What a library's list says; nothing where there is none that can be read.
  package init(of library: FilePath) {
    self.init()
    let path = library.appending(Self.name)
    guard FileSystem.status(path)?.isFile == true,
      let bytes = try? FileSystem.read(path, limit: Self.byteLimit),
      let value = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8)),
      value["castbook"]?.string == Self.schema
    else { return }
    for entry in (value["backups"]?.array ?? []).compactMap(Entry.init) { note(entry) }
  }

  /// Takes a backup down; an earlier one in the same place is no more.
  package mutating func note(_ entry: Entry) {
    entries.removeAll { $0.place == entry.place }
    entries.append(entry)
    entries.sort { ($1.at, $1.place.text) < ($0.at, $0.place.text) }
    entries = Array(entries.prefix(Self.most))
  }

  package var bytes: [UInt8] {
    let value: JSONValue = [
      "castbook": .string(Self.schema), "backups": .array(entries.map(\.json)),
    ]
    return (value.canonicalBytes ?? []) + [UInt8(ascii: "\n")]
  }
}

extension BackupList.Entry {
  /// A path that is no text stands there in hexadecimal digits.
  fileprivate var json: JSONValue {
    [
      "at": .string(at.description), "form": .string(isZip ? "zip" : "folder"),
      "path": place.isText ? .string(place.text) : nil,
      "path_hex": place.isText ? nil : .string(Hex.text(of: place.bytes)),
    ]
  }

  fileprivate init?(_ value: JSONValue) {
    let bytes =
      value["path_hex"]?.string.flatMap { Hex.bytes(of: $0) }
      ?? value["path"]?.string.map { Array($0.utf8) }
    guard let place = bytes.flatMap({ FilePath(bytes: $0) }),
      let at = value["at"]?.string.flatMap(Instant.init),
      let form = value["form"]?.string, ["folder", "zip"].contains(form)
    else { return nil }
    self.init(place: place, isZip: form == "zip", at: at)
  }
}

extension LibraryBackup {
  /// Has the library note where a backup lies; why it did not, when it did not. That stops no backup: a
  /// library that can only be read is backed up as well.
  func note(_ target: FilePath, isZip: Bool) -> String? {
    guard let place = FileSystem.resolved(target) else { return "\(target) does not exist" }
    let entry = BackupList.Entry(
      place: place, isZip: isZip, at: Instant(milliseconds: surprises.now()))
    do {
      let mark = source.path.appending(LibraryMark.name)
      guard let lock = try FileLock(mark, timeoutMilliseconds: 3000) else {
        return "another program is changing the library"
      }
      try withExtendedLifetime(lock) {
        var list = BackupList(of: source.path)
        list.note(entry)
        let temporary = source.path.appending(".new-\(Hex.text(of: surprises.random(8)))".utf8)
        try FileSystem.createOwn(temporary, list.bytes, isDurable: true)
        do {
          try FileSystem.rename(temporary, to: source.path.appending(BackupList.name))
        } catch {
          try? FileSystem.remove(temporary)
          throw error
        }
        try FileSystem.syncFolder(source.path)
      }
      return nil
    } catch {
      return "\(error)"
    }
  }
}

extension LibraryStore {
  /// Backups that may hold an element: those that were made since there is one.
  package func backups(of element: ULID) throws -> [BackupList.Entry] {
    let first = try contents { contents in
      try contents.history(of: element).compactMap { try contents.revision($0)?.revision.at }.min()
    }
    // Of a history that was shortened only the identity tells when it began.
    let start = min(first ?? element.instant, element.instant)
    return BackupList(of: root).entries.filter { $0.at >= start }
  }
}
