package import Model
internal import POSIX

/// A file of numbers whose first part is mapped into memory.
///
/// The writers of such a file never shorten it: they append, or create a new one. If another
/// program does shorten it while it is mapped, reading past its new end would kill this process, so
/// callers check `hasAtLeast(_:)` before every search.
///
/// Sendable because mapped memory is only read, and `start` is set once, before a second thread can
/// have the object.
@safe package final class MappedFile: @unchecked Sendable {
  /// The file's length in bytes when it was opened; 0 for anything but a regular file.
  package let byteCount: Int
  /// The first bytes of the file, as they were when it was opened.
  package let header: [UInt8]
  private let descriptor: Descriptor
  private var start: UnsafeRawPointer?
  private var mappedBytes = 0

  /// Opens a file and reads its header. Returns `nil` if there is no such file; links are not
  /// followed.
  package static func open(_ path: FilePath, headerBytes: Int) throws(FileError) -> MappedFile? {
    // If it is a pipe, opening it without O_NONBLOCK would wait for a writer.
    guard let descriptor = Descriptor(opening: path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW) else {
      if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
      throw FileError(path, errno, .open)
    }
    return MappedFile(descriptor, path, headerBytes: headerBytes)
  }

  private let path: FilePath

  private init(_ descriptor: consuming Descriptor, _ path: FilePath, headerBytes: Int) {
    let status = descriptor.status
    byteCount = status?.isFile == true ? status?.byteCount ?? 0 : 0
    header =
      byteCount > 0 ? (try? descriptor.read(of: path, at: 0, count: headerBytes)) ?? [] : []
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    if let start = unsafe start {
      unsafe munmap(UnsafeMutableRawPointer(mutating: start), mappedBytes)
    }
  }

  /// Maps the first `count` bytes. Returns `false` if the file has fewer, or is mapped already.
  package func map(_ count: Int) throws(FileError) -> Bool {
    guard count > 0, count <= byteCount, unsafe start == nil else { return false }
    let memory = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor.number, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
      throw FileError(path, errno, .map)
    }
    unsafe start = UnsafeRawPointer(memory)
    mappedBytes = count
    return true
  }

  /// Whether the file still has at least `count` bytes.
  package func hasAtLeast(_ count: Int) -> Bool { (descriptor.status?.byteCount ?? -1) >= count }

  /// `count` bytes at an offset. All of them must be mapped.
  package func bytes(at offset: Int, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    guard let start = unsafe start, offset >= 0, count >= 0, offset + count <= mappedBytes else {
      preconditionFailure("an offset outside of the mapped file")
    }
    let first = unsafe (start + offset).assumingMemoryBound(to: UInt8.self)
    return unsafe UnsafeBufferPointer(start: first, count: count)
  }

  /// `count` numbers at an offset, in the file's byte order. All of them must be mapped.
  package func numbers(at offset: Int, _ count: Int) -> UnsafeBufferPointer<UInt64> {
    guard let start = unsafe start, offset >= 0, offset % 8 == 0, count >= 0,
      offset + 8 * count <= mappedBytes
    else { preconditionFailure("an offset outside of the mapped file") }
    let first = unsafe (start + offset).assumingMemoryBound(to: UInt64.self)
    return unsafe UnsafeBufferPointer(start: first, count: count)
  }
}
