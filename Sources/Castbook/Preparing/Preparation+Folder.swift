extension Preparation {
  /// What preparing into a folder came to.
  public struct Outcome: Sendable {
    public let files: [PreparedFile]
    /// The copies that have their names, in the files' order.
    public let written: [PreparedFolder.Written?]
    public let summary: PreparationSummary
  }

  /// Prepares files and writes the copies into a folder, with a proof of how they were made. Where something
  /// else is in the way of one, nothing is written.
  public func run(
    _ files: FileList, into folder: PreparedFolder, isCancelled: () -> Bool = { false },
    each: (PreparedFile) throws -> Void
  ) async throws -> Outcome {
    var done: [PreparedFile] = []
    let summary: PreparationSummary
    do {
      summary = try await run(files, isCancelled: isCancelled, keep: folder.keep) { file in
        done.append(file)
        try each(file)
      }
      if isCancelled() { throw CancellationError() }
    } catch {
      folder.discard()
      throw error
    }
    let written = try folder.name(done, done.map(\.copy), among: files)
    let outcome = Outcome(files: done, written: written, summary: summary)
    if written.contains(where: { $0 != nil }) {
      try folder.write(PrepareJSON.document(self, outcome))
    } else {
      folder.discard()
    }
    return outcome
  }
}
