internal import Media

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that is written and has no name of its own yet.
struct StagedFile: Sendable {
  private let temporary: FilePath

  /// Writes bytes under a temporary name into the folder that another name lies in.
  init(_ bytes: [UInt8], beside path: FilePath) throws(NewFileError) {
    // The name may be as long as names can be.
    var template = path.folder.appending(".castbook-XXXXXX".utf8).bytes + [0]
    let descriptor = unsafe template.withUnsafeMutableBytes { buffer in
      let text = unsafe buffer.assumingMemoryBound(to: CChar.self)
      return unsafe text.baseAddress.map { unsafe mkstemp($0) } ?? -1
    }
    guard descriptor >= 0, let temporary = FilePath(bytes: template.dropLast()) else {
      throw NewFileError(path: path, reason: SystemError.words(errno), isInTheWay: false)
    }
    self.temporary = temporary
    // mkstemp keeps others out; a report is for handing on.
    fchmod(descriptor, 0o666 & ~Self.mask)
    let unwritten = Self.fill(descriptor, bytes)
    let unclosed = shut(descriptor) == 0 ? nil : errno
    guard let failure = unwritten ?? unclosed else { return }
    discard()
    throw NewFileError(path: path, reason: SystemError.words(failure), isInTheWay: false)
  }

  /// Brings its bytes to the disk.
  func sync() throws(NewFileError) {
    let descriptor = unsafe temporary.withCString { unsafe openPlain($0, O_RDONLY | O_CLOEXEC) }
    let failure = descriptor < 0 || fsync(descriptor) != 0 ? errno : 0
    if descriptor >= 0 { _ = shut(descriptor) }
    guard failure == 0 else {
      throw NewFileError(path: temporary, reason: SystemError.words(failure), isInTheWay: false)
    }
  }

  /// Gives the file its name: in place of another, or only if there is none by now.
  func move(to path: FilePath, replacing: Bool) throws(NewFileError) {
    guard let failure = moved(to: path, replacing: replacing) else { return }
    throw NewFileError(
      path: path, reason: SystemError.words(failure), isInTheWay: failure == EEXIST)
  }

  private func moved(to path: FilePath, replacing: Bool) -> Int32? {
    unsafe temporary.withCString { from in
      unsafe path.withCString { to in
        if !replacing {
          if unsafe link(from, to) == 0 { return unsafe unlink(from) == 0 ? nil : errno }
          // Memory cards know no second name for a file: there the last look must do.
          guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else { return errno }
        }
        return unsafe rename(from, to) == 0 ? nil : errno
      }
    }
  }

  /// Takes it away again.
  func discard() { _ = unsafe temporary.withCString { unsafe unlink($0) } }

  /// Writes all bytes; the system's error where that fails.
  private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32? {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe putBytes(
          descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return errno }
      written += count
    }
    return nil
  }

  /// What others may not do with new files. Asking for it sets it for a moment, for all threads, so it is
  /// asked for once.
  private static let mask: mode_t = {
    let mask = umask(0o022)
    _ = umask(mask)
    return mask
  }()
}

/// The system's `write`, under a name that does not hide ours.
private func putBytes(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, start, count)
}

/// The system's `close`, under a name that does not hide ours.
private func shut(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func openPlain(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
  unsafe open(path, flags)
}
