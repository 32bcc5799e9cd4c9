/// Processes items concurrently and delivers the results in the items' order. A window limits how
/// far quick items run ahead of a slow one, and so the memory of waiting results.
package struct InOrder {
  let workers: Int
  /// The number of results that may wait for each worker: few if they are large.
  let ahead: Int

  package init(workers: Int, ahead: Int = 64) {
    self.workers = workers
    self.ahead = ahead
  }

  /// Processes items until all are done, the task is cancelled, or an error is thrown. An error of
  /// `work` is thrown when the results before it have been delivered.
  ///
  /// It is compiled once for all types: the calls of `work` outweigh it.
  ///
  /// - Throws: `CancellationError` if the task was cancelled; what had begun then is not delivered.
  @_semantics("optimize.sil.specialize.generic.never")
  package func run<Item: Sendable, Value: Sendable>(
    _ items: [Item], work: @escaping @Sendable (Item) async throws -> Value,
    each: (Value) throws -> Void
  ) async throws {
    let workers = workers
    // Among thousands of files most are small, and starting a task costs as much as reading one.
    let batch = min(max(1, items.count / 1000), 16)
    try await withThrowingTaskGroup(of: (Int, [Result<Value, any Error>]).self) { group in
      var started = 0
      var handedOver = 0
      var finished: [Int: [Result<Value, any Error>]] = [:]
      var running = 0
      try Task.checkCancellation()
      while handedOver < items.count {
        while started < items.count, running < workers, started < handedOver + ahead * workers {
          let range = started..<min(started + batch, items.count)
          group.addTask {
            var results: [Result<Value, any Error>] = []
            for item in items[range] {
              do {
                results.append(.success(try await work(item)))
              } catch {
                results.append(.failure(error))
              }
            }
            return (range.lowerBound, results)
          }
          started = range.upperBound
          running += 1
        }
        guard let (index, results) = try await group.next() else { return }
        running -= 1
        finished[index] = results
        try Task.checkCancellation()
        while let next = finished.removeValue(forKey: handedOver) {
          for result in next { try each(result.get()) }
          handedOver += next.count
        }
        try Task.checkCancellation()
      }
      group.cancelAll()
    }
  }
}
