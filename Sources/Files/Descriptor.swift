internal import CFiles
internal import Model
internal import POSIX

/// Owns one open file descriptor and closes it exactly once.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes ownership of an open descriptor.
  init(_ number: Int32) { self.number = number }

  /// Opens a path. Returns `nil` if the system refuses, with the reason in `errno`.
  ///
  /// Child processes don't inherit the descriptor, and a terminal does not become the controlling
  /// terminal.
  init?(opening path: FilePath, _ flags: Int32, mode: UInt32 = 0) {
    let number = unsafe path.withCString { text in
      unsafe open(text, flags | O_CLOEXEC | O_NOCTTY, mode_t(mode))
    }
    guard number >= 0 else { return nil }
    WorkMeter.recordOpen()
    self.number = number
  }

  deinit { _ = close(number) }

  /// The file's status, or `nil` with the reason in `errno`.
  var status: FileStatus? {
    var status = stat()
    return unsafe fstat(number, &status) == 0 ? FileStatus(status) : nil
  }

  /// Reads up to `count` bytes from an offset; fewer only at the end of the file.
  func read(of path: FilePath, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe pread(
          number, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    if failure != 0 { throw FileError(path, failure, .read) }
    WorkMeter.recordRead(bytes.count)
    return bytes
  }

  /// Reads from the current position into memory, retrying interrupted calls. Returns the number of
  /// bytes, 0 at the end, or -1 with the reason in `errno`.
  func read(into start: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    while true {
      let got = unsafe POSIX.read(number, start, count)
      if got >= 0 || errno != EINTR {
        WorkMeter.recordRead(got)
        return got
      }
    }
  }

  /// Writes all bytes at the current position. Returns the system's error if that fails.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32? {
    var done = 0
    while done < bytes.count {
      let count = unsafe POSIX.write(
        number, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count < 0 ? errno : ENOSPC }
      done += count
    }
    return nil
  }

  /// Writes all bytes at an offset. Returns the system's error if that fails.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32? {
    var done = 0
    while done < bytes.count {
      let written = unsafe pwrite(
        number, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return errno }
      done += written
    }
    return nil
  }

  /// Writes all bytes at the current position. Returns the system's error if that fails.
  func write(_ bytes: ArraySlice<UInt8>) -> Int32? {
    unsafe bytes.withUnsafeBytes { unsafe write($0) }
  }

  /// Waits until everything written is durable. Returns the system's error if that fails.
  func sync() -> Int32? { fsync(number) == 0 ? nil : errno }

  /// Closes the file now. Returns the system's error if that fails: some file systems report a
  /// failed write only on closing.
  consuming func finish() -> Int32? {
    let failure = close(number) == 0 ? nil : errno
    discard self
    return failure
  }
}
