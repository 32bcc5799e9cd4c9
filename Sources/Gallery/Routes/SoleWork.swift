internal import Castbook
internal import Synchronization

/// An exchange with the team's store that a page has begun, one at a time.
///
/// All pages receive the progress as events.
final class TeamWork: Sendable {
  /// The exchanges that a page can begin.
  enum Kind: String, JSONConvertible {
    case sync, pull, push, fetch
  }

  private struct State {
    /// The number of the exchange, by which pages distinguish it from earlier ones.
    var number = 0
    var kind = Kind.sync
    var progress: SyncProgress?
    /// The outcome: `sync/1` or a refusal; `nil` while it runs.
    var outcome: WorkOutcome?
    var task: Task<Void, Never>?
  }

  private let state = Mutex(State())
  private let listeners: Listeners

  init(telling listeners: Listeners) { self.listeners = listeners }

  /// Whether an exchange is under way.
  var isRunning: Bool { state.withLock { $0.task != nil } }

  /// The current or last exchange; `nil` if there was none.
  var json: JSONValue? { state.withLock { $0.number == 0 ? nil : Self.json($0) } }

  private static func json(_ state: State) -> JSONValue {
    [
      "number": state.number, "what": state.kind, "running": (state.task != nil).orNil,
      "step": state.task == nil ? nil : state.progress?.step.rawValue,
      "count": state.task == nil ? nil : state.progress?.count,
      "total": state.task == nil ? nil : state.progress?.total,
      "outcome": state.outcome?.value, "problem": state.outcome?.problem,
    ]
  }

  /// Begins an exchange, unless one is under way.
  ///
  /// - Throws: `Refusal` while another one is under way.
  func begin(
    _ kind: Kind,
    _ exchange: @escaping @Sendable (_ progress: (SyncProgress) -> Void) async throws -> SyncOutcome
  ) throws(Refusal) {
    let isBusy = state.withLock { state in
      if state.task != nil { return true }
      state.number += 1
      (state.kind, state.progress, state.outcome) = (kind, nil, nil)
      state.task = WaitingTask.start { await self.run(exchange) }
      return false
    }
    guard !isBusy else {
      throw Refusal(
        status: 409, rule: "library.busy",
        message: "the page is already exchanging records with the team's store",
        fix: "wait for it to end")
    }
    tell()
  }

  /// Ends the exchange. What has arrived or was sent stays.
  func cancel() { state.withLock { $0.task?.cancel() } }

  private func run(
    _ exchange: @Sendable (_ progress: (SyncProgress) -> Void) async throws -> SyncOutcome
  ) async {
    var told = ContinuousClock.now
    let outcome = await WorkOutcome.of(
      stoppedAs: "stopped; what has arrived or was sent stays"
    ) {
      let found = try await exchange { progress in
        state.withLock { $0.progress = progress }
        // A few updates a second are enough to show progress.
        if told.duration(to: .now) > .milliseconds(200) {
          told = .now
          tell()
        }
      }
      return TeamJSON.synced(found)
    }
    state.withLock { ($0.task, $0.outcome) = (nil, outcome) }
    tell()
  }

  /// Sends the progress of the exchange to pages.
  private func tell() {
    if let json { listeners.notify("team", json) }
  }
}
