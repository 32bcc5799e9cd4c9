package import Model
internal import POSIX

/// A failed operation on a file or folder: the path, and what was attempted.
///
/// ```swift
/// throw FileError(path, errno, .open)  // "a.jpg: could not be opened: Permission denied"
/// ```
package struct FileError: FileFailure, Hashable {
  /// The path that was passed to the operation.
  package let path: FilePath
  /// What was attempted; `nil` if the reason is our own.
  private let operation: Operation?
  /// The reason, such as "No space left on device".
  package let cause: String
  /// The kind of failure, which callers can test.
  package let kind: Kind

  /// An operation on a file or folder that failed.
  package enum Operation: String, Sendable {
    case open = "could not be opened"
    case read = "could not be read"
    case map = "could not be mapped"
    case lock = "could not be locked"
    case create = "could not be created"
    case write = "could not be written"
    /// A new file in a folder could not be created.
    case createInFolder = "could not be written to"
    case sync = "could not be synced to disk"
    case move = "could not be moved into place"
    case remove = "could not be removed"

    /// Whether the attempt would have changed the disk.
    var isWriting: Bool {
      switch self {
      case .open, .read, .map, .lock: false
      case .create, .write, .createInFolder, .sync, .move, .remove: true
      }
    }
  }

  /// The failures that callers handle differently from others.
  package enum Kind: Hashable, Sendable {
    /// Any other failure.
    case failure
    /// The disk is full, or the user's quota is exceeded.
    case noSpace
    /// The name is in use.
    case exists
    /// A required folder is missing.
    case folderNotFound
    /// A required file is missing.
    case fileNotFound
    /// The path is a link or a file instead of a folder.
    case notAFolder
    /// The file system doesn't support locks.
    case noLocks
  }

  /// Creates an error with a reason of our own.
  package init(_ path: FilePath, _ reason: String, _ kind: Kind = .failure) {
    self.path = path
    operation = nil
    cause = reason
    self.kind = kind
  }

  /// Creates an error from the system's error code and what was attempted.
  package init(_ path: FilePath, _ code: Int32, _ operation: Operation) {
    self.path = path
    self.operation = operation
    cause = SystemErrorCode.message(code)
    kind = SystemErrorCode.isOutOfSpace(code) ? .noSpace : code == EEXIST ? .exists : .failure
  }
}

extension FileError {
  package var file: FilePath? { path }
  package var reason: String { operation.map { "\($0.rawValue): \(cause)" } ?? cause }

  package var blame: Blame { .failure }
  package var rule: String { isWriting ? "output.failed" : "input.unreadable" }
  package var fix: String? { isWriting ? "use an existing folder that you can write to" : nil }

  private var isWriting: Bool { operation?.isWriting == true }
}

/// The system's error codes.
package enum SystemErrorCode {
  /// The system's text for an error code: `message(EACCES)` is "Permission denied".
  package static func message(_ code: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress else { return "error \(code)" }
      guard unsafe strerror_r(code, start, buffer.count) == 0 else { return "error \(code)" }
      return unsafe String(cString: start)
    }
  }

  /// Whether the disk is full or the user's quota is exceeded.
  package static func isOutOfSpace(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }

  /// Whether a port is in use by another program.
  package static func isAddressInUse(_ code: Int32) -> Bool { code == EADDRINUSE }

  /// Whether a file does not exist.
  package static func isFileMissing(_ code: Int32) -> Bool { code == ENOENT }
}

/// Why a file or folder could not be read.
package enum ReadFailure: Error {
  /// The path does not exist.
  case notFound
  /// The path is a link to something that does not exist.
  case danglingLink(to: String)
  /// The path leads to a folder, a pipe, a socket or a device.
  case notRegular(FileKind)
  /// The file is longer than the caller's limit.
  case tooLarge(Int)
  /// Another program changed the file while it was being read.
  case changed
  /// Any other failure, with the system's error code.
  case unreadable(Int32)

  /// A short description, such as "no such file or folder".
  package var message: String {
    switch self {
    case .notFound: "no such file or folder"
    case .danglingLink(let target): "broken link: \(target) does not exist"
    case .notRegular(let kind): "is \(kind.nameWithArticle), not a file"
    case .tooLarge(let bytes): "is too large (\(bytes) bytes)"
    case .changed: "changed while being read"
    case .unreadable(let code): SystemErrorCode.message(code)
    }
  }

  /// Interprets the system's error from opening a path.
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
