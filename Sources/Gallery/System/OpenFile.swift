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
    let opened = unsafe path.withName {
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

extension OpenFile {
  /// All of it; nothing where it can't be read.
  func bytes() -> [UInt8]? {
    let descriptor = take()
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let size = byteCount
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let got = unsafe read(descriptor, buffer.baseAddress?.advanced(by: filled), size - filled)
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        filled += got
      }
    }
    return bytes.count == size ? bytes : nil
  }
}

extension FilePath {
  /// Its bytes as the system's calls take them.
  func withName<Value>(_ body: (UnsafePointer<CChar>) throws -> Value) rethrows -> Value {
    let name = bytes.map(CChar.init(bitPattern:)) + [0]
    return try unsafe name.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("a name has an end") }
      return try unsafe body(start)
    }
  }
}
