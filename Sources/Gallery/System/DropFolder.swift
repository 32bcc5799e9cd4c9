internal import Castbook
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A folder of files that were dropped and are not kept yet: each in a folder of its own, under its name. It goes
/// with the gallery.
final class DropFolder: Sendable {
  let path: FilePath

  init() throws(GalleryError) {
    let base = Surroundings.environment("TMPDIR").flatMap { FilePath(bytes: $0) }
    let template = (base ?? FilePath("/tmp") ?? .nameless).appending("castbook-gallery-XXXXXX".utf8)
    var name = template.bytes.map(CChar.init(bitPattern:)) + [0]
    guard unsafe mkdtemp(&name) != nil,
      let made = FilePath(bytes: name.dropLast().map(UInt8.init(bitPattern:)))
    else { throw .noFolder(errno) }
    path = made
  }

  /// Begins a file that comes; nothing where the disk says no.
  func begin(_ drop: String, name: String) -> IncomingFile? {
    let folder = path.appending(drop.utf8)
    guard unsafe folder.withCString({ unsafe mkdir($0, 0o700) }) == 0 else { return nil }
    return IncomingFile(folder.appending(name.utf8))
  }

  func remove(_ drop: String, name: String) {
    let folder = path.appending(drop.utf8)
    _ = unsafe folder.appending(name.utf8).withCString { unsafe unlink($0) }
    _ = unsafe folder.withCString { unsafe rmdir($0) }
  }

  /// Takes the folder itself away, once it is empty.
  func removeAll() { _ = unsafe path.withCString { unsafe rmdir($0) } }
}

/// A file while it comes.
final class IncomingFile: Sendable {
  let path: FilePath
  private let state: Mutex<(descriptor: Int32, byteCount: Int)>

  init?(_ path: FilePath) {
    let opened = unsafe path.withCString {
      unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    guard opened >= 0 else { return nil }
    self.path = path
    state = Mutex((opened, 0))
  }

  deinit { finish() }

  var byteCount: Int { state.withLock { $0.byteCount } }

  /// False where it can't be written.
  func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    state.withLock { state in
      var done = 0
      while done < bytes.count {
        let wrote = unsafe write(
          state.descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if wrote < 0, errno == EINTR { continue }
        guard wrote > 0 else { return false }
        done += wrote
      }
      state.byteCount += done
      return true
    }
  }

  func finish() {
    state.withLock { state in
      if state.descriptor >= 0 { close(state.descriptor) }
      state.descriptor = -1
    }
  }
}

/// Why the gallery can't be opened.
public enum GalleryError: Error, Hashable, Sendable {
  case noFolder(Int32)
  case portTaken(Int)
  case notListening(Int32)
}

extension GalleryError: CustomStringConvertible {
  /// What happened, without a full stop.
  public var description: String {
    switch self {
    case .noFolder(let number): "can't create a temporary folder: \(Self.words(number))"
    case .portTaken(let port): "another program uses port \(port)"
    case .notListening(let number): "the gallery can't open its port: \(Self.words(number))"
    }
  }

  /// The next step.
  public var fix: String {
    switch self {
    case .noFolder: "set TMPDIR to a writable folder"
    case .portTaken: "castbook serve --port 0 picks a free port"
    case .notListening: "try again"
    }
  }

  private static func words(_ number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }

  init(listening number: Int32, port: Int) {
    self = number == EADDRINUSE ? .portTaken(port) : .notListening(number)
  }
}
