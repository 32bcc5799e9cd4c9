internal import Files
internal import Transfers

/// Castbook's requests to one kind of server, processed concurrently.
///
/// The sessions share how requests are queued, retried and answered. Each adds how its requests
/// are sent and which responses are final.
protocol TransferSession: AnyObject {
  associatedtype Request: QueuedRequest
  associatedtype Response
  typealias Outcome = Result<Response, TransferFailure>

  var queue: TransferQueue<Request> { get }
  /// Whether to report pauses in which no request runs.
  static var reportsPauses: Bool { get }

  /// Returns the request in a message; `nil` for a message that this session doesn't expect.
  func request(in message: TransferMessage) -> Request?

  /// Returns the message that answers a request.
  func message(_ number: Int, _ outcome: Outcome) -> TransferMessage

  /// Whether a request can run besides those that are running.
  func hasRoom(for request: Request) -> Bool

  /// Begins the transfer for a request. Returns the response if it needs none.
  func begin(_ request: Request) throws(TransferFailure) -> Response?

  /// Whether a request may be sent again after a transient failure.
  func allowsRetry(of request: Request, after failure: TransferFailure) -> Bool

  /// Removes the session's keys from what a server answers.
  var redactor: KeyRedactor { get }

  /// Decides what a response means for its request.
  func evaluate(_ response: HTTPResponse, to request: Request) -> Evaluation<Response>
}

/// What happens after a response.
enum Evaluation<Response> {
  /// The request has this result.
  case finished(Result<Response, TransferFailure>)
  /// The request is sent again later, or has this result once it has had enough attempts or time.
  case retry(else: Result<Response, TransferFailure>)
  /// The request is sent again at once.
  case resend
}

extension TransferSession {
  /// Adds a request. Returns `false` for a message that this session doesn't expect.
  func add(_ message: TransferMessage) -> Bool {
    guard let request = request(in: message) else { return false }
    queue.add(request)
    return true
  }

  /// Works on the requests until one has an answer, a message arrives, or some time has passed.
  ///
  /// - Parameter wakeDescriptor: The descriptor on which messages arrive.
  func runOnce(wakeDescriptor: Int32) -> (answers: [TransferMessage], isWoken: Bool) {
    var answers: [TransferMessage] = []
    queue.startWaiting { request in
      guard hasRoom(for: request) else { return false }
      do throws(TransferFailure) {
        if let response = try begin(request) {
          answers.append(message(request.number, .success(response)))
        }
      } catch {
        answers.append(message(request.number, .failure(error)))
      }
      return true
    }
    let (finished, isWoken) = queue.next(
      milliseconds: answers.isEmpty ? 1000 : 0, wakeDescriptor: wakeDescriptor)
    for (request, result) in finished {
      if let result = finish(request, result) { answers.append(message(request.number, result)) }
    }
    if Self.reportsPauses, let pause = queue.pauseMilliseconds, pause >= minimumReported {
      answers.append(.waiting(TransferPause(seconds: (pause + 999) / 1000, queue.pauseReason)))
    }
    return (answers, isWoken)
  }

  /// Turns the result of a transfer into that of its request; `nil` if the request is sent again.
  private func finish(
    _ request: Request, _ result: Result<HTTPResponse, TransferFailure>
  ) -> Outcome? {
    switch result {
    case .failure(let failure):
      queue.pauseReason = .failing
      if failure.isTransient, allowsRetry(of: request, after: failure), queue.retry(request) {
        return nil
      }
      return .failure(redacted(failure))
    case .success(let response):
      switch evaluate(response, to: request) {
      case .finished(let result): return result.mapError(redacted)
      case .retry(let result):
        return queue.retry(request, after: response) ? nil : result.mapError(redacted)
      case .resend:
        queue.requeue(request)
        return nil
      }
    }
  }

  private func redacted(_ failure: TransferFailure) -> TransferFailure {
    TransferFailure(
      failure.reason, redactor.redacted(failure.detail), mayHaveArrived: failure.mayHaveArrived)
  }
}

/// The shortest pause that is reported, in milliseconds.
private let minimumReported = 700
