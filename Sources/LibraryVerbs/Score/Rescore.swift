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

/// The verb `doctor --rescore`: measures pictures again whose scores come from another version of
/// the measures.
///
/// ```swift
/// let outcome = try await Rescore().run(in: library) { done, all in print("\(done)/\(all)") }
/// ```
///
/// No record changes. Scores are stored in batches, so cancelling loses little.
public struct Rescore: Sendable {
  /// Creates the verb.
  public init() {}

  /// The number of pictures that are measured before their scores are stored.
  private static let batchSize = 256

  /// Returns the number of pictures that `run` would measure.
  public func count(in library: ElementLibrary) throws -> Int {
    try library.store.contents { try $0.scores.countOutdated() }
  }

  /// Measures the pictures.
  ///
  /// - Throws: `CancellationError` if it was cancelled.
  public func run(
    in library: ElementLibrary, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws -> RescoreOutcome {
    let store = library.store
    if let obstacle = store.obstacle { throw obstacle }
    let inspector = library.inspector()
    let all = try store.contents { try $0.scores.countOutdated() }
    var rescored = RescoreOutcome()
    var position = 0
    while true {
      let page = try store.contents {
        try $0.scores.outdated(after: position, limit: Self.batchSize)
      }
      guard let last = page.last else { return rescored }
      position = last.number
      var found: [FileFacts] = []
      var done = 0
      do {
        try await InOrder(workers: library.workers).run(page) { picture in
          let facts = try await inspector.inspect(
            .path(store.blobs.path(of: picture.blob)), depth: .appearance
          ).factsWithScores
          // Damaged bytes have another digest, and a missing decoder yields no measurements.
          return facts.digest == picture.blob && facts.metric != nil ? facts : nil
        } each: { (facts: FileFacts?) in
          done += 1
          if let facts { found.append(facts) }
          progress(rescored.count + rescored.failedCount + done, all)
        }
      } catch is CancellationError {
        // What was measured until then is stored.
      }
      if !found.isEmpty { try store.recordScores(found) }
      rescored.count += found.count
      rescored.failedCount += done - found.count
      try Task.checkCancellation()
    }
  }
}
