internal import Castbook
internal import Files
internal import Synchronization

/// The session that outlives the gallery of a library: when the gallery is started again, open tabs
/// continue where they were.
///
/// Only their owner can read the two files. A second gallery of the same library at the same time
/// has its own address and pass, and keeps nothing.
final class KeptSession: Sendable {
  /// The name in the address, which makes it a site of its own: no program on another port gets its
  /// cookie.
  let name: String
  /// The pass that a browser sends in the cookie.
  let pass: String
  /// The port of the last gallery; `nil` if there was none.
  let port: Int?
  /// The file with the name and the port; it stays locked until the gallery ends.
  private let address: Mutex<LockedFile?>
  /// The lock of the file with the pass, also held until the gallery ends.
  private let runtime: Mutex<LockedFile?>

  /// Resumes the session of the last gallery of a library, or begins a new one.
  ///
  /// - Parameter folders: Where to keep it; `nil` to keep nothing.
  init(of library: ULID, in folders: GalleryFolders?) {
    let statePath = folders?.state.appending("gallery-\(library).json".utf8)
    let address = statePath.flatMap { try? LockedFile($0) }
    let known = address.flatMap { Self.content(of: $0.path) }
    name =
      known?["name"]?.string.flatMap { Self.secret($0, byteCount: 8) } ?? AccessControl.secret(8)
    port = known?["port"]?.integer.flatMap { (1...65_535).contains($0) ? $0 : nil }
    // Without the address, the pass would be of no use to any tab.
    let runtimePath =
      address == nil ? nil : folders?.runtime.appending("gallery-\(library)-pass.json".utf8)
    let runtime = runtimePath.flatMap { try? LockedFile($0) }
    let before = runtime.flatMap { Self.content(of: $0.path) }
    pass =
      before?["pass"]?.string.flatMap { Self.secret($0, byteCount: 16) } ?? AccessControl.secret()
    self.address = Mutex(address)
    self.runtime = Mutex(runtime)
  }

  /// Saves the session for the next start. If that fails, the tabs that are open then can't
  /// continue.
  func keep(port: Int) {
    Self.write(["name": name, "port": port], to: address)
    Self.write(["pass": pass], to: runtime)
  }

  /// Releases the session, so another gallery of the library can resume it.
  func end() {
    address.withLock { $0 = nil }
    runtime.withLock { $0 = nil }
  }

  private static func write(_ value: JSONValue, to file: borrowing Mutex<LockedFile?>) {
    file.withLock { file in
      guard let file else { return }
      let bytes = value.compactBytes
      guard (try? FileSystem.read(file.path, limit: limit)) != bytes else { return }
      do {
        try file.truncate()
        try file.write(bytes[...])
        try file.sync()
      } catch {
        try? file.truncate()
      }
    }
  }

  private static let limit = 4096

  private static func content(of path: FilePath) -> JSONValue? {
    guard let status = FileSystem.status(path), status.isOwnedByUser, status.mode & 0o077 == 0,
      let bytes = try? FileSystem.read(path, limit: limit)
    else { return nil }
    return try? JSONParser.parse(bytes, bounds: .init(byteCount: limit, depth: 4))
  }

  /// Returns the text if `AccessControl.secret(_:)` can have made it, or `nil`.
  private static func secret(_ text: String, byteCount: Int) -> String? {
    text.utf8.count == 2 * byteCount && text.utf8.allSatisfy { Hex.value(of: $0) != nil }
      ? text : nil
  }
}
