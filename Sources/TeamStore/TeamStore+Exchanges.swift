internal import Library
package import Model
internal import Transfers

/// The exchanges with the store. Each is a value that has its progress and its outcome.
extension TeamStore {
  /// Writes what the store lacks of this library: files first, then the records that name them.
  ///
  /// What is reported as written is in the store for good.
  ///
  /// - Parameters:
  ///   - isFull: Whether to also send files that the store has lost, and to rewrite segments that
  ///     it already has under the same name, since they may be damaged. Call `rereadStore()`
  ///     first.
  ///   - checksForLoss: Whether to check first that the store still has what it had, as a pull
  ///     does.
  package func push(
    isFull: Bool = false, checksForLoss: Bool = true, progress: (SyncProgress) -> Void = { _ in }
  ) throws -> PushOutcome {
    try withoutActuallyEscaping(progress) { progress in
      var push = Push(to: self, isFull: isFull, checksForLoss: checksForLoss, progress: progress)
      return try push.run()
    }
  }

  /// Reads from the store the records that this library lacks.
  ///
  /// - Parameters:
  ///   - isFull: Whether to read all segments of the store again, instead of only new ones since
  ///     the day before the last pull.
  ///   - erasures: How to treat erasures by teammates.
  package func pull(
    isFull: Bool = false, erasures: ErasureDecision = .wait,
    progress: (SyncProgress) -> Void = { _ in }
  ) throws -> PullOutcome {
    try withoutActuallyEscaping(progress) { progress in
      var pull = Pull(from: self, isFull: isFull, erasures: erasures, progress: progress)
      return try pull.run()
    }
  }

  /// Reads all of the store again and forgets what it no longer has. The next push then sends what
  /// was lost or damaged there.
  package func rereadStore(progress: (SyncProgress) -> Void = { _ in }) throws -> PullOutcome {
    try requireIdentity()
    try state.beginReadingAgain()
    defer { try? state.endReadingAgain() }
    let outcome = try pull(isFull: true, progress: progress)
    try state.transaction { try state.finishReadingAgain() }
    return outcome
  }

  /// Fetches missing files from the store. If it is interrupted, what has arrived stays.
  package func fetch(
    _ blobs: [Digest], progress: (SyncProgress) -> Void = { _ in }
  ) throws -> FetchOutcome {
    try withoutActuallyEscaping(progress) { progress in
      var fetch = Fetch(of: blobs, from: self, progress: progress)
      return try fetch.run()
    }
  }

  /// Checks whether the store still has what it had, without reading what is new.
  func checkForLoss() throws -> StoreLoss? { try LossCheck(of: self).run() }

  /// Marks uploads that no record names, and deletes those that are still unreferenced after their
  /// grace period.
  ///
  /// It needs keys that may delete, and runs on the machine of the store's keeper.
  package func collectGarbage() throws -> RemoteGarbage {
    var collection = GarbageCollection(in: self)
    return try collection.run()
  }
}
