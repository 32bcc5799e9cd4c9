internal import Files
internal import Model
internal import Transfers

/// Makes castbook's calls to providers: adds keys, and retries calls that are safe to repeat.
///
/// A submission, which the provider may charge for, is retried only if it was certainly not
/// accepted. Keys go only to the host that the call names: redirects are followed only within that
/// host, and only without a key.
final class ProviderSession: TransferSession {
  private let keys: KeyRing
  private let proxies = ProxyChoice(variable: UserEnvironment.variable)
  private let queue: TransferQueue<Job>

  /// A call in progress.
  private final class Job: RepeatableRequest {
    let number: Int
    let call: ProviderCall
    let deadline: Int? = nil
    /// The current address, which a redirect changes.
    var address: ProviderAddress
    var redirectCount = 0
    var attempts = 0
    var receivedFile: FilePath? { call.path }

    init(_ number: Int, _ call: ProviderCall) {
      (self.number, self.call, address) = (number, call, call.address)
    }
  }

  private static let policy = RetryPolicy(maximumAttempts: 6, first: 500, maximumSeconds: 120)
  private static let maximumRedirects = 3
  private static let maximumRunning = 8
  /// The maximum number of attempts for a call whose answer is too slow.
  private static let maximumSlowAttempts = 2
  /// The slowest upload of a body that is still allowed, in bytes per second.
  private static let slowestUpload = 32 << 10

  /// Reads the key file and loads libcurl.
  init(_ access: ProviderAccess) throws(TransferFailure) {
    var file = KeyFile()
    if let path = access.keyFile {
      let bytes: [UInt8]?
      do throws(FileError) {
        bytes = try SettingsFile.read(path, limit: KeyFile.maximumByteCount)
      } catch {
        throw TransferFailure(.badKeyFile, error.reason)
      }
      if let bytes { file = try KeyFile(bytes) }
    }
    keys = KeyRing(
      account: access.account, file, variable: UserEnvironment.variable, run: KeyCommand.output)
    var options = Connections.Options()
    options.maximumCount = Self.maximumRunning
    options.authorities = UserEnvironment.authorities
    queue = try TransferQueue(options, Self.policy)
  }

  func add(_ message: TransferMessage) -> Bool {
    guard case .call(let number, let call) = message else { return false }
    queue.add(Job(number, call))
    return true
  }

  func step(_ wakening: Int32) -> (answers: [TransferMessage], isWoken: Bool) {
    var answers: [TransferMessage] = []
    queue.beginWaiting { job in
      guard queue.runningCount < Self.maximumRunning else { return false }
      do throws(TransferFailure) {
        try begin(job)
      } catch {
        answers.append(.callAnswer(job.number, .failure(error)))
      }
      return true
    }
    let (ended, isWoken) = queue.next(
      milliseconds: answers.isEmpty ? 1000 : 0, wakening: wakening)
    for (job, result) in ended {
      if let answer = finish(job, result) { answers.append(.callAnswer(job.number, answer)) }
    }
    return (answers, isWoken)
  }

  // MARK: Sending

  private func begin(_ job: Job) throws(TransferFailure) {
    let call = job.call
    var headers: [HTTPRequest.Field] = []
    for line in call.headers {
      let filled = try keys.filled(
        line, for: job.address.host, signingAt: call.acceptsToken ? UserEnvironment.now : nil)
      guard let colon = filled.firstIndex(of: ":") else {
        throw TransferFailure(.impossible, "a line of the head without a name")
      }
      headers.append(
        HTTPRequest.Field(
          String(filled[..<colon]),
          String(filled[filled.index(after: colon)...].drop { $0 == " " })))
    }
    var terms = Connections.Terms()
    (terms.path, terms.limit) = (call.path, call.limit)
    terms.isOnce = call.isSubmission
    terms.milliseconds = (call.seconds + call.bodyByteCount / Self.slowestUpload) * 1000
    let proxy = proxies.proxy(for: job.address.host)
    terms.proxy = proxy
    // Behind a proxy, only the proxy knows which address a name means.
    terms.isPublicOnly = proxy.isEmpty
    let body: Connections.Body
    switch call.body {
    case .none:
      body = call.method == .post || call.method == .put ? .bytes([]) : .none
    case .bytes(let bytes): body = .bytes(bytes)
    case .file(let path): body = .file(path)
    case .form(let parts):
      let form = MultipartForm(parts, boundary: "castbook-\(UInt64.random(in: .min ... .max))")
      headers.append(HTTPRequest.Field("Content-Type", form.type))
      body = form.body
    }
    try queue.begin(
      job, HTTPHead(call.method.rawValue, job.address.text, headers), body, terms)
  }

  // MARK: Answers

  /// Turns the result of a transfer into an answer; `nil` if the call is sent again.
  private func finish(
    _ job: Job, _ result: Result<HTTPAnswer, TransferFailure>
  ) -> Result<ProviderAnswer, TransferFailure>? {
    switch result {
    case .failure(let failure):
      let isSafe =
        !job.call.isSubmission || DeliveryCertainty(.failure(failure)).allowsRepeat
      let isTooSlow = failure.reason == .late && job.attempts >= Self.maximumSlowAttempts
      if failure.isTransient, isSafe, !isTooSlow, queue.retry(job) { return nil }
      return .failure(redacted(failure))
    case .success(let answer):
      if (300...399).contains(answer.status), answer.status != 304 {
        return follow(job, answer["location"]).map { $0.mapError(redacted) }
      }
      if isTransient(answer.status, job.call), queue.retry(job, after: answer) { return nil }
      var found = ProviderAnswer(status: answer.status)
      found.date = answer.date
      let redactor = keys.redactor
      found.type = redactor.redacted(answer["content-type"] ?? "")
      found.bytes = redactor.redacted(answer.body)
      found.byteCount = answer.receivedBytes
      return .success(found)
    }
  }

  /// Returns a failure with keys removed from the server's words.
  private func redacted(_ failure: TransferFailure) -> TransferFailure {
    TransferFailure(
      failure.reason, keys.redactor.redacted(failure.detail),
      mayHaveArrived: failure.mayHaveArrived)
  }

  /// Whether the same call may succeed later. A submission must also be certain not to have been
  /// accepted.
  private func isTransient(_ status: Int, _ call: ProviderCall) -> Bool {
    call.isSubmission
      ? DeliveryCertainty(.success(status)).allowsRepeat
      : [408, 425, 429, 500, 502, 503, 504].contains(status)
  }

  /// Follows a redirect within a host, if the call has no key and no body.
  private func follow(
    _ job: Job, _ location: String?
  ) -> Result<ProviderAnswer, TransferFailure>? {
    let call = job.call
    let text = location.map { $0.hasPrefix("/") ? "https://\(job.address.host)\($0)" : $0 } ?? ""
    guard let target = ProviderAddress(text), target.host == job.address.host,
      call.method == .get, !call.headers.contains(where: { $0.contains("$") }),
      job.redirectCount < Self.maximumRedirects
    else {
      return .failure(
        TransferFailure(
          .elsewhere, ProviderAddress(text)?.host ?? "an address that is not one to use",
          mayHaveArrived: call.isSubmission))
    }
    job.redirectCount += 1
    job.address = target
    queue.addAgain(job)
    return nil
  }
}

extension ProviderCall {
  /// The length of the body in bytes.
  fileprivate var bodyByteCount: Int {
    func count(_ path: FilePath) -> Int { FileSystem.statusFollowingLinks(path)?.byteCount ?? 0 }
    return switch body {
    case .none: 0
    case .bytes(let bytes): bytes.count
    case .file(let path): count(path)
    case .form(let parts):
      parts.reduce(0) { sum, part in
        switch part.content {
        case .text(let text): sum + text.utf8.count
        case .file(let path, _, _): sum + count(path)
        }
      }
    }
  }
}
