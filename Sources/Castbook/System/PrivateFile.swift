internal import Files

/// A file that only this user may read, such as one with settings or a key.
enum PrivateFile {
  /// Writes a file, complete and durable or not at all.
  ///
  /// - Parameter replacing: Whether a file with this name is replaced. Otherwise it is an error.
  static func write(
    _ bytes: [UInt8], to path: FilePath, replacing: Bool
  ) throws(FileError) {
    let file = try AtomicFile(bytes, beside: path)
    do {
      try file.setMode(0o600)
      try file.sync()
      try file.move(to: path, replacing: replacing)
    } catch {
      file.discard()
      throw error
    }
  }
}
