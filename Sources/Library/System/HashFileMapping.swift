internal import Media
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A call of the system that failed.
package struct HashFileError: Error, Hashable {
  /// The call's name: `open`.
  package let call: String
  /// The system's number of the error.
  package let code: Int32

  init(_ call: String) {
    self.call = call
    code = errno
  }
}

/// A hash file that is open, and in memory as far as it is looked at.
///
/// Nobody shortens such a file: writers make a new one or go on behind its end. Should somebody do it all
/// the same while it is mapped, reading beyond the new end would end the process; so its length is
/// asked for before every search.
///
/// Sendable, since what is mapped is only read, and `start` is set once, before anybody else has it.
@safe final class HashFileMapping: @unchecked Sendable {
  let size: Int
  /// The first bytes, as they were when it was opened.
  let header: [UInt8]
  private let descriptor: Int32
  private var start: UnsafeRawPointer?
  private var mappedBytes = 0

  /// Nothing where there is no such file.
  static func open(_ path: FilePath) throws -> HashFileMapping? {
    let descriptor = unsafe path.withCString { unsafe openForReading($0) }
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
      throw HashFileError("open")
    }
    return try HashFileMapping(descriptor)
  }

  private init(_ descriptor: Int32) throws {
    self.descriptor = descriptor
    var status = stat()
    let isKnown = unsafe fstat(descriptor, &status) == 0
    // What is no ordinary file is none of ours, and has no length.
    size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    var bytes = [UInt8](repeating: 0, count: HashFileHeader.usedBytes)
    let got = size > 0 ? unsafe pread(descriptor, &bytes, bytes.count, 0) : 0
    header = Array(bytes.prefix(max(0, got)))
  }

  deinit {
    if let start = unsafe start {
      unsafe munmap(UnsafeMutableRawPointer(mutating: start), mappedBytes)
    }
    close(descriptor)
  }

  /// Maps the first bytes, of which the file has so many; false where the system has no room for them.
  func map(_ count: Int) throws -> Bool {
    guard count > 0, count <= size, unsafe start == nil else { return false }
    let memory = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
      throw HashFileError("mmap")
    }
    unsafe start = UnsafeRawPointer(memory)
    mappedBytes = count
    return true
  }

  /// Whether the file still has so many bytes.
  func isWhole(_ count: Int) -> Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 && Int(status.st_size) >= count
  }

  /// So many numbers at a place, as they are in the file; none where not all of them are mapped.
  func numbers(at offset: Int, _ count: Int) -> UnsafeBufferPointer<UInt64> {
    guard let start = unsafe start, offset >= 0, offset % 8 == 0, count >= 0,
      offset + 8 * count <= mappedBytes
    else { preconditionFailure("a place outside of the hash file") }
    let first = unsafe (start + offset).assumingMemoryBound(to: UInt64.self)
    return unsafe UnsafeBufferPointer(start: first, count: count)
  }
}

private func openForReading(_ path: UnsafePointer<CChar>) -> Int32 {
  // Should it be a pipe: without O_NONBLOCK its opening waits for a writer. A link may lead anywhere.
  unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)
}
