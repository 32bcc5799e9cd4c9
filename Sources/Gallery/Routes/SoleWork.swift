internal import Castbook
internal import Synchronization

/// Work of one sort that a page has begun, such as an exchange with the team's store: one at a
/// time.
///
/// All pages receive the progress as events.
final class SoleWork: Sendable {
  /// The texts of the work, and the name of its events.
  struct Words: Sendable {
    /// The name of the events.
    let event: String
    /// The message to a page that begins work while some is under way.
    let busy: String
    /// The message after the work was stopped.
    let stopped: String
  }

  /// How far the work is.
  struct Progress: Sendable {
    let step: String
    let count: Int
    /// The number of all; `nil` if it isn't known.
    var total: Int?
  }

  private struct State {
    /// The number of the work, by which pages distinguish it from earlier work.
    var number = 0
    var kind = ""
    var progress: Progress?
    /// The outcome: a result or a refusal; `nil` while it runs.
    var outcome: WorkOutcome?
    var task: Task<Void, Never>?
  }

  private let state = Mutex(State())
  private let words: Words
  private let listeners: Listeners

  init(_ words: Words, telling listeners: Listeners) {
    (self.words, self.listeners) = (words, listeners)
  }

  /// Whether work is under way.
  var isRunning: Bool { state.withLock { $0.task != nil } }

  /// The current or last work; `nil` if there was none.
  var json: JSONValue? { state.withLock { $0.number == 0 ? nil : Self.json($0) } }

  private static func json(_ state: State) -> JSONValue {
    let progress = state.task == nil ? nil : state.progress
    return [
      "number": state.number, "what": state.kind, "running": (state.task != nil).orNil,
      "step": progress?.step, "count": progress?.count, "total": progress?.total,
      "outcome": state.outcome?.value, "problem": state.outcome?.problem,
    ]
  }

  /// Begins work, unless some is under way.
  ///
  /// - Parameters:
  ///   - kind: What is done, as pages name it.
  ///   - work: Returns the result.
  /// - Throws: `Refusal` while other work is under way.
  func begin(
    _ kind: String,
    _ work: @escaping @Sendable (_ progress: @escaping (Progress) -> Void) async throws -> JSONValue
  ) throws(Refusal) {
    let isBusy = state.withLock { state in
      if state.task != nil { return true }
      state.number += 1
      (state.kind, state.progress, state.outcome) = (kind, nil, nil)
      state.task = WaitingTask.start { await self.run(work) }
      return false
    }
    guard !isBusy else {
      throw Refusal(
        status: 409, rule: "library.busy", message: words.busy, fix: "wait for it to end")
    }
    tell()
  }

  /// Ends the work. What was done stays.
  func cancel() { state.withLock { $0.task?.cancel() } }

  private func run(
    _ work: @Sendable (_ progress: @escaping (Progress) -> Void) async throws -> JSONValue
  ) async {
    var told = ContinuousClock.now
    let outcome = await WorkOutcome.of(stoppedAs: words.stopped) {
      try await work { progress in
        self.state.withLock { $0.progress = progress }
        // A few updates a second are enough to show progress.
        if told.duration(to: .now) > .milliseconds(200) {
          told = .now
          self.tell()
        }
      }
    }
    state.withLock { ($0.task, $0.outcome) = (nil, outcome) }
    tell()
  }

  /// Sends the progress to pages.
  private func tell() {
    if let json { listeners.notify(words.event, json) }
  }
}

extension SoleWork.Words {
  static let team = Self(
    event: "team", busy: "the page is already exchanging records with the team's store",
    stopped: "stopped; what has arrived or was sent stays")
  static let care = Self(
    event: "care", busy: "the library is already being checked or backed up",
    stopped: "stopped; what was done so far stays")
}

extension SoleWork.Progress {
  init(_ progress: SyncProgress) {
    self.init(step: progress.step.rawValue, count: progress.count, total: progress.total)
  }
}
