internal import Castbook
internal import Files
public import Model

/// A folder of files that were dropped on the page and are not in the library yet, each in its own
/// subfolder and under its name. It is removed when the gallery ends.
final class DropFolder: Sendable {
  private let folder: ScratchFolder

  var path: FilePath { folder.path }

  init() throws(GalleryError) {
    do {
      folder = try ScratchFolder()
    } catch {
      throw .noFolder(error.cause)
    }
  }

  /// Creates a file for the bytes that will arrive. Returns `nil` if the disk is full.
  func begin(_ drop: String, name: String) -> WritableFile? {
    let place = path.appending(drop.utf8)
    do {
      try FileSystem.createFolder(place, mode: 0o700)
      return try WritableFile(place.appending(name.utf8), mode: 0o600)
    } catch {
      return nil
    }
  }

  /// Links dropped files into a subfolder of their own. Returns `nil` if that is not possible.
  func gather(_ files: [(drop: String, path: FilePath)], in name: String) -> GatheredDrops? {
    let place = path.appending(name.utf8)
    var names = UniqueFileNames()
    var drops: [FilePath: String] = [:]
    do {
      try FileSystem.createFolder(place, mode: 0o700)
      let paths = try files.map { file in
        let path = place.appending(names.add(file.path.name.text).utf8)
        try FileSystem.link(file.path, as: path)
        drops[path] = file.drop
        return path
      }
      return GatheredDrops(folder: place, paths: paths, drops: drops)
    } catch {
      try? FileSystem.removeAll(place)
      return nil
    }
  }

  /// Removes a dropped file and its folder.
  func remove(_ drop: String, name: String) {
    let place = path.appending(drop.utf8)
    try? FileSystem.remove(place.appending(name.utf8))
    FileSystem.removeFolder(place)
  }

  /// Removes the folder and everything in it.
  func removeAll() { folder.remove() }
}

/// Dropped files that are linked in one folder, each with the secret name of its original.
struct GatheredDrops: Sendable {
  fileprivate let folder: FilePath
  /// The links, in the order of the files.
  let paths: [FilePath]
  fileprivate let drops: [FilePath: String]

  /// Returns the secret name of the file behind a link.
  func drop(at path: FilePath) -> String? { drops[path] }

  /// Removes the links; the files stay.
  func remove() { try? FileSystem.removeAll(folder) }
}

/// Why the gallery can't be opened.
public enum GalleryError: CastbookError, Hashable {
  case noFolder(String)
  case portTaken(Int)
  case notListening(Int32)
  /// The C library that serves requests can't be used, for the given reason.
  case noLibrary(String)
}

extension GalleryError {
  public var blame: Blame { .failure }
  public var rule: String { "gallery.failed" }
  public var message: String {
    switch self {
    case .noFolder(let reason): "can't create a temporary folder: \(reason)"
    case .noLibrary(let reason): reason
    case .portTaken(let port): "another program uses port \(port)"
    case .notListening(let number):
      "the gallery can't open its port: \(SystemErrorCode.message(number))"
    }
  }

  public var fix: String? {
    switch self {
    case .noFolder: "set TMPDIR to a writable folder"
    case .noLibrary:
      "install Debian's package libmicrohttpd12, or castbook again if it came with it"
    case .portTaken: "castbook serve --port 0 picks a free port"
    case .notListening: "try again"
    }
  }

  init(listening number: Int32, port: Int) {
    self = SystemErrorCode.isAddressInUse(number) ? .portTaken(port) : .notListening(number)
  }
}
