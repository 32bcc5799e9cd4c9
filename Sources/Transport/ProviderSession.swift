internal import Files
internal import Model
internal import Transfers

/// Makes the calls of castbook to providers: adds keys, and repeats calls that are safe to repeat.
///
/// A submission, which the provider may charge for, is sent again only if it surely has not arrived. Keys go to no other
/// host than the one that the call names: redirects are followed only without a key, and only within a host.
final class ProviderSession: TransferSession {
  private let keys: KeyRing
  private let proxies = ProxyChoice(variable: UserEnvironment.variable)
  private let queue: TransferQueue<Job>

  /// A call that is being worked on.
  private final class Job {
    let number: Int
    let call: ProviderCall
    /// Where it goes, which a redirect changes.
    var address: ProviderAddress
    var redirectCount = 0
    /// How often it has been sent.
    var attempts = 0

    init(_ number: Int, _ call: ProviderCall) {
      (self.number, self.call, address) = (number, call, call.address)
    }
  }

  private static let maximumAttempts = 6
  private static let retryDelay = RetryDelay(first: 500, maximumSeconds: 120)
  private static let maximumRedirects = 3
  private static let maximumRunning = 8
  /// How often a call is sent whose answer was too slow.
  private static let maximumSlowAttempts = 2
  /// The slowest connection over which a body is sent, in bytes per second.
  private static let slowestUpload = 32 << 10

  /// Reads the key file and loads libcurl.
  init(_ access: ProviderAccess) throws(CallFailure) {
    var file = KeyFile()
    if let path = access.keyFile {
      let bytes: [UInt8]?
      do throws(FileError) {
        bytes = try SettingsFile.read(path, limit: KeyFile.maximumByteCount)
      } catch {
        throw CallFailure(.badKeyFile, error.reason)
      }
      if let bytes { file = try KeyFile(bytes) }
    }
    keys = KeyRing(
      account: access.account, file, variable: UserEnvironment.variable, run: KeyCommand.output)
    var options = Connections.Options()
    options.maximumCount = Self.maximumRunning
    options.authorities = UserEnvironment.authorities
    do {
      queue = try TransferQueue(options)
    } catch {
      throw CallFailure(.noLibrary, error.detail)
    }
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
      do throws(CallFailure) {
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

  private func begin(_ job: Job) throws(CallFailure) {
    let call = job.call
    var headers: [HTTPRequest.Field] = []
    for line in call.headers {
      let filled = try keys.filled(
        line, for: job.address.host, signingAt: call.acceptsToken ? UserEnvironment.now : nil)
      guard let colon = filled.firstIndex(of: ":") else {
        throw CallFailure(.impossible, "a line of the head without a name")
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
    // What a name means behind a proxy, only the proxy knows.
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
    job.attempts += 1
    do {
      try queue.begin(
        job, HTTPHead(call.method.rawValue, job.address.text, headers), body, terms)
    } catch {
      throw CallFailure(error)
    }
  }

  // MARK: Answers

  /// Makes the answer of what came back; `nil` if the call is sent again.
  private func finish(
    _ job: Job, _ result: Result<HTTPAnswer, TransferFailure>
  ) -> Result<ProviderAnswer, CallFailure>? {
    switch result {
    case .failure(let failure):
      let isSafe = !job.call.isSubmission || !failure.mayHaveArrived
      let isTooSlow = failure.reason == .late && job.attempts >= Self.maximumSlowAttempts
      if failure.isPassing, isSafe, !isTooSlow, retry(job, after: nil) { return nil }
      return .failure(redacted(CallFailure(failure)))
    case .success(let answer):
      if (300...399).contains(answer.status), answer.status != 304 {
        return follow(job, answer["location"]).map { $0.mapError(redacted) }
      }
      if isPassing(answer.status, job.call),
        retry(job, after: answer["retry-after"].flatMap { Int($0) })
      {
        return nil
      }
      var found = ProviderAnswer(status: answer.status)
      found.date = answer.date
      let redactor = keys.redactor
      found.type = redactor.redacted(answer["content-type"] ?? "")
      found.bytes = redactor.redacted(answer.body)
      found.byteCount = answer.receivedBytes
      return .success(found)
    }
  }

  /// Returns a failure without keys in the server's words.
  private func redacted(_ failure: CallFailure) -> CallFailure {
    CallFailure(
      failure.reason, keys.redactor.redacted(failure.detail),
      mayHaveArrived: failure.mayHaveArrived)
  }

  /// Whether the same call may succeed later without being made twice. "Too many requests" means that it was not
  /// accepted; any other mistake of a server may come after it was.
  private func isPassing(_ status: Int, _ call: ProviderCall) -> Bool {
    status == 429
      || !call.isSubmission && [408, 425, 500, 502, 503, 504].contains(status)
  }

  /// Follows a redirect within a host, if the call has no key and no body.
  private func follow(
    _ job: Job, _ location: String?
  ) -> Result<ProviderAnswer, CallFailure>? {
    let call = job.call
    let text = location.map { $0.hasPrefix("/") ? "https://\(job.address.host)\($0)" : $0 } ?? ""
    guard let target = ProviderAddress(text), target.host == job.address.host,
      call.method == .get, !call.headers.contains(where: { $0.contains("$") }),
      job.redirectCount < Self.maximumRedirects
    else {
      return .failure(
        CallFailure(
          .elsewhere, ProviderAddress(text)?.host ?? "an address that is not one to use",
          mayHaveArrived: call.isSubmission))
    }
    job.redirectCount += 1
    job.address = target
    again(job, after: 0)
    return nil
  }

  /// Makes a call again later. Returns `false` if it has been tried for long enough.
  private func retry(_ job: Job, after seconds: Int?) -> Bool {
    guard job.attempts < Self.maximumAttempts else { return false }
    again(job, after: Self.retryDelay.milliseconds(attempts: job.attempts, after: seconds))
    return true
  }

  private func again(_ job: Job, after milliseconds: Int) {
    // What has arrived of a file is not the beginning of the next answer.
    if let path = job.call.path { try? FileSystem.remove(path) }
    queue.add(job, after: milliseconds)
  }
}

extension ProviderCall {
  /// The number of bytes that it sends.
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

extension CallFailure {
  fileprivate init(_ failure: TransferFailure) {
    let reason: Reason =
      switch failure.reason {
      case .noConnection: .noConnection
      case .notTrusted: .notTrusted
      case .late: .late
      case .broken: .broken
      case .tooLong: .tooLong
      case .fileFailed: .fileFailed
      case .notPublic: .notPublic
      case .impossible: .impossible
      }
    self.init(reason, failure.detail, mayHaveArrived: failure.mayHaveArrived)
  }
}
