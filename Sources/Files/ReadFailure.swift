internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Why a file or folder that a caller named could not be read.
package enum ReadFailure: Error {
  /// The path does not exist.
  case notFound
  /// The path is a link to something that does not exist.
  case danglingLink(to: String)
  /// The path leads to a folder, a pipe, a socket or a device.
  case notRegular(FileKind)
  /// The file is longer than the caller reads.
  case tooLarge(Int)
  /// Another program wrote to the file while it was read.
  case changed
  /// The system's number for any other error.
  case unreadable(Int32)

  /// The failure in a few words: "no such file or folder".
  package var words: String {
    switch self {
    case .notFound: "no such file or folder"
    case .danglingLink(let target): "broken link: \(target) does not exist"
    case .notRegular(let kind): "is \(kind.words), not a file"
    case .tooLarge(let bytes): "is too large (\(bytes) bytes)"
    case .changed: "changed while being read"
    case .unreadable(let code): SystemError.message(code)
    }
  }

  /// Interprets the system's error for opening a path.
  init(opening path: FilePath, _ code: Int32) {
    self =
      switch code {
      case ENOENT, ENOTDIR:
        FileSystem.linkTarget(of: path).map { .danglingLink(to: $0) } ?? .notFound
      // Sockets can't be opened at all.
      case ENXIO: .notRegular(.socket)
      default: .unreadable(code)
      }
  }
}
