extension Preparation {
  /// The result of preparing files into a folder.
  public struct Outcome: Sendable {
    /// The files, in list order.
    public let files: [PreparedFile]
    /// The written copies, in the order of `files`; `nil` for a file without a copy.
    public let written: [PreparedFolder.Written?]
    /// The counts, and findings about all files together.
    public let summary: PreparationSummary
  }

  /// Prepares files and writes the copies into a folder, with a record of how they were made. If
  /// something else is in the way of a copy, nothing is written.
  ///
  /// - Throws: `OutputFileError`, `CancellationError` if `isCancelled` returns `true`, and whatever
  ///   `each` throws.
  public func run(
    _ files: FileList, into folder: PreparedFolder, isCancelled: () -> Bool = { false },
    each: (PreparedFile) throws -> Void
  ) async throws -> Outcome {
    var prepared: [PreparedFile] = []
    let summary: PreparationSummary
    do {
      summary = try await run(files, isCancelled: isCancelled, keep: folder.keep) { file in
        prepared.append(file)
        try each(file)
      }
      if isCancelled() { throw CancellationError() }
    } catch {
      folder.discard()
      throw error
    }
    let written = try folder.publish(prepared, prepared.map(\.copy), among: files)
    let outcome = Outcome(files: prepared, written: written, summary: summary)
    if written.contains(where: { $0 != nil }) {
      try folder.write(PrepareJSON.document(self, outcome))
    } else {
      folder.discard()
    }
    return outcome
  }
}
