internal import Library
internal import Media

/// The result of measuring pictures again.
public struct RescoreOutcome: Hashable, Sendable {
  /// The number of pictures that were measured.
  public internal(set) var count = 0
  /// The number of pictures that couldn't be measured, because they are missing or damaged or
  /// because their decoder is missing.
  public internal(set) var failedCount = 0
}

extension ElementLibrary {
  /// Returns the number of pictures whose scores are from another version of the measures.
  public func countOutdatedScores() throws -> Int {
    return try store.countOutdatedScores()
  }

  /// Measures the pictures again whose scores are from another version of the measures.
  ///
  /// ```swift
  /// let outcome = try await library.rescore { done, all in print("\(done)/\(all)") }
  /// ```
  ///
  /// No record changes. The scores are stored in batches, so that little is lost if it is
  /// cancelled.
  ///
  /// - Throws: `CancellationError` if it was cancelled.
  public func rescore(
    isCancelled: () -> Bool = { false }, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws -> RescoreOutcome {
    if let obstacle = store.obstacle { throw obstacle }
    return try await rescoreAll(isCancelled: isCancelled, progress: progress)
  }

  /// The number of pictures that are measured before their scores are stored.
  private static let batchSize = 256

  /// Measures all outdated pictures, batch by batch.
  private func rescoreAll(
    isCancelled: () -> Bool, progress: (_ done: Int, _ all: Int) -> Void
  ) async throws -> RescoreOutcome {
    let inspector = inspector()
    let store = store
    let all = try store.countOutdatedScores()
    var rescored = RescoreOutcome()
    var position = 0
    while true {
      let page = try store.outdatedScores(after: position, limit: Self.batchSize)
      guard let last = page.last else { return rescored }
      position = last.number
      var found: [FileFacts] = []
      var done = 0
      try await InOrder(workers: workers).run(page, isCancelled: isCancelled) { picture in
        let facts = await inspector.inspect(
          .path(store.blobs.path(of: picture.blob)), depth: .appearance
        ).factsWithScores
        // Damaged bytes have another digest, and a missing decoder yields no measurements.
        return facts.digest == picture.blob && facts.metric != nil ? facts : nil
      } each: { (facts: FileFacts?) in
        done += 1
        if let facts { found.append(facts) }
        progress(rescored.count + rescored.failedCount + done, all)
      }
      if !found.isEmpty { try store.noteScores(found) }
      rescored.count += found.count
      rescored.failedCount += done - found.count
      if isCancelled() { throw CancellationError() }
    }
  }
}
