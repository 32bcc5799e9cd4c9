internal import Library
internal import Media

/// What measuring again came to.
public struct Rescored: Hashable, Sendable {
  /// Pictures that were measured.
  public internal(set) var count = 0
  /// Pictures that could not be: they are gone or damaged, or their decoder was not there.
  public internal(set) var leftCount = 0
}

extension ElementLibrary {
  /// How many pictures have scores of another version of the measures.
  public func countOutdatedScores() throws -> Int {
    do {
      return try store.countOutdatedScores()
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  /// Measures pictures again that another version of the measures was taken of. No record changes; what
  /// is measured is noted bit by bit, so that who stops it loses little.
  public func rescore(
    isCancelled: () -> Bool = { false }, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws -> Rescored {
    do {
      if let obstacle = store.obstacle { throw obstacle }
      return try await rescoreAll(isCancelled: isCancelled, progress: progress)
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }

  /// So many are measured before they are noted.
  private static let rescoredAtOnce = 256

  private func rescoreAll(
    isCancelled: () -> Bool, progress: (_ done: Int, _ all: Int) -> Void
  ) async throws -> Rescored {
    let inspector = inspector()
    let store = store
    let all = try store.countOutdatedScores()
    var rescored = Rescored()
    var place = 0
    while true {
      let page = try store.outdatedScores(after: place, limit: Self.rescoredAtOnce)
      guard let last = page.last else { return rescored }
      place = last.number
      var found: [FileFacts] = []
      var done = 0
      try await InOrder(workers: workers).run(page, isCancelled: isCancelled) { picture in
        let facts = await inspector.see(at: store.blobs.path(of: picture.blob)).measured
        // Damaged bytes are others, and a decoder that is missing measures nothing.
        return facts.digest == picture.blob && facts.metric != nil ? facts : nil
      } each: { (facts: FileFacts?) in
        done += 1
        if let facts { found.append(facts) }
        progress(rescored.count + rescored.leftCount + done, all)
      }
      if !found.isEmpty { try store.noteScores(found) }
      rescored.count += found.count
      rescored.leftCount += done - found.count
      if isCancelled() { throw CancellationError() }
    }
  }
}
