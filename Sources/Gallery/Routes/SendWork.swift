internal import Castbook
internal import Files
internal import Synchronization

/// The sends and fetches that pages have begun, each followed until its result has arrived.
///
/// All pages receive the progress as events. What was submitted is in the library's records: if the
/// gallery ends, the provider continues, and any later command or page gets the result.
final class SendWork: Sendable {
  /// A send or a fetch.
  private struct Item {
    let number: Int
    let name: String
    let target: String
    /// The SHA-256 of the bundle that is sent, or the name of the job that is followed.
    let subject: String
    var progress: SendProgress?
    /// The outcome: a `result` as in `job-result/1`, or a refusal; `nil` while it runs.
    var outcome: WorkOutcome?
    var task: Task<Void, Never>?
  }

  /// A shot that was exported for a plan, and is sent if the user confirms it.
  struct PlannedShot: Sendable {
    let export: Export
    let shot: FilePath
    let send: Send
    /// The folder with the bundle.
    let folder: FilePath
    let plan: SendPlan
  }

  /// An element that is created at a provider if the user confirms it.
  struct PlannedCreation: Sendable {
    let creation: CreateAtProvider
    let plan: CreateAtProvider.Plan
  }

  /// A bundle that was opened, and is sent if the user confirms it.
  struct PlannedBundle: Sendable {
    let send: Send
    /// The bundle's folder or zip, which is not ours.
    let path: FilePath
    /// The name of the dropped zip; `nil` for a folder.
    let drop: String?
    /// The folder for the result.
    let folder: FilePath
    let plan: SendPlan
    /// The digest of everything that the user saw.
    let fingerprint: Digest
  }

  /// What a page has planned.
  enum Planned: Sendable {
    case shot(PlannedShot)
    case creation(PlannedCreation)
    case bundle(PlannedBundle)

    var shot: PlannedShot? { if case .shot(let shot) = self { shot } else { nil } }
    var creation: PlannedCreation? {
      if case .creation(let creation) = self { creation } else { nil }
    }
    var bundle: PlannedBundle? { if case .bundle(let bundle) = self { bundle } else { nil } }

    /// Removes the files that were made for the plan.
    func discard() {
      switch self {
      case .shot(let shot): try? FileSystem.removeAll(shot.folder)
      case .bundle(let bundle): try? FileSystem.removeAll(bundle.folder)
      // Its files are removed with the plan.
      case .creation: break
      }
    }
  }

  private struct State {
    var number = 0
    var items: [Item] = []
    /// Plans by their secret name, oldest first.
    var plans: [(key: String, planned: Planned)] = []
  }

  private let state = Mutex(State())
  private let listeners: Listeners
  /// The temporary folder of the gallery.
  private let folder: FilePath

  /// The maximum number that run at the same time.
  private static let maximumRunning = 8
  /// The number above which ended items are dropped.
  private static let maximumShown = 20
  private static let maximumPlans = 16

  init(telling listeners: Listeners, in folder: FilePath) {
    (self.listeners, self.folder) = (listeners, folder)
  }

  // MARK: Plans

  /// Makes a folder for the bundle of a plan.
  func createFolder() throws -> FilePath {
    try FileSystem.makeTemporaryFolder(in: folder, prefix: "send-")
  }

  /// Keeps a plan until the user confirms it, and returns its name. The oldest is dropped first.
  func keep(_ planned: Planned) -> String {
    let key = AccessControl.secret()
    let dropped = state.withLock { state in
      state.plans.append((key, planned))
      return state.plans.count > Self.maximumPlans ? state.plans.removeFirst().planned : nil
    }
    dropped?.discard()
    return key
  }

  /// Returns a plan and forgets it.
  ///
  /// - Parameter kind: Returns the plan if it is of the wanted kind.
  /// - Throws: `Refusal` if there is no such plan, or if it is of another kind; then it is
  ///   discarded.
  func take<Plan>(_ key: String, _ kind: (Planned) -> Plan?) throws(Refusal) -> Plan {
    let planned = state.withLock { state in
      state.plans.firstIndex { $0.key == key }.map { state.plans.remove(at: $0).planned }
    }
    guard let planned else {
      throw Refusal(
        status: 409, rule: "send.not-now", message: "this plan was sent, or is too old",
        fix: "make a new one")
    }
    guard let plan = kind(planned) else {
      planned.discard()
      throw .notFound
    }
    return plan
  }

  // MARK: Work

  /// All sends and fetches, newest first.
  var json: JSONValue { .array(state.withLock { $0.items.reversed().map(Self.json) }) }

  private static func json(_ item: Item) -> JSONValue {
    [
      "number": item.number, "name": item.name, "target": item.target,
      "bundle": Digest(hex: item.subject),
      "running": (item.task != nil).orNil, "step": item.task == nil ? nil : item.progress?.step,
      "words": item.task == nil ? nil : item.progress?.text,
      "result": item.outcome?.value, "problem": item.outcome?.problem,
    ]
  }

  /// Whether a job is being followed.
  func follows(_ job: ListedJob) -> Bool {
    state.withLock { state in
      state.items.contains { item in
        item.task != nil && [job.job.shortName, job.job.export?.hex].contains(item.subject)
          || job.job.export == nil && job.subject == item.name
      }
    }
  }

  /// Begins a send or a fetch.
  ///
  /// - Parameters:
  ///   - subject: The SHA-256 of the bundle that is sent, or the name of the job that is followed.
  ///   - remainder: A folder that is removed at the end.
  ///   - work: Returns a `result` as in `job-result/1`.
  /// - Throws: `Refusal` if too many are running.
  func begin(
    _ name: String, _ target: String, _ subject: String, removing remainder: FilePath? = nil,
    _ work:
      @escaping @Sendable (_ progress: @escaping (SendProgress) -> Void) async throws ->
      JSONValue
  ) throws(Refusal) {
    let isBusy = state.withLock { state in
      guard state.items.count(where: { $0.task != nil }) < Self.maximumRunning else { return true }
      state.number += 1
      let number = state.number
      var item = Item(number: number, name: name, target: target, subject: subject)
      item.task = WaitingTask.start {
        await self.run(number, work)
        if let remainder { try? FileSystem.removeAll(remainder) }
      }
      state.items.append(item)
      if state.items.count > Self.maximumShown,
        let ended = state.items.firstIndex(where: { $0.task == nil })
      {
        state.items.remove(at: ended)
      }
      return false
    }
    guard !isBusy else {
      throw Refusal(
        status: 429, rule: "send.not-now",
        message: "\(Self.maximumRunning) jobs are being followed",
        fix: "wait until one has ended")
    }
    tell()
  }

  /// Stops following a send or a fetch. What was submitted stays submitted.
  func stop(_ number: Int) {
    state.withLock { $0.items.first { $0.number == number }?.task?.cancel() }
  }

  private func run(
    _ number: Int,
    _ work:
      @Sendable (_ progress: @escaping (SendProgress) -> Void) async throws ->
      JSONValue
  ) async {
    let outcome = await WorkOutcome.of(
      stoppedAs: "no longer waited for; what was submitted is rendered nevertheless"
    ) {
      try await work { progress in
        self.change(number) { $0.progress = progress }
        self.tell()
      }
    }
    change(number) { ($0.task, $0.outcome) = (nil, outcome) }
    tell()
    listeners.announceChange()
  }

  private func change(_ number: Int, _ edit: (inout Item) -> Void) {
    state.withLock { state in
      guard let index = state.items.firstIndex(where: { $0.number == number }) else { return }
      edit(&state.items[index])
    }
  }

  private func tell() { listeners.notify("sends", ["works": json]) }
}

extension SendProgress {
  /// The step, as a page names it.
  fileprivate var step: String {
    switch self {
    case .uploading: "upload"
    case .submitting: "submit"
    case .waiting: "wait"
    case .fetching: "fetch"
    case .stopping: "stop"
    }
  }
}
