internal import Files
internal import Model
internal import Transfers

/// Keeps other commands from submitting the same order, as long as it exists: a locked file in each
/// of several folders. What isn't the same order can be submitted meanwhile, and the library be
/// changed.
final class SubmissionLock {
  private let files: [LockedFile]

  /// Locks an order, waiting for other commands. Returns `nil` if one still has it after that time.
  ///
  /// - Parameter check: Throws if the work is to end.
  init?(
    _ subject: Digest, in folders: [FilePath], seconds: Int, check: () throws -> Void
  ) throws {
    let end = MonotonicClock.milliseconds + seconds * 1000
    var files: [LockedFile] = []
    for folder in folders {
      try FileSystem.makePrivateFolder(folder)
      let path = folder.appending("\(subject.hex).lock".utf8)
      var file = try LockedFile(path)
      while file == nil {
        try check()
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

  /// Removes the files while they are locked, so that none is left. Who waits for one finds another
  /// file in its place.
  private static func release(_ files: [LockedFile]) {
    for file in files { try? FileSystem.remove(file.path) }
  }

  deinit { Self.release(files) }
}
