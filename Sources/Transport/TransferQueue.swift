internal import Files
internal import Model
internal import Transfers

/// How long to wait before a request is sent again.
struct RetryDelay {
  /// The basis of the delays, which double with each attempt.
  let first: Int
  /// The longest time that a server may ask for, in seconds.
  let maximumSeconds: Int
  private static let maximumUsual = 20_000

  /// Returns the delay in milliseconds.
  ///
  /// - Parameter seconds: The time that the server asks for; `nil` if it asks for none.
  func milliseconds(attempts: Int, after seconds: Int?) -> Int {
    let usual = min(first << attempts, Self.maximumUsual)
    // Not before a time that the server names, and not all requests at the same moment.
    let least = seconds.map { min(max($0, 0), maximumSeconds) * 1000 } ?? (usual / 2)
    return least + Int.random(in: 0...usual)
  }
}

/// Jobs that each need transfers: some wait for a connection, some for a later time, and some are under way.
final class TransferQueue<Job: AnyObject> {
  private let connections: Connections
  /// Jobs that wait for a connection, in their order.
  private var waiting: [Job] = []
  /// Jobs that are begun again at a later time.
  private var delayed: [(due: Int, job: Job)] = []
  private var running: [UInt64: Job] = [:]
  private var lastIdentifier: UInt64 = 0

  /// A job whose transfer has ended.
  typealias Ended = (job: Job, result: Result<HTTPAnswer, TransferFailure>)

  /// Loads libcurl.
  init(_ options: Connections.Options) throws(TransferFailure) {
    connections = try Connections(options)
  }

  /// The number of transfers that are under way.
  var runningCount: Int { running.count }

  /// The milliseconds until the next job is begun, if all of them are begun at a later time.
  var pauseMilliseconds: Int? {
    guard running.isEmpty, waiting.isEmpty, let due = delayed.map(\.due).min() else { return nil }
    return max(due - MonotonicClock.milliseconds, 0)
  }

  /// The number of jobs under way that meet a condition.
  func runningCount(where isCounted: (Job) -> Bool) -> Int {
    running.values.count(where: isCounted)
  }

  func add(_ job: Job) { waiting.append(job) }

  /// Adds a job that is begun some time from now.
  func add(_ job: Job, after milliseconds: Int) {
    delayed.append((MonotonicClock.milliseconds + milliseconds, job))
  }

  /// Calls `begin` with each job whose time has come. Those for which it returns `false` stay in the queue.
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
    try connections.start(head, body, terms, identifier: lastIdentifier)
    running[lastIdentifier] = job
  }

  /// Waits until a transfer ends, a job's time comes or a descriptor can be read, for at most so long.
  func next(milliseconds: Int, wakening: Int32) -> (ended: [Ended], isWoken: Bool) {
    let now = MonotonicClock.milliseconds
    let pause = delayed.map { max($0.due - now, 0) }.min() ?? milliseconds
    var (ended, isWoken) = connections.next(
      milliseconds: min(pause, milliseconds), wakening: wakening)
    var all: [Ended] = []
    // Many that are small end together.
    while let transfer = ended {
      if let job = running.removeValue(forKey: transfer.identifier) {
        all.append((job, transfer.result))
      }
      ended = connections.next(milliseconds: 0)
    }
    return (all, isWoken)
  }
}
