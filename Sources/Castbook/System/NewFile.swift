internal import Media

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that a verb writes for the user: whole or not at all, and never over something else unasked.
public enum NewFile {
  /// What writing came to.
  public enum Outcome: Sendable {
    case written
    /// The very same bytes are there already.
    case alreadyThere
  }

  /// Writes under a temporary name in the same folder, then moves it into place.
  public static func write(
    _ bytes: [UInt8], to path: FilePath, replacing: Bool
  ) throws(NewFileError) -> Outcome {
    switch TextFile.read(path, limit: 256 << 20) {
    case .success(let existing) where existing == bytes: return .alreadyThere
    case .failure(.notFound): break
    case .failure(.notRegular(let kind)):
      throw NewFileError(path: path, reason: "is \(kind), not a file", isInTheWay: true)
    case .success, .failure:
      guard replacing else {
        throw NewFileError(path: path, reason: "exists and is different", isInTheWay: true)
      }
    }
    // The name may be as long as names can be.
    var template = path.folder.appending(".castbook-XXXXXX".utf8).bytes + [0]
    let descriptor = unsafe template.withUnsafeMutableBytes { buffer in
      let text = unsafe buffer.assumingMemoryBound(to: CChar.self)
      return unsafe text.baseAddress.map { unsafe mkstemp($0) } ?? -1
    }
    guard descriptor >= 0, let temporary = FilePath(bytes: template.dropLast()) else {
      throw NewFileError(path: path, reason: SystemError.words(errno), isInTheWay: false)
    }
    // mkstemp keeps others out; a report is for handing on.
    fchmod(descriptor, 0o666 & ~currentMask())
    let unwritten = fill(descriptor, bytes)
    let unclosed = shut(descriptor) == 0 ? nil : errno
    let failure = unwritten ?? unclosed ?? move(temporary, to: path, replacing: replacing)
    guard let failure else { return .written }
    _ = unsafe temporary.withCString { unsafe unlink($0) }
    throw NewFileError(
      path: path, reason: SystemError.words(failure), isInTheWay: failure == EEXIST)
  }

  /// Writes all bytes and brings them to the disk; the system's error where that fails.
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
    return fsync(descriptor) == 0 ? nil : errno
  }

  /// Gives the file its name: in place of another, or only if there is none by now.
  private static func move(
    _ temporary: FilePath, to path: FilePath, replacing: Bool
  ) -> Int32? {
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

  /// Fails when nothing can be written there: before work whose result would be lost.
  public static func preflight(_ path: FilePath) throws(NewFileError) {
    let folder = path.folder
    guard unsafe folder.withCString({ unsafe access($0, W_OK | X_OK) }) == 0 else {
      throw NewFileError(
        path: path,
        reason: errno == ENOENT ? "there is no folder \(folder)" : SystemError.words(errno),
        isInTheWay: false)
    }
    if case .failure(.notRegular(let kind)) = TextFile.read(path, limit: 256 << 20) {
      throw NewFileError(path: path, reason: "is \(kind), not a file", isInTheWay: true)
    }
  }

  /// Fails when something else than these bytes is there.
  static func refuse(_ path: FilePath, unlessItIs digest: Digest) throws(NewFileError) {
    switch TextFile.read(path, limit: 256 << 20) {
    case .failure(.notFound): return
    case .success(let bytes) where SHA256.digest(of: bytes) == digest: return
    case .success, .failure:
      throw NewFileError(path: path, reason: "exists and is different", isInTheWay: true)
    }
  }

  private static func currentMask() -> mode_t {
    let mask = umask(0o022)
    _ = umask(mask)
    return mask
  }
}

/// The system's `write`, under a name that does not hide ours.
private func putBytes(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, start, count)
}

/// The system's `close`, under a name that does not hide ours.
private func shut(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// Why a file was not written.
public struct NewFileError: Error, Sendable {
  public let path: FilePath
  public let reason: String
  /// Whether something that is there already is the reason.
  public let isInTheWay: Bool
}

extension NewFileError: CustomStringConvertible {
  public var description: String { "\(path): \(reason)" }
}
