internal import Files
internal import Model
internal import Transfers

/// Sends castbook's requests to one store: signs them, retries those that may succeed later, and
/// sends fewer at once if the store asks for it.
final class StoreSession: TransferSession {
  let queue: TransferQueue<Request>
  static let reportsPauses = true
  private let connection: StoreConnection
  private let source: CredentialSource
  private var keys: StoreCredentials
  /// How far the store's clock is ahead of this machine's, in milliseconds.
  private var clockOffset = 0
  /// The number of requests to run at once. It shrinks when the store asks for fewer.
  private var concurrency: Int
  private var successCount = 0

  /// A request in progress.
  final class Request: QueuedRequest {
    let request: StoreRequest
    /// Whether the credentials or the clock were corrected for it.
    fileprivate var isCorrected = false
    /// The body, once it has been read and its digest verified.
    fileprivate var verifiedBody: VerifiedBody?

    init(_ number: Int, _ request: StoreRequest) {
      self.request = request
      var (file, deadline): (FilePath?, Int?)
      switch request {
      case .put(let upload):
        deadline = upload.seconds.map { MonotonicClock.milliseconds + $0 * 1000 }
      case .get(_, let path, _): file = path
      case .list, .delete, .presign: break
      }
      super.init(number, receivedFile: file, deadline: deadline)
    }

    /// Whether its object is so long that only a few such requests run at once.
    fileprivate lazy var isLarge = byteCount >= StoreSession.largeByteCount

    /// The length of its object, or the maximum length of one that is read.
    private var byteCount: Int {
      switch request {
      case .put(let upload):
        switch upload.body {
        case .bytes(let bytes): bytes.count
        case .file(let path): FileSystem.status(path)?.byteCount ?? 0
        }
      case .get(_, _, let limit): limit
      case .list, .delete, .presign: 0
      }
    }
  }

  /// A body whose digest is the one that its request states.
  fileprivate struct VerifiedBody {
    let body: Connections.Body
    /// The MD5, if uploads state it.
    let md5: [UInt8]?
  }

  private static let largeByteCount = 1 << 20
  private static let maximumLargeCount = 8
  private static let policy = RetryPolicy(
    maximumAttempts: 7, baseDelayMilliseconds: 250, maximumRetryAfter: 60)

  /// Finds the keys and loads libcurl.
  init(_ connection: StoreConnection) throws(TransferFailure) {
    self.connection = connection
    source = UserEnvironment.credentialSource
    keys = try Self.keys(source, connection)
    queue = try TransferQueue(
      Self.policy, connectionCount: connection.connectionCount,
      certificateAuthorities: connection.certificateAuthorities)
    concurrency = connection.connectionCount
  }

  private static func keys(
    _ source: CredentialSource, _ connection: StoreConnection
  ) throws(TransferFailure) -> StoreCredentials {
    if let kept = connection.keptKeys { return try kept.storeCredentials }
    switch source.find(profile: connection.profile) {
    case .keys(let keys): return keys
    case .command(let command):
      do {
        return try KeyCommand.run(command)
      } catch {
        throw TransferFailure(.noKey, "the command for keys \(error.message)")
      }
    case .notFound(let profile):
      throw TransferFailure(
        .noKey,
        profile == "default"
          ? "no keys in the environment or in ~/.aws" : "no keys in the profile \(profile)")
    }
  }

  func request(in message: TransferMessage) -> Request? {
    if case .request(let number, let request) = message { Request(number, request) } else { nil }
  }

  func message(_ number: Int, _ outcome: Outcome) -> TransferMessage { .answer(number, outcome) }

  // MARK: Sending

  func hasRoom(for request: Request) -> Bool {
    queue.running.count < concurrency
      && (!request.isLarge || queue.running.count(where: \.isLarge) < Self.maximumLargeCount)
  }

  func begin(_ request: Request) throws(TransferFailure) -> StoreResponse? {
    let location = connection.location
    let signed: HTTPRequest
    var body = Connections.Body.none
    var options = Connections.TransferOptions()
    switch request.request {
    case .put(let upload):
      // A delayed commit must not be signed again as if it were new.
      if let deadline = request.deadline, MonotonicClock.milliseconds > deadline {
        throw TransferFailure(.timedOut, "the upload took too long")
      }
      let verified = try verifiedBody(upload, of: request)
      signed = self.signed(
        putRequest(upload, md5: verified.md5), upload.digest, fault: upload.fault)
      body = verified.body
    case .get(let key, let path, let limit):
      (options.path, options.limit) = (path, limit)
      signed = self.signed(location.request("GET", key: key))
    case .list(let prefix, let after, let token):
      signed = self.signed(
        location.listRequest(prefix, after: token == nil ? after : nil, next: token))
    case .delete(let key): signed = self.signed(location.request("DELETE", key: key))
    case .presign(let key, let seconds):
      var response = StoreResponse(status: 200)
      response.address =
        signer(secondsAgo: 0).presigning(location.request("GET", key: key), seconds: seconds)
        .url
      return response
    }
    try queue.begin(request, signed.head, body, options)
    return nil
  }

  private func signer(secondsAgo: Int) -> RequestSigner {
    let now = UserEnvironment.now.milliseconds + clockOffset - secondsAgo * 1000
    return RequestSigner(
      keys, region: connection.location.region, at: Instant(milliseconds: now))
  }

  private func signed(
    _ request: HTTPRequest, _ body: Digest = SHA256.digest(of: []),
    fault: StoreRequest.DeliberateFault? = nil
  ) -> HTTPRequest {
    signer(secondsAgo: fault == .oldSignature ? 1200 : 0).signing(request, body: body)
  }

  private func putRequest(_ upload: StoreRequest.Upload, md5: [UInt8]?) -> HTTPRequest {
    var request = connection.location.request("PUT", key: upload.key)
    var digest = upload.digest.bytes
    var md5 = md5
    if upload.fault == .wrongSHA256 { digest[0] ^= 1 }
    if upload.fault == .wrongMD5 { md5?[0] ^= 1 }
    request.headers = [
      .init("Content-Type", upload.type), .init("x-amz-checksum-sha256", digest.base64),
    ]
    // Only one wrong checksum at a time shows which of them a store verifies.
    if let md5, upload.fault != .wrongSHA256 {
      request.headers.append(.init("Content-MD5", md5.base64))
    }
    if upload.fault == .wrongMD5 {
      request.headers.removeAll { $0.name == "x-amz-checksum-sha256" }
    }
    if upload.failsIfExists { request.headers.append(.init("If-None-Match", "*")) }
    return request
  }

  /// Reads and verifies what is sent. A small file stays in memory.
  private func verifiedBody(
    _ upload: StoreRequest.Upload, of request: Request
  ) throws(TransferFailure) -> VerifiedBody {
    if let verified = request.verifiedBody { return verified }
    let sha256 = RunningSHA256()
    let md5 = connection.statesMD5 || upload.fault == .wrongMD5 ? RunningMD5() : nil
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
        throw TransferFailure(.fileFailed, "\(path): \(error.message)")
      } catch {
        throw TransferFailure(.fileFailed, "\(error)")
      }
    }
    guard sha256.digest == upload.digest else { throw TransferFailure(.digestMismatch) }
    let verified = VerifiedBody(body: body, md5: md5?.digest)
    request.verifiedBody = verified
    return verified
  }

  // MARK: Responses

  func allowsRetry(of request: Request, after failure: TransferFailure) -> Bool {
    // The name of a host that never answered is probably wrong.
    failure.reason != .noConnection || successCount > 0 || request.attempts <= 1
  }

  var redactor: KeyRedactor { KeyRedactor(keys.secrets) }

  func evaluate(_ response: HTTPResponse, to request: Request) -> Evaluation<StoreResponse> {
    let refusal = response.isSuccess ? nil : StoreRefusal(response.body)
    updateClockOffset(request, response, refusal)
    if recoverCredentials(request, response, refusal) { return .resend }
    if Self.isTransient(response, refusal) {
      let isThrottled = refusal?.code == "SlowDown" || [429, 503].contains(response.status)
      if isThrottled { concurrency = max(1, concurrency / 2) }
      queue.pauseReason = isThrottled ? .throttled : .failing
      return .retry(else: .success(redacted(response, refusal)))
    }
    if response.isSuccess {
      successCount += 1
      if successCount.isMultiple(of: 100) {
        concurrency = min(connection.connectionCount, concurrency + 1)
      }
    }
    return result(of: request, response, refusal)
  }

  /// Reads the result of a request from its final response.
  private func result(
    of request: Request, _ response: HTTPResponse, _ refusal: StoreRefusal?
  ) -> Evaluation<StoreResponse> {
    var found = redacted(response, refusal)
    guard response.isSuccess else { return .finished(.success(found)) }
    switch request.request {
    case .get:
      found.bytes = response.body
      found.byteCount = response.receivedBytes
    case .list:
      guard let page = ObjectPage(response.body, in: connection.location) else {
        let failure = TransferFailure(.badAnswer, "the list of objects doesn't make sense")
        return request.attempts < 3 ? .retry(else: .failure(failure)) : .finished(.failure(failure))
      }
      found.page = page
    case .put, .delete, .presign: break
    }
    return .finished(.success(found))
  }

  /// Returns a response's status and refusal without keys.
  private func redacted(_ response: HTTPResponse, _ refusal: StoreRefusal?) -> StoreResponse {
    var redacted = StoreResponse(status: response.status, date: response.date)
    if let refusal {
      let redactor = redactor
      redacted.code = redactor.redacted(refusal.code)
      redacted.message = redactor.redacted(refusal.message)
    }
    return redacted
  }

  /// Follows the store's clock, which decides whether a signature is too old.
  private func updateClockOffset(
    _ request: Request, _ response: HTTPResponse, _ refusal: StoreRefusal?
  ) {
    // The date of a slow response is outdated, but better than a clock that the store refused.
    guard let date = response.date,
      Self.isSkewed(refusal) || MonotonicClock.milliseconds - request.sentAt < 5000
    else { return }
    let offset = date.milliseconds - UserEnvironment.now.milliseconds
    if Self.isSkewed(refusal) || abs(offset - clockOffset) > 60_000 { clockOffset = offset }
  }

  private static func isSkewed(_ refusal: StoreRefusal?) -> Bool {
    refusal?.code == "RequestTimeTooSkewed"
  }

  /// Renews the keys if they are the reason for the refusal. Returns whether a request that was
  /// refused for its keys or its time may succeed now.
  private func recoverCredentials(
    _ request: Request, _ response: HTTPResponse, _ refusal: StoreRefusal?
  ) -> Bool {
    if case .put(let upload) = request.request, upload.fault != nil { return false }
    guard !request.isCorrected, let code = refusal?.code else { return false }
    if Self.isSkewed(refusal), response.date != nil {
      // `updateClockOffset` has corrected the clock.
    } else if ["ExpiredToken", "TokenRefreshRequired"].contains(code),
      let keys = try? Self.keys(source, connection), keys != self.keys
    {
      self.keys = keys
    } else {
      return false
    }
    request.isCorrected = true
    return true
  }

  /// Whether the same request may succeed later.
  private static func isTransient(_ response: HTTPResponse, _ refusal: StoreRefusal?) -> Bool {
    response.hasTransientStatus
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
