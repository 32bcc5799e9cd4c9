internal import Files
internal import Model
internal import Transfers

/// Jobs that need transfers: some wait for a connection, some for a later time, and some are
/// running.
final class TransferQueue<Job: RepeatableRequest> {
  private let connections: Connections
  private let policy: RetryPolicy
  /// Jobs that wait for a connection, in order.
  private var waiting: [Job] = []
  /// Jobs that start again at a later time.
  private var delayed: [(due: Int, job: Job)] = []
  private var running: [UInt64: Job] = [:]
  private var lastIdentifier: UInt64 = 0

  /// A job whose transfer has ended.
  typealias Ended = (job: Job, result: Result<HTTPAnswer, TransferFailure>)

  /// Loads libcurl.
  init(_ options: Connections.Options, _ policy: RetryPolicy) throws(TransferFailure) {
    self.policy = policy
    connections = try Connections(options)
  }

  /// The number of running transfers.
  var runningCount: Int { running.count }

  /// The milliseconds until the next job starts, if all jobs wait for a later time.
  var pauseMilliseconds: Int? {
    guard running.isEmpty, waiting.isEmpty, let due = delayed.map(\.due).min() else { return nil }
    return max(due - MonotonicClock.milliseconds, 0)
  }

  /// The number of running jobs that meet a condition.
  func runningCount(where isCounted: (Job) -> Bool) -> Int {
    running.values.count(where: isCounted)
  }

  func add(_ job: Job) { waiting.append(job) }

  /// Adds a job again, to start after a delay.
  func addAgain(_ job: Job, after milliseconds: Int = 0) {
    // A partly received file would be in the way of the next answer.
    if let path = job.receivedFile { try? FileSystem.remove(path) }
    delayed.append((MonotonicClock.milliseconds + milliseconds, job))
  }

  /// Adds a job again for a retry. Returns `false` if it has had enough attempts or time.
  ///
  /// - Parameter answer: The answer, in which the server may ask for a pause.
  func retry(_ job: Job, after answer: HTTPAnswer? = nil) -> Bool {
    guard job.attempts < policy.maximumAttempts else { return false }
    let delay = policy.milliseconds(
      attempts: job.attempts, after: answer?["retry-after"].flatMap { Int($0) })
    if let deadline = job.deadline, MonotonicClock.milliseconds + delay > deadline { return false }
    addAgain(job, after: delay)
    return true
  }

  /// Calls `begin` with each job that is due. Those for which it returns `false` stay in the queue.
  func beginWaiting(_ begin: (Job) -> Bool) {
    let now = MonotonicClock.milliseconds
    waiting += delayed.filter { $0.due <= now }.map(\.job)
    delayed.removeAll { $0.due <= now }
    let due = waiting
    waiting = []
    var left: [Job] = []
    for job in due where !begin(job) { left.append(job) }
    waiting = left + waiting
  }

  /// Begins a transfer for a job.
  func begin(
    _ job: Job, _ head: HTTPHead, _ body: Connections.Body, _ terms: Connections.Terms
  ) throws(TransferFailure) {
    lastIdentifier += 1
    job.attempts += 1
    try connections.start(head, body, terms, identifier: lastIdentifier)
    running[lastIdentifier] = job
  }

  /// Waits until a transfer ends, a job is due or a descriptor becomes readable, for at most
  /// `milliseconds`.
  func next(milliseconds: Int, wakening: Int32) -> (ended: [Ended], isWoken: Bool) {
    let now = MonotonicClock.milliseconds
    let pause = delayed.map { max($0.due - now, 0) }.min() ?? milliseconds
    var (ended, isWoken) = connections.next(
      milliseconds: min(pause, milliseconds), wakening: wakening)
    var all: [Ended] = []
    // Many small transfers end together.
    while let transfer = ended {
      if let job = running.removeValue(forKey: transfer.identifier) {
        all.append((job, transfer.result))
      }
      ended = connections.next(milliseconds: 0)
    }
    return (all, isWoken)
  }
}
