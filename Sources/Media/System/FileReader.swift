internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Opens files and reads them whole, once, without ever hanging on what is no file.
enum FileReader {
  /// Files above this are not read at all: no provider takes them, and memory is for pictures.
  static let limit = 256 << 20

  /// Opens an ordinary file within a limit; `isOrdinary` when its folder has just called it one.
  static func open(
    _ path: FilePath, isOrdinary: Bool = false, limit: Int = limit
  ) throws(ReadFailure) -> OpenFile {
    var status = stat()
    // Opening is not harmless: a pipe's writer would take this for its reader and lose what it
    // writes, and some devices act on it.
    if !isOrdinary {
      guard unsafe path.withCString({ unsafe stat($0, &status) }) == 0 else {
        throw failureOfOpening(path, errno)
      }
      if let kind = kind(of: status) { throw .notRegular(kind) }
    }
    let descriptor = unsafe path.withCString { text in
      // Should it be a pipe by now: without O_NONBLOCK its opening waits for a writer.
      unsafe openDescriptor(text, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    }
    guard descriptor >= 0 else { throw failureOfOpening(path, errno) }
    let failure: ReadFailure? =
      if unsafe fstat(descriptor, &status) != 0 {
        .unreadable(errno)
      } else if let kind = kind(of: status) {
        .notRegular(kind)
      } else if status.st_size > limit {
        .tooLarge(Int(status.st_size))
      } else {
        nil
      }
    guard let failure else { return OpenFile(descriptor: descriptor, status: status) }
    close(descriptor)
    throw failure
  }

  /// What a path names when it is no ordinary file.
  private static func kind(of status: stat) -> String? {
    switch status.st_mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFSOCK: "a socket"
    default: "a device"
    }
  }

  private static func failureOfOpening(_ path: FilePath, _ code: Int32) -> ReadFailure {
    switch code {
    case ENOENT, ENOTDIR: return linkTarget(of: path).map { .danglingLink(to: $0) } ?? .notFound
    // Sockets can't be opened at all.
    case ENXIO: return .notRegular("a socket")
    default: return .unreadable(code)
    }
  }
}

/// Where a link points; `nil` for what is not a link.
private func linkTarget(of path: FilePath) -> String? {
  var target = [CChar](repeating: 0, count: 4096)
  let count = unsafe path.withCString { unsafe readlink($0, &target, target.count) }
  guard count > 0 else { return nil }
  return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// An ordinary file that is open for reading, and closed when it is no longer held.
struct OpenFile: ~Copyable {
  /// Its length when it was opened.
  let size: Int
  private let descriptor: Int32
  private let status: stat

  fileprivate init(descriptor: Int32, status: stat) {
    self.descriptor = descriptor
    self.status = status
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// All of its bytes; a failure when there are more or fewer than when it was opened, or others.
  func read() throws(ReadFailure) -> [UInt8] {
    var failure: Int32 = 0
    // One byte more than there should be, to see whether the file grew meanwhile.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count <= size {
        let got = unsafe readBytes(
          descriptor, buffer.baseAddress?.advanced(by: count), size + 1 - count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
        // Fewer than asked for, and all there should be: that was the end.
        if count == size { break }
      }
    }
    if failure != 0 { throw .unreadable(failure) }
    guard bytes.count == size, !isWrittenTo else { throw .changed }
    return bytes
  }

  /// Its bytes piece by piece; a failure when they changed meanwhile.
  func readPieces(_ take: (ArraySlice<UInt8>) -> Void) throws(ReadFailure) {
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var done = 0
    while true {
      let got = unsafe piece.withUnsafeMutableBufferPointer { buffer in
        unsafe readBytes(descriptor, buffer.baseAddress, buffer.count)
      }
      if got < 0, errno == EINTR { continue }
      if got < 0 { throw .unreadable(errno) }
      if got == 0 { break }
      done += got
      take(piece[..<got])
    }
    guard done == size, !isWrittenTo else { throw .changed }
  }

  /// Some of its bytes from a place on; fewer where it ends before.
  func bytes(from start: Int, count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe max(0, pread(descriptor, buffer.baseAddress, count, off_t(start)))
    }
  }

  /// The headers of a film.
  var movie: [UInt8]? { ClipLength.movie(descriptor) }

  /// The same file for another process; nothing where the system has no descriptor to give.
  func shared() -> SharedFile? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    return copy >= 0 ? SharedFile(copy) : nil
  }

  /// Whether somebody wrote to it since it was opened.
  private var isWrittenTo: Bool {
    var now = stat()
    guard unsafe fstat(descriptor, &now) == 0 else { return true }
    return now.st_size != status.st_size
      || now.modificationTime.tv_sec != status.modificationTime.tv_sec
      || now.modificationTime.tv_nsec != status.modificationTime.tv_nsec
  }
}

extension stat {
  /// When the bytes were last changed.
  fileprivate var modificationTime: timespec {
    #if canImport(Glibc)
      st_mtim
    #else
      st_mtimespec
    #endif
  }
}

/// The system's `open`, under a name that does not hide ours.
private func openDescriptor(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
  unsafe open(path, flags)
}

/// The system's `read`, under a name that does not hide ours.
private func readBytes(
  _ descriptor: Int32, _ start: UnsafeMutablePointer<UInt8>?, _ count: Int
) -> Int {
  unsafe read(descriptor, start, count)
}

/// Why a file was not read.
package enum ReadFailure: Error {
  case notFound
  case danglingLink(to: String)
  case notRegular(String)
  case tooLarge(Int)
  case changed
  case unreadable(Int32)

  /// The failure in a few words.
  package var words: String {
    switch self {
    case .notFound: "no such file or folder"
    case .danglingLink(let target): "broken link: \(target) does not exist"
    case .notRegular(let kind): "is \(kind), not a file"
    case .tooLarge(let bytes): "is too large (\(bytes) bytes)"
    case .changed: "changed while being read"
    case .unreadable(let code): SystemError.words(code)
    }
  }

  var problem: FileProblem {
    switch self {
    case .notFound: .notFound
    case .danglingLink(let target): .danglingLink(to: target)
    case .notRegular(let kind): .notRegular(kind: kind)
    case .tooLarge(let bytes): .tooLargeToRead(bytes: bytes, limit: FileReader.limit)
    case .changed: .changedWhileRead
    case .unreadable(let code): .unreadable(reason: SystemError.words(code))
    }
  }
}
