internal import Files
internal import Model
internal import Transfers

/// A request that may be sent several times.
class QueuedRequest {
  let number: Int
  /// The file that receives the response's body; `nil` for memory.
  let receivedFile: FilePath?
  /// The latest time at which it may be sent, by `MonotonicClock`; `nil` for any time.
  let deadline: Int?
  /// How often it has been sent.
  fileprivate(set) var attempts = 0
  /// When it was last sent, by `MonotonicClock`.
  fileprivate(set) var sentAt = 0

  init(_ number: Int, receivedFile: FilePath?, deadline: Int? = nil) {
    (self.number, self.receivedFile, self.deadline) = (number, receivedFile, deadline)
  }
}

/// Requests that need transfers: some wait for a connection, some for a later time, and some are
/// running.
final class TransferQueue<Request: QueuedRequest> {
  private let connections: Connections
  private let policy: RetryPolicy
  /// Requests that wait for a connection, in order.
  private var waiting: [Request] = []
  /// Requests that start again at a later time.
  private var delayed: [(due: Int, request: Request)] = []
  private var runningRequests: [UInt64: Request] = [:]
  private var lastIdentifier: UInt64 = 0
  /// Why the last retry was needed.
  var pauseReason = TransferPause.Reason.failing

  /// A request whose transfer has ended.
  typealias Finished = (request: Request, result: Result<HTTPResponse, TransferFailure>)

  /// Loads libcurl.
  ///
  /// - Parameters:
  ///   - connectionCount: The maximum number of connections to one host.
  ///   - certificateAuthorities: A file with additional certificate authorities.
  init(
    _ policy: RetryPolicy, connectionCount: Int, certificateAuthorities: FilePath?
  ) throws(TransferFailure) {
    self.policy = policy
    var options = Connections.Options()
    options.maximumCount = connectionCount
    options.certificateAuthorities = certificateAuthorities
    connections = try Connections(options)
  }

  /// The requests whose transfers are running.
  var running: some Collection<Request> { runningRequests.values }

  /// The milliseconds until the next request starts, if all requests wait for a later time.
  var pauseMilliseconds: Int? {
    guard running.isEmpty, waiting.isEmpty, let due = delayed.map(\.due).min() else { return nil }
    return max(due - MonotonicClock.milliseconds, 0)
  }

  func add(_ request: Request) { waiting.append(request) }

  /// Adds a request again, to start after a delay.
  func requeue(_ request: Request, after milliseconds: Int = 0) {
    // A partly received file would be in the way of the next response.
    if let path = request.receivedFile { try? FileSystem.remove(path) }
    delayed.append((MonotonicClock.milliseconds + milliseconds, request))
  }

  /// Adds a request again for a retry. Returns `false` if it has had enough attempts or time.
  ///
  /// - Parameter response: The response, in which a server that failed may ask for a pause.
  func retry(_ request: Request, after response: HTTPResponse? = nil) -> Bool {
    guard request.attempts < policy.maximumAttempts else { return false }
    let retryAfter = response.flatMap { $0.isSuccess ? nil : $0["retry-after"] }.flatMap { Int($0) }
    let delay = policy.delayMilliseconds(attempts: request.attempts, retryAfter: retryAfter)
    if let deadline = request.deadline, MonotonicClock.milliseconds + delay > deadline {
      return false
    }
    requeue(request, after: delay)
    return true
  }

  /// Calls `start` with each request that is due. Those for which it returns `false` stay in the
  /// queue.
  func startWaiting(_ start: (Request) -> Bool) {
    let now = MonotonicClock.milliseconds
    let due = waiting + delayed.filter { $0.due <= now }.map(\.request)
    delayed.removeAll { $0.due <= now }
    waiting = []
    var remaining: [Request] = []
    for request in due where !start(request) { remaining.append(request) }
    waiting = remaining + waiting
  }

  /// Begins a transfer for a request.
  func begin(
    _ request: Request, _ prepared: PreparedRequest, _ body: Connections.Body,
    _ options: Connections.TransferOptions
  ) throws(TransferFailure) {
    lastIdentifier += 1
    request.attempts += 1
    try connections.start(prepared, body, options, identifier: lastIdentifier)
    runningRequests[lastIdentifier] = request
    request.sentAt = MonotonicClock.milliseconds
  }

  /// Waits until a transfer ends, a request is due or a descriptor becomes readable, for at most
  /// `milliseconds`.
  func next(
    milliseconds: Int, wakeDescriptor: Int32
  ) -> (finished: [Finished], isWoken: Bool) {
    let now = MonotonicClock.milliseconds
    let pause = delayed.map { max($0.due - now, 0) }.min() ?? milliseconds
    var (transfer, isWoken) = connections.next(
      milliseconds: min(pause, milliseconds), wakeDescriptor: wakeDescriptor)
    var finished: [Finished] = []
    // Many small transfers end together.
    while let ended = transfer {
      if let request = runningRequests.removeValue(forKey: ended.identifier) {
        finished.append((request, ended.result))
      }
      transfer = connections.next(milliseconds: 0)
    }
    return (finished, isWoken)
  }
}
