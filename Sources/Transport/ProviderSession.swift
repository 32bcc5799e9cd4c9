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
  let queue: TransferQueue<Call>
  static let reportsPauses = false

  /// A call in progress.
  final class Call: QueuedRequest {
    let call: ProviderCall
    /// The current address, which a redirect changes.
    fileprivate(set) var address: ProviderAddress
    fileprivate var redirectCount = 0

    init(_ number: Int, _ call: ProviderCall) {
      (self.call, address) = (call, call.address)
      super.init(number, receivedFile: call.outputFile)
    }
  }

  private static let policy = RetryPolicy(
    maximumAttempts: 6, baseDelayMilliseconds: 500, maximumRetryAfter: 120)
  private static let maximumRedirects = 3
  private static let maximumRunning = 8
  /// The maximum number of attempts for a call whose response is too slow.
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
      account: access.account, file, variable: UserEnvironment.variable, run: KeyCommand.output,
      kept: access.keyFolder.map { KeptAccount(access.account, in: $0) })
    queue = try TransferQueue(
      Self.policy, connectionCount: Self.maximumRunning,
      certificateAuthorities: UserEnvironment.certificateAuthorities)
  }

  func request(in message: TransferMessage) -> Call? {
    if case .call(let number, let call) = message { Call(number, call) } else { nil }
  }

  func message(_ number: Int, _ outcome: Outcome) -> TransferMessage {
    .callAnswer(number, outcome)
  }

  // MARK: Sending

  func hasRoom(for request: Call) -> Bool { queue.running.count < Self.maximumRunning }

  func begin(_ request: Call) throws(TransferFailure) -> ProviderResponse? {
    let call = request.call
    var headers: [HTTPRequest.Field] = []
    for line in call.headers {
      let filled = try keys.header(
        line, for: request.address.host,
        signingAt: call.allowsSignedToken ? UserEnvironment.now : nil)
      guard let colon = filled.firstIndex(of: ":") else {
        throw TransferFailure(.invalidRequest, "a line of the head without a name")
      }
      headers.append(
        HTTPRequest.Field(
          String(filled[..<colon]),
          String(filled[filled.index(after: colon)...].drop { $0 == " " })))
    }
    var options = Connections.TransferOptions()
    (options.path, options.limit) = (call.outputFile, call.maximumByteCount)
    options.allowsRetry = !call.isSubmission
    options.milliseconds = (call.timeoutSeconds + call.bodyByteCount / Self.slowestUpload) * 1000
    let proxy = proxies.proxy(for: request.address.host)
    options.proxy = proxy
    // Behind a proxy, only the proxy knows which address a name means.
    options.isPublicOnly = proxy.isEmpty
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
      request, PreparedRequest(call.method.rawValue, request.address.text, headers), body, options)
    return nil
  }

  // MARK: Responses

  func allowsRetry(of request: Call, after failure: TransferFailure) -> Bool {
    let isSafe = !request.call.isSubmission || DeliveryCertainty(.failure(failure)).allowsRetry
    return isSafe
      && (failure.reason != .timedOut || request.attempts < Self.maximumSlowAttempts)
  }

  var redactor: KeyRedactor { keys.redactor }

  func evaluate(_ response: HTTPResponse, to request: Call) -> Evaluation<ProviderResponse> {
    if (300...399).contains(response.status), response.status != 304 {
      return followRedirect(to: response["location"], request)
    }
    let result = Result<_, TransferFailure>.success(redacted(response))
    // A submission must also be certain not to have been accepted.
    let isTransient =
      request.call.isSubmission
      ? DeliveryCertainty(.success(response.status)).allowsRetry : response.hasTransientStatus
    return isTransient ? .retry(else: result) : .finished(result)
  }

  /// Returns a response without keys.
  private func redacted(_ response: HTTPResponse) -> ProviderResponse {
    let redactor = redactor
    var redacted = ProviderResponse(status: response.status)
    redacted.date = response.date
    redacted.type = redactor.redacted(response["content-type"] ?? "")
    redacted.bytes = redactor.redacted(response.body)
    redacted.byteCount = response.receivedBytes
    return redacted
  }

  /// Follows a redirect within a host, if the call has no key and no body.
  private func followRedirect(
    to location: String?, _ request: Call
  ) -> Evaluation<ProviderResponse> {
    let (call, host) = (request.call, request.address.host)
    let text = location.map { $0.hasPrefix("/") ? "https://\(host)\($0)" : $0 } ?? ""
    guard let target = ProviderAddress(text), target.host == host,
      call.method == .get, !call.headers.contains(where: { $0.contains("$") }),
      request.redirectCount < Self.maximumRedirects
    else {
      return .finished(
        .failure(
          TransferFailure(
            .redirected, ProviderAddress(text)?.host ?? "an address that is not one to use",
            mayHaveArrived: call.isSubmission)))
    }
    request.redirectCount += 1
    request.address = target
    return .resend
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
