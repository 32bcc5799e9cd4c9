internal import Files
internal import Model
internal import Transfers

/// Sends castbook's requests to one store: signs them, retries those that may succeed later, and
/// sends fewer at once if the store asks for it.
final class StoreSession: TransferSession {
  private let connection: StoreConnection
  private let queue: TransferQueue<Job>
  private let source: CredentialSource
  private var keys: StoreCredentials
  /// How far the store's clock is ahead of this machine's, in milliseconds.
  private var clockOffset = 0
  /// The number of requests to run at once. It shrinks when the store asks for fewer.
  private var width: Int
  private var successCount = 0
  /// Why the last retry was needed.
  private var lastTrouble = TransferWait.Reason.failing

  /// A request in progress.
  private final class Job: RepeatableRequest {
    let number: Int
    let request: StoreRequest
    let deadline: Int?
    var attempts = 0
    /// When it was last sent.
    var sent = 0
    /// Whether keys or the clock have been corrected for it.
    var isCorrected = false
    /// The body, once it has been read and its digest verified.
    var checked: CheckedBody?

    init(_ number: Int, _ request: StoreRequest) {
      (self.number, self.request) = (number, request)
      if case .put(let upload) = request, let seconds = upload.seconds {
        deadline = MonotonicClock.milliseconds + seconds * 1000
      } else {
        deadline = nil
      }
    }

    var receivedFile: FilePath? { if case .get(_, let path, _) = request { path } else { nil } }

    /// Whether its object is so long that only a few such requests run at once.
    lazy var isLarge = byteCount >= StoreSession.largeByteCount

    /// The length of its object, or the maximum length of one that is read.
    private var byteCount: Int {
      switch request {
      case .put(let upload):
        switch upload.body {
        case .bytes(let bytes): bytes.count
        case .file(let path): FileSystem.status(path)?.byteCount ?? 0
        }
      case .get(_, _, let limit): limit
      case .list, .delete, .address: 0
      }
    }
  }

  /// A body whose digest is the one that its request states.
  private struct CheckedBody {
    let body: Connections.Body
    /// The MD5, if uploads state it.
    let md5: [UInt8]?
  }

  private static let largeByteCount = 1 << 20
  private static let maximumLargeCount = 8
  private static let policy = RetryPolicy(maximumAttempts: 7, first: 250, maximumSeconds: 60)

  /// Finds the keys and loads libcurl.
  init(_ connection: StoreConnection) throws(TransferFailure) {
    self.connection = connection
    source = UserEnvironment.credentialSource
    keys = try Self.keys(source, profile: connection.profile)
    var options = Connections.Options()
    options.maximumCount = connection.connectionCount
    options.authorities = connection.authorities
    queue = try TransferQueue(options, Self.policy)
    width = connection.connectionCount
  }

  private static func keys(
    _ source: CredentialSource, profile: String?
  ) throws(TransferFailure) -> StoreCredentials {
    switch source.find(profile: profile) {
    case .keys(let keys): return keys
    case .command(let command):
      do {
        return try KeyCommand.run(command)
      } catch {
        throw TransferFailure(.noKey, "the command for keys \(error.words)")
      }
    case .nothing(let profile):
      throw TransferFailure(
        .noKey,
        profile == "default"
          ? "no keys in the environment or in ~/.aws" : "no keys in the profile \(profile)")
    }
  }

  func add(_ message: TransferMessage) -> Bool {
    guard case .request(let number, let request) = message else { return false }
    queue.add(Job(number, request))
    return true
  }

  func step(_ wakening: Int32) -> (answers: [TransferMessage], isWoken: Bool) {
    var answers = startWaiting()
    let (ended, isWoken) = queue.next(
      milliseconds: answers.isEmpty ? 1000 : 0, wakening: wakening)
    for (job, result) in ended {
      if let answer = finish(job, result) { answers.append(.answer(job.number, answer)) }
    }
    if let pause = queue.pauseMilliseconds, pause >= Self.minimumReported {
      answers.append(.waiting(TransferWait(seconds: (pause + 999) / 1000, lastTrouble)))
    }
    return (answers, isWoken)
  }

  /// The shortest pause, in milliseconds, that is reported.
  private static let minimumReported = 700

  // MARK: Sending

  /// Sends waiting requests while connections are available. Returns the answers of those that need
  /// none.
  private func startWaiting() -> [TransferMessage] {
    var answers: [TransferMessage] = []
    var largeCount = queue.runningCount(where: \.isLarge)
    queue.beginWaiting { job in
      let isLarge = job.isLarge
      guard queue.runningCount < width, !isLarge || largeCount < Self.maximumLargeCount else {
        return false
      }
      do throws(TransferFailure) {
        if let answer = try start(job) {
          answers.append(.answer(job.number, .success(answer)))
        } else if isLarge {
          largeCount += 1
        }
      } catch {
        answers.append(.answer(job.number, .failure(error)))
      }
      return true
    }
    return answers
  }

  /// Sends a request; returns the answer of one that needs no connection.
  private func start(_ job: Job) throws(TransferFailure) -> StoreAnswer? {
    let location = connection.location
    let request: HTTPRequest
    var body = Connections.Body.none
    var terms = Connections.Terms()
    switch job.request {
    case .put(let upload):
      // A delayed commit must not be signed again as if it were new.
      if let deadline = job.deadline, MonotonicClock.milliseconds > deadline {
        throw TransferFailure(.late, "the upload took too long")
      }
      let checked: CheckedBody
      if let known = job.checked { checked = known } else { checked = try check(upload) }
      job.checked = checked
      request = signed(put(upload, md5: checked.md5), upload.digest, defect: upload.defect)
      body = checked.body
    case .get(let key, let into, let maximum):
      (terms.path, terms.limit) = (into, maximum)
      request = signed(location.request("GET", key: key))
    case .list(let prefix, let after, let token):
      request = signed(
        location.listRequest(prefix, after: token == nil ? after : nil, next: token))
    case .delete(let key): request = signed(location.request("DELETE", key: key))
    case .address(let key, let seconds):
      var answer = StoreAnswer(status: 200)
      answer.address =
        signature(secondsAgo: 0).presigning(location.request("GET", key: key), seconds: seconds)
        .address
      return answer
    }
    try queue.begin(job, request.head, body, terms)
    job.sent = MonotonicClock.milliseconds
    return nil
  }

  private func signature(secondsAgo: Int) -> RequestSignature {
    let now = UserEnvironment.now.milliseconds + clockOffset - secondsAgo * 1000
    return RequestSignature(
      keys, region: connection.location.region, at: Instant(milliseconds: now))
  }

  private func signed(
    _ request: HTTPRequest, _ body: Digest = SHA256.digest(of: []),
    defect: StoreRequest.Defect? = nil
  ) -> HTTPRequest {
    signature(secondsAgo: defect == .oldSignature ? 1200 : 0).signing(request, body: body)
  }

  private func put(_ upload: StoreRequest.Upload, md5: [UInt8]?) -> HTTPRequest {
    var request = connection.location.request("PUT", key: upload.key)
    var digest = upload.digest.bytes
    var md5 = md5
    if upload.defect == .wrongSHA256 { digest[0] ^= 1 }
    if upload.defect == .wrongMD5 { md5?[0] ^= 1 }
    request.headers = [
      .init("Content-Type", upload.type), .init("x-amz-checksum-sha256", digest.base64),
    ]
    // Only one wrong checksum at a time shows which of them a store verifies.
    if let md5, upload.defect != .wrongSHA256 {
      request.headers.append(.init("Content-MD5", md5.base64))
    }
    if upload.defect == .wrongMD5 {
      request.headers.removeAll { $0.name == "x-amz-checksum-sha256" }
    }
    if upload.isNewOnly { request.headers.append(.init("If-None-Match", "*")) }
    return request
  }

  /// Reads and verifies what is sent. A small file stays in memory.
  private func check(_ upload: StoreRequest.Upload) throws(TransferFailure) -> CheckedBody {
    let sha256 = RunningSHA256()
    let md5 = connection.statesMD5 || upload.defect == .wrongMD5 ? RunningMD5() : nil
    func add(_ piece: ArraySlice<UInt8>) {
      sha256.update(piece)
      md5?.update(piece)
    }
    var body: Connections.Body
    switch upload.body {
    case .bytes(let bytes):
      body = .bytes(bytes)
      add(bytes[...])
    case .file(let path):
      body = .file(path)
      do {
        guard let file = try ReadableFile.open(path) else {
          throw TransferFailure(.fileFailed, "\(path) is missing")
        }
        if file.byteCount < ReadableFile.pieceSize {
          let bytes = try file.readAll()
          body = .bytes(bytes)
          add(bytes[...])
        } else {
          try file.readPieces(add)
        }
      } catch let error as TransferFailure {
        throw error
      } catch let error as ReadFailure {
        throw TransferFailure(.fileFailed, "\(path): \(error.words)")
      } catch {
        throw TransferFailure(.fileFailed, "\(error)")
      }
    }
    guard sha256.digest == upload.digest else { throw TransferFailure(.damagedFile) }
    return CheckedBody(body: body, md5: md5?.digest)
  }

  // MARK: Answers

  /// Turns the result of a transfer into an answer; `nil` if the request is sent again.
  private func finish(
    _ job: Job, _ result: Result<HTTPAnswer, TransferFailure>
  ) -> Result<StoreAnswer, TransferFailure>? {
    switch result {
    case .failure(let failure):
      // The name of a host that never answered is probably wrong.
      let isUnreachable = failure.reason == .noConnection && successCount == 0 && job.attempts > 1
      lastTrouble = .failing
      if failure.isTransient, !isUnreachable, queue.retry(job) { return nil }
      return .failure(failure)
    case .success(let answer):
      let refusal = answer.isSuccess ? nil : StoreRefusal(answer.body)
      learnClock(job, answer, refusal)
      if correct(job, answer, refusal) {
        queue.addAgain(job)
        return nil
      }
      if Self.isTransient(answer.status, refusal) {
        let asksForLess = refusal?.code == "SlowDown" || [429, 503].contains(answer.status)
        if asksForLess { width = max(1, width / 2) }
        lastTrouble = asksForLess ? .asked : .failing
        if queue.retry(job, after: answer) { return nil }
      }
      if answer.isSuccess {
        successCount += 1
        if successCount.isMultiple(of: 100) { width = min(connection.connectionCount, width + 1) }
      }
      return finished(job, answer, refusal)
    }
  }

  private func finished(
    _ job: Job, _ answer: HTTPAnswer, _ refusal: StoreRefusal?
  ) -> Result<StoreAnswer, TransferFailure>? {
    var found = StoreAnswer(status: answer.status, date: answer.date)
    if let refusal {
      let redactor = KeyRedactor(keys.secrets)
      found.code = redactor.redacted(refusal.code)
      found.message = redactor.redacted(refusal.message)
    }
    guard answer.isSuccess else { return .success(found) }
    switch job.request {
    case .get:
      found.bytes = answer.body
      found.byteCount = answer.receivedBytes
    case .list:
      guard let page = ObjectPage(answer.body, in: connection.location) else {
        if job.attempts < 3, queue.retry(job) { return nil }
        return .failure(TransferFailure(.badAnswer, "the list of objects doesn't make sense"))
      }
      found.page = page
    case .put, .delete, .address: break
    }
    return .success(found)
  }

  /// Follows the store's clock, which decides whether a signature is too old.
  private func learnClock(_ job: Job, _ answer: HTTPAnswer, _ refusal: StoreRefusal?) {
    // The date of a slow answer is outdated, but still better than a clock that the store refused.
    guard let date = answer.date,
      Self.isSkewed(refusal) || MonotonicClock.milliseconds - job.sent < 5000
    else { return }
    let offset = date.milliseconds - UserEnvironment.now.milliseconds
    if Self.isSkewed(refusal) || abs(offset - clockOffset) > 60_000 { clockOffset = offset }
  }

  private static func isSkewed(_ refusal: StoreRefusal?) -> Bool {
    refusal?.code == "RequestTimeTooSkewed"
  }

  /// Renews the keys if they are the reason for the refusal. Returns whether a request that was
  /// refused for its keys or its time may succeed now.
  private func correct(_ job: Job, _ answer: HTTPAnswer, _ refusal: StoreRefusal?) -> Bool {
    if case .put(let upload) = job.request, upload.defect != nil { return false }
    guard !job.isCorrected, let code = refusal?.code else { return false }
    if Self.isSkewed(refusal), answer.date != nil {
      // `learnClock` has corrected the clock.
    } else if ["ExpiredToken", "TokenRefreshRequired"].contains(code),
      let keys = try? Self.keys(source, profile: connection.profile), keys != self.keys
    {
      self.keys = keys
    } else {
      return false
    }
    job.isCorrected = true
    return true
  }

  /// Whether the same request may succeed later.
  private static func isTransient(_ status: Int, _ refusal: StoreRefusal?) -> Bool {
    [408, 425, 429, 500, 502, 503, 504].contains(status)
      || ["RequestTimeout", "ConditionalRequestConflict", "OperationAborted", "SlowDown"].contains(
        refusal?.code ?? "")
  }

}

extension StoreCredentials {
  /// The secrets that a store's answers must not repeat.
  fileprivate var secrets: [KeyRedactor.Secret] {
    [KeyRedactor.Secret(name: "AWS_SECRET_ACCESS_KEY", text: secretKey)]
      + (sessionToken.map { [.init(name: "AWS_SESSION_TOKEN", text: $0)] } ?? [])
  }
}
