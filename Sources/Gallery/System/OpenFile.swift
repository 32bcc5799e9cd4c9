internal import Castbook
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that is open, to be sent: closed when nobody took it.
final class OpenFile: Sendable {
  private let descriptor: Mutex<Int32>
  let byteCount: Int

  /// Nothing where it is not there, or no ordinary file.
  init?(_ path: FilePath) {
    let opened = unsafe path.withCString {
      unsafe open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    }
    guard opened >= 0 else { return nil }
    var status = stat()
    guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      return nil
    }
    descriptor = Mutex(opened)
    byteCount = Int(status.st_size)
  }

  deinit {
    let left = descriptor.withLock { $0 }
    if left >= 0 { close(left) }
  }

  /// The descriptor, which is the taker's to close from now on.
  func take() -> Int32 {
    descriptor.withLock { descriptor in
      defer { descriptor = -1 }
      return descriptor
    }
  }
}
