internal import Castbook
internal import Files
internal import Synchronization

/// Files that were dropped on the page and are not kept yet.
final class Drops: Sendable {
  /// The temporary folder that contains them.
  let folder: DropFolder
  /// The files by their secret name.
  private let dropped = Mutex<[String: Dropped]>([:])

  /// The largest number of dropped files at the same time.
  static let maximumCount = 500
  /// The largest size of all dropped files together, in bytes.
  private static let maximumBytes = 8 << 30

  /// A dropped file.
  private struct Dropped {
    /// The name that the browser gave.
    let name: String
    /// The path in the temporary folder.
    let path: FilePath
    /// The size in bytes; 0 until the file is complete.
    var byteCount = 0
    /// Whether the file arrived completely.
    var isWhole = false
    /// The origin of a file that was made for the page; `nil` for one that the user dropped.
    var origin: FileOrigin?
  }

  init(folder: DropFolder) { self.folder = folder }

  /// Begins an incoming file under a secret name that the page refers to.
  ///
  /// - Throws: `Refusal` when there are too many files or no space is left.
  func begin(_ target: WebTarget) throws(Refusal) -> IncomingDrop {
    let name = Self.fileName(target["name"] ?? "")
    let kind = try Self.kind(target)
    let (drop, file) = try open(name)
    return IncomingDrop(drop: drop, name: name, kind: kind, file: file)
  }

  /// Adds a file that was made from one in the library.
  func add(
    _ bytes: [UInt8], named name: String, from origin: FileOrigin?
  ) throws(Refusal) -> (drop: String, path: FilePath) {
    let (drop, file) = try open(name)
    guard (try? file.write(bytes[...])) != nil else {
      remove(drop)
      throw Self.noSpace
    }
    dropped.withLock { dropped in
      dropped[drop]?.isWhole = true
      dropped[drop]?.byteCount = bytes.count
      dropped[drop]?.origin = origin
    }
    return (drop, file.path)
  }

  /// Creates a file under a new secret name.
  private func open(_ name: String) throws(Refusal) -> (drop: String, file: WritableFile) {
    let drop = AccessControl.secret()
    let hasRoom = dropped.withLock { dropped in
      dropped.count < Self.maximumCount
        && dropped.values.reduce(0) { $0 + $1.byteCount } < Self.maximumBytes
    }
    guard hasRoom else { throw .tooManyRequests }
    guard let file = folder.begin(drop, name: name) else { throw Self.noSpace }
    dropped.withLock { $0[drop] = Dropped(name: name, path: file.path) }
    return (drop, file)
  }

  private static let noSpace = Refusal(
    status: 500, rule: "output.failed", message: "no space for dropped files",
    fix: "free some space in the temporary folder")

  /// Returns the kind of element that a dropped file is checked as; a character by
  /// default.
  static func kind(_ target: WebTarget) throws(Refusal) -> ElementKind {
    guard let text = target["kind"] else { return .character }
    guard let kind = ElementKind(rawValue: text) else { throw .badRequest("unknown kind") }
    return kind
  }

  /// Returns the last component of a name, without control characters and shortened to
  /// about 200 bytes.
  static func fileName(_ text: String) -> String {
    let last = text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    var safe = ""
    for scalar in last.unicodeScalars where scalar.properties.generalCategory != .control {
      safe.unicodeScalars.append(scalar)
      if safe.utf8.count > 200 { break }
    }
    return safe.isEmpty || safe == "." || safe == ".." ? "file" : safe
  }

  /// Records that an incoming file is complete.
  func finish(_ incoming: IncomingDrop) {
    dropped.withLock { dropped in
      dropped[incoming.drop]?.isWhole = true
      dropped[incoming.drop]?.byteCount = incoming.file.byteCount
    }
  }

  /// Returns the path of a dropped file, or `nil` when it does not exist or is incomplete.
  func path(of drop: String) -> FilePath? {
    dropped.withLock { dropped in dropped[drop].flatMap { $0.isWhole ? $0.path : nil } }
  }

  /// Returns the path of a dropped file.
  ///
  /// - Throws: `Refusal` with status 404 when it does not exist or is incomplete.
  func requiredPath(of drop: String) throws(Refusal) -> FilePath {
    guard let path = path(of: drop) else {
      throw Refusal(
        status: 404, rule: "gallery.drop-gone", message: "a dropped file no longer exists",
        fix: "drop it again")
    }
    return path
  }

  /// Gathers dropped files in one folder, under names that tell them apart. There the names and the
  /// order of the files are those that the user knows.
  ///
  /// - Throws: `Refusal` when one of them does not exist, or no space is left.
  func gather(_ names: [String]) throws(Refusal) -> GatheredDrops {
    var files: [(drop: String, path: FilePath)] = []
    for name in names { files.append((name, try requiredPath(of: name))) }
    guard let gathered = folder.gather(files, in: AccessControl.secret()) else {
      throw Self.noSpace
    }
    return gathered
  }

  /// Returns the origin of a file that was made for the page; `nil` for one that the user dropped.
  func origin(of drop: String) -> FileOrigin? { dropped.withLock { $0[drop]?.origin } }

  /// Deletes a dropped file, if it exists.
  func remove(_ drop: String) {
    guard let removed = dropped.withLock({ $0.removeValue(forKey: drop) }) else { return }
    folder.remove(drop, name: removed.name)
  }

  /// Deletes all dropped files and their folder.
  func removeAll() {
    for drop in dropped.withLock({ Array($0.keys) }) { remove(drop) }
    folder.removeAll()
  }

  /// Runs work that may fail because of a dropped file, and names the file without its folder in
  /// the error: the folder means nothing to the user.
  func hidingFolder<Value: Sendable>(
    _ work: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await work()
    } catch {
      var refusal = Refusal(error)
      let parts = refusal.message.split(
        separator: "\(folder.path)/", omittingEmptySubsequences: false)
      refusal.message =
        parts[0] + parts.dropFirst().map { $0.drop { $0 != "/" }.dropFirst() }.joined()
      throw refusal
    }
  }
}
