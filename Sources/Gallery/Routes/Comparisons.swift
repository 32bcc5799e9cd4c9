internal import Castbook
internal import Synchronization

/// Comparisons of pictures that pages have begun: the sorting of dropped files by subject, and the
/// search for elements that show the subject of a picture. A page asks for the progress and the
/// result, and discards a comparison when it needs it no more.
final class Comparisons: Sendable {
  /// What a comparison is doing.
  enum Step: String, JSONConvertible {
    /// Measuring the dropped files.
    case measuring
    /// Describing the library's pictures, once for each.
    case describing
  }

  /// How far a comparison has come.
  struct Progress: Sendable {
    let step: Step
    let doneCount: Int
    let count: Int
  }

  private struct Comparison {
    let name: String
    var progress: Progress?
    /// The result or a refusal; `nil` while it runs.
    var outcome: WorkOutcome?
    var task: Task<Void, Never>?
  }

  /// The comparisons, the oldest first.
  private let comparisons = Mutex<[Comparison]>([])

  /// The largest number of comparisons that run at the same time.
  private static let maximumRunning = 4
  /// The largest number of comparisons that are kept. The oldest results make room for others: a
  /// page that was closed doesn't discard its own.
  private static let maximumCount = 16

  /// Begins a comparison. The work returns the members that its result adds to `comparison/1`.
  ///
  /// - Throws: `Refusal` while too many are running.
  func begin(
    _ work: @escaping @Sendable (_ report: (Progress) -> Void) async throws -> JSONValue
  ) throws(Refusal) -> JSONValue {
    let name = AccessControl.secret()
    let isFull = comparisons.withLock { all in
      guard all.count(where: { $0.task != nil }) < Self.maximumRunning else { return true }
      while all.count >= Self.maximumCount, let oldest = all.firstIndex(where: { $0.task == nil }) {
        all.remove(at: oldest)
      }
      let task = WaitingTask.start { await self.run(name, work) }
      all.append(Comparison(name: name, task: task))
      return false
    }
    guard !isFull else { throw .tooManyRequests }
    return try json(of: name)
  }

  private func run(
    _ name: String, _ work: @Sendable (_ report: (Progress) -> Void) async throws -> JSONValue
  ) async {
    let outcome = await WorkOutcome.of(stoppedAs: "the comparison was stopped") {
      try await work { progress in change(name) { $0.progress = progress } }
    }
    change(name) { ($0.task, $0.outcome) = (nil, outcome) }
  }

  /// Changes a comparison, unless it was discarded.
  private func change(_ name: String, _ change: (inout Comparison) -> Void) {
    comparisons.withLock { all in
      if let index = all.firstIndex(where: { $0.name == name }) { change(&all[index]) }
    }
  }

  /// Returns `comparison/1`: the progress of a comparison, or its result.
  ///
  /// - Throws: `Refusal` with status 404 when it does not exist.
  func json(of name: String) throws(Refusal) -> JSONValue {
    guard let one = comparisons.withLock({ $0.first { $0.name == name } }) else { throw .notFound }
    return Self.json(one)
  }

  private static func json(_ one: Comparison) -> JSONValue {
    let progress = one.task == nil ? nil : one.progress
    return JSONValue.object([
      "castbook": "comparison/1", "comparison": one.name, "running": (one.task != nil).orNil,
      "step": progress?.step, "doneCount": progress?.doneCount, "count": progress?.count,
      "problem": one.outcome?.problem,
    ]).adding(one.outcome?.value ?? .object([]))
  }

  /// Stops a comparison if it runs, and forgets it.
  ///
  /// - Throws: `Refusal` with status 404 when it does not exist.
  func discard(_ name: String) throws(Refusal) -> JSONValue {
    let removed = comparisons.withLock { all in
      all.firstIndex { $0.name == name }.map { all.remove(at: $0) }
    }
    guard var removed else { throw .notFound }
    removed.task?.cancel()
    (removed.task, removed.progress) = (nil, nil)
    return Self.json(removed)
  }

  /// Stops all comparisons, and forgets them.
  func discardAll() {
    let all = comparisons.withLock { all in
      defer { all = [] }
      return all
    }
    for one in all { one.task?.cancel() }
  }
}
