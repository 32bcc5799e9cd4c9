package import Model
internal import POSIX

/// A file that is written under a temporary name and, once complete, renamed in one step.
///
/// ```swift
/// let file = try AtomicFile(bytes, beside: path)
/// do {
///   try file.sync()
///   try file.move(to: path, replacing: true)
/// } catch {
///   file.discard()
///   throw error
/// }
/// ```
package struct AtomicFile: Sendable {
  private let temporary: FilePath

  /// Writes a file that only this user may read: complete and durable, or not at all.
  ///
  /// - Parameter replacing: Whether to replace an existing file. If not, an existing file is an
  ///   error.
  package static func writePrivate(
    _ bytes: [UInt8], to path: FilePath, replacing: Bool
  ) throws(FileError) {
    let file = try AtomicFile(bytes, beside: path, isPrivate: true)
    do throws(FileError) {
      try file.sync()
      try file.move(to: path, replacing: replacing)
    } catch {
      file.discard()
      throw error
    }
    try FileSystem.syncFolder(path.folder)
  }

  /// Writes bytes under a temporary name into the folder of `path`.
  ///
  /// - Parameter isPrivate: Whether only this user may read it. Otherwise it has the permissions of
  ///   any new file.
  package init(
    _ bytes: [UInt8], beside path: FilePath, isPrivate: Bool = false
  ) throws(FileError) {
    // Not `path` with a suffix: its name may already have the maximum length.
    var template = path.folder.appending(".castbook-XXXXXX".utf8).bytes + [0]
    let number = unsafe template.withUnsafeMutableBytes { buffer in
      let text = unsafe buffer.assumingMemoryBound(to: CChar.self)
      return unsafe text.baseAddress.map { unsafe mkstemp($0) } ?? -1
    }
    guard number >= 0, let temporary = FilePath(bytes: template.dropLast()) else {
      throw FileError(path, errno, .write)
    }
    self.temporary = temporary
    let descriptor = Descriptor(number)
    // mkstemp keeps other users out, so give the file the permissions of any new one.
    if !isPrivate { fchmod(number, 0o666 & ~Self.umaskBits) }
    let writing = descriptor.write(bytes[...])
    let closing = descriptor.finish()
    guard let failure = writing ?? closing else { return }
    discard()
    throw FileError(path, failure, .write)
  }

  /// Makes its bytes durable.
  package func sync() throws(FileError) { try FileSystem.sync(temporary) }

  package func setMode(_ mode: UInt32) throws(FileError) { try FileSystem.setMode(temporary, mode) }

  /// Renames the file to `path`. Unless `replacing` is true, an existing file there is an error.
  package func move(to path: FilePath, replacing: Bool) throws(FileError) {
    if replacing { return try FileSystem.rename(temporary, to: path) }
    guard try FileSystem.rename(temporary, toUnused: path) else {
      throw FileError(path, EEXIST, .move)
    }
  }

  /// Removes the temporary file.
  package func discard() { try? FileSystem.remove(temporary) }

  /// The process's umask. Reading it briefly sets it for all threads, so it is read only once.
  private static let umaskBits: mode_t = {
    let mask = umask(0o022)
    _ = umask(mask)
    return mask
  }()
}
