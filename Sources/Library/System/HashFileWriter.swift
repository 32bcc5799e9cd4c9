internal import Media
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A hash file that is open for writing, and closed when it is no longer held.
struct HashFileWriter: ~Copyable {
  private let descriptor: Int32
  private let path: FilePath

  private init(_ descriptor: Int32, _ path: FilePath) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// An existing file; nothing where there is none.
  static func open(_ path: FilePath) throws -> HashFileWriter? {
    let flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW
    let descriptor = unsafe path.withCString { unsafe openDescriptor($0, flags, 0) }
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
      throw HashFileError("open")
    }
    return HashFileWriter(descriptor, path)
  }

  /// A new, empty file beside another, for taking its place.
  static func make(beside path: FilePath) throws -> HashFileWriter {
    let ending = Array(".\(getpid())-\(UInt64.random(in: .min ... .max)).new".utf8)
    guard let beside = FilePath(bytes: path.bytes + ending) else { throw HashFileError("open") }
    let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
    let mode = Disk.ownMode(in: path.folder, isSealed: false)
    let descriptor = unsafe beside.withCString { unsafe openDescriptor($0, flags, mode) }
    guard descriptor >= 0 else { throw HashFileError("open") }
    return HashFileWriter(descriptor, beside)
  }

  var size: Int {
    get throws {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0 else { throw HashFileError("fstat") }
      return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    }
  }

  /// The first bytes, fewer where there are not so many.
  func read(_ count: Int) throws -> [UInt8] {
    guard try size > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = unsafe pread(descriptor, &bytes, count, 0)
    guard got >= 0 else { throw HashFileError("pread") }
    return Array(bytes.prefix(got))
  }

  /// Makes the file longer, should it be shorter; what is new is zeros.
  func grow(to count: Int) throws {
    guard try size < count else { return }
    guard ftruncate(descriptor, off_t(count)) == 0 else { throw HashFileError("ftruncate") }
  }

  /// Writes numbers, the little end first.
  func write(_ numbers: [UInt64], at offset: Int) throws {
    try unsafe numbers.map(\.littleEndian).withUnsafeBytes { try unsafe write($0, at: offset) }
  }

  func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws {
    try unsafe bytes.withUnsafeBytes { try unsafe write($0, at: offset) }
  }

  private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let written = unsafe pwrite(
        descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw HashFileError("pwrite") }
      done += written
    }
  }

  /// Waits until all that was written is durable.
  func sync() throws {
    #if canImport(Glibc)
      guard fdatasync(descriptor) == 0 else { throw HashFileError("fdatasync") }
    #else
      guard fsync(descriptor) == 0 else { throw HashFileError("fsync") }
    #endif
  }

  /// Takes the place of another file.
  func rename(to other: FilePath) throws {
    let failed = unsafe path.withCString { from in
      unsafe other.withCString { unsafe renameFile(from, $0) }
    }
    guard failed == 0 else { throw HashFileError("rename") }
  }

  /// Removes a file that did not come to take the other's place.
  func remove() { _ = unsafe path.withCString { unsafe unlink($0) } }
}

/// The system's `open`, under a name that does not hide ours.
private func openDescriptor(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
  unsafe open(path, flags, mode)
}

/// The system's `rename`, under a name that does not hide ours.
private func renameFile(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe rename(from, to)
}
