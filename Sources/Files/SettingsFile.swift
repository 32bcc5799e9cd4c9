package import Model

/// Reads the user's settings files. A file that other users may change is not trusted: it could
/// send a key to them.
///
/// ```swift
/// guard let bytes = try SettingsFile.read(path, limit: 1 << 16) else { return Settings() }
/// ```
package enum SettingsFile {
  /// Reads a file; `nil` if there is none.
  ///
  /// - Throws: `FileError` if it can't be read, or other users may change it.
  package static func read(_ path: FilePath, limit: Int) throws(FileError) -> [UInt8]? {
    if let problem = problem(with: path) { throw problem }
    switch TextFile.read(path, limit: limit) {
    case .success(let bytes): return bytes
    case .failure(.notFound): return nil
    case .failure(let failure): throw FileError(path, failure.message)
    }
  }

  /// Why a file is not trusted; `nil` if it is, or if it is missing.
  package static func problem(with path: FilePath) -> FileError? {
    guard let status = FileSystem.statusFollowingLinks(path) else { return nil }
    if !status.isOwnedByUser, !status.isOwnedByRoot {
      return FileError(path, "belongs to another user, who may change it; make it your own")
    }
    guard !status.isWritableByOthers else {
      return FileError(path, "other users may change it; run chmod go-w \(path)")
    }
    // A user who may rename files in the folder can replace this one.
    let folder = FileSystem.statusFollowingLinks(path.folder)
    guard let folder, folder.isWritableByOthers, folder.mode & 0o1000 == 0 else { return nil }
    return FileError(
      path, "other users may replace it; run chmod go-w \(path.folder)")
  }
}
