package import Model
internal import POSIX

/// A file that can be written at any offset. It is closed when it goes out of scope.
package struct UpdatableFile: ~Copyable {
  private let descriptor: Descriptor
  private let path: FilePath

  private init(_ descriptor: consuming Descriptor, _ path: FilePath) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Opens an existing file; `nil` if there is none. Links are not followed.
  package static func open(_ path: FilePath) throws(FileError) -> UpdatableFile? {
    guard let descriptor = Descriptor(opening: path, O_RDWR | O_NONBLOCK | O_NOFOLLOW) else {
      if errno == ENOENT || errno == ENOTDIR || errno == ELOOP { return nil }
      throw FileError(path, errno, .open)
    }
    return UpdatableFile(descriptor, path)
  }

  /// Creates an empty file next to another one, to replace it later.
  package static func create(nextTo path: FilePath, mode: UInt32) throws(FileError) -> UpdatableFile
  {
    let suffix = Array(".\(getpid())-\(UInt64.random(in: .min ... .max)).new".utf8)
    guard let beside = FilePath(bytes: path.bytes + suffix),
      let descriptor = Descriptor(opening: beside, O_RDWR | O_CREAT | O_EXCL, mode: mode)
    else { throw FileError(path, errno, .write) }
    return UpdatableFile(descriptor, beside)
  }

  /// The file's length in bytes; 0 for anything but a regular file.
  package var byteCount: Int {
    get throws(FileError) {
      guard let status = descriptor.status else { throw FileError(path, errno, .read) }
      return status.isFile ? status.byteCount : 0
    }
  }

  /// Reads up to `count` bytes from the beginning; fewer only if the file is shorter.
  package func read(_ count: Int) throws(FileError) -> [UInt8] {
    try byteCount > 0 ? try descriptor.read(of: path, at: 0, count: count) : []
  }

  /// Extends the file with zeros to at least `count` bytes.
  package func grow(to count: Int) throws(FileError) {
    guard try byteCount < count else { return }
    guard ftruncate(descriptor.number, off_t(count)) == 0 else {
      throw FileError(path, errno, .write)
    }
  }

  /// Writes numbers at an offset, in little-endian order.
  package func write(_ numbers: [UInt64], at offset: Int) throws(FileError) {
    let ordered = numbers.map(\.littleEndian)
    try unsafe check(ordered.withUnsafeBytes { unsafe descriptor.write($0, at: offset) })
  }

  /// Writes bytes at an offset.
  package func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError) {
    try unsafe check(bytes.withUnsafeBytes { unsafe descriptor.write($0, at: offset) })
  }

  private func check(_ failure: Int32?) throws(FileError) {
    if let failure { throw FileError(path, failure, .write) }
  }

  /// Waits until everything written is durable.
  package func sync() throws(FileError) {
    if let failure = descriptor.sync() { throw FileError(path, failure, .sync) }
  }

  /// Renames this file, replacing the other one.
  package func rename(to other: FilePath) throws(FileError) {
    try FileSystem.rename(path, to: other)
  }

  /// Removes this file if it can't replace the other one.
  package func remove() { try? FileSystem.remove(path) }
}
