internal import Files
internal import Library
internal import Media

extension MakeTimeline {
  /// What was written of a timeline.
  public struct Outcome: Sendable {
    /// Whether the timeline was there already, with the same bytes.
    public let wasThere: Bool
    /// The files of the takes, in the order of the plan.
    public let files: [WrittenMedia]
  }

  /// The file of a take in the folder of media.
  public struct WrittenMedia: Sendable {
    public let file: TimelinePlan.File
    public let path: FilePath
    /// Whether it was there already, with the same bytes.
    public let wasThere: Bool
  }

  /// Writes the files of the takes, then the timeline. After a failure, the files that were new are
  /// removed again.
  ///
  /// - Parameter onFile: Called with the path of each file before it is copied.
  /// - Throws: `OutputFileError`, before anything is written, if something different is in the way
  ///   and may not be replaced; `TimelineError` if the format can't hold the timeline.
  public func write(
    _ plan: TimelinePlan, in library: ElementLibrary, onFile: (FilePath) -> Void = { _ in }
  ) async throws -> Outcome {
    guard let path = plan.path, let format = TimelineFormat(suffixOf: path) else {
      throw ElementLibraryError.failed("the timeline has no path")
    }
    let bytes = try format.bytes(of: plan.cut)
    try OutputFile.preflight(path)
    if !isReplacing { try OutputFile.refuse(path, unlessItIs: SHA256.digest(of: bytes)) }
    let existing = try plan.files.map { file in
      try isThere(file, at: plan.mediaFolder.appending(file.name.utf8))
    }
    let isNewFolder = FileSystem.status(plan.mediaFolder) == nil
    var created: [FilePath] = []
    do {
      if !plan.files.isEmpty { try OutputFile.requireWritable(plan.mediaFolder) }
      var written: [WrittenMedia] = []
      for (file, wasThere) in zip(plan.files, existing) {
        try Task.checkCancellation()
        let destination = plan.mediaFolder.appending(file.name.utf8)
        if !wasThere {
          onFile(destination)
          let isNew = FileSystem.status(destination) == nil
          try await copy(file, to: destination, from: library)
          if isNew { created.append(destination) }
        }
        written.append(WrittenMedia(file: file, path: destination, wasThere: wasThere))
      }
      let outcome = try OutputFile.write(bytes, to: path, replacing: isReplacing)
      return Outcome(wasThere: outcome == .alreadyThere, files: written)
    } catch {
      for path in created { try? FileSystem.remove(path) }
      if isNewFolder { FileSystem.removeFolder(plan.mediaFolder) }
      throw error
    }
  }

  /// Whether a file is in its place already.
  ///
  /// - Throws: `OutputFileError` if something else is there and may not be replaced.
  private func isThere(_ file: TimelinePlan.File, at path: FilePath) throws -> Bool {
    guard let status = FileSystem.status(path) else { return false }
    if status.isFile, status.byteCount == file.byteCount,
      case .sound = try CopySource(file.digest, byteCount: file.byteCount, at: path).read()
    {
      return true
    }
    guard isReplacing, status.isFile else {
      throw OutputFileError(
        path: path, reason: status.isFile ? "exists and is different" : "exists and is not a file",
        isInTheWay: true)
    }
    return false
  }

  /// Copies the file of a take, checking its bytes.
  private func copy(
    _ file: TimelinePlan.File, to path: FilePath, from library: ElementLibrary
  ) async throws {
    let source = CopySource(
      file.digest, byteCount: file.byteCount, at: library.store.blobs.path(of: file.digest))
    try await OutputFile.write(to: path, replacing: isReplacing) { write in
      guard case .sound = try source.read(each: { try write(Array($0)) }) else {
        throw ElementLibraryError.damaged(
          "\(file.digest.short) has changed in the library: castbook doctor")
      }
    }
  }
}
