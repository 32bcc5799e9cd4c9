internal import Files
internal import Model
internal import Transfers

/// Keeps other commands from submitting the same request while it exists, with a locked file in
/// each of several folders. Other requests can still be submitted, and the library can be changed.
final class SubmissionLock {
  private let files: [LockedFile]

  /// Locks a request, waiting for other commands. Returns `nil` if one still holds it after this
  /// time.
  ///
  /// - Parameter checkCancellation: Throws if the work is cancelled.
  init?(
    _ requestDigest: Digest, in folders: [FilePath], seconds: Int,
    checkCancellation: () throws -> Void
  ) throws {
    let end = MonotonicClock.milliseconds + seconds * 1000
    var files: [LockedFile] = []
    for folder in folders {
      try FileSystem.makePrivateFolder(folder)
      let path = folder.appending("\(requestDigest.hex).lock".utf8)
      var file = try LockedFile(path)
      while file == nil {
        try checkCancellation()
        guard MonotonicClock.milliseconds < end else {
          Self.release(files)
          return nil
        }
        Pause.milliseconds(50)
        file = try LockedFile(path)
      }
      if let file { files.append(file) }
    }
    self.files = files
  }

  /// Removes the files while they are still locked, so none is left. A command that waits for one
  /// finds a new file there.
  private static func release(_ files: [LockedFile]) {
    for file in files { try? FileSystem.remove(file.path) }
  }

  deinit { Self.release(files) }
}
