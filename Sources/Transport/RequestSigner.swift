internal import Files
package import Model
internal import Transfers

/// The keys that identify a user to a store.
package struct StoreCredentials: Hashable, Sendable {
  package let accessKey: String
  package let secretKey: String
  /// The session token of temporary keys; `nil` for permanent ones.
  package let sessionToken: String?

  package init(accessKey: String, secretKey: String, sessionToken: String? = nil) {
    (self.accessKey, self.secretKey, self.sessionToken) = (accessKey, secretKey, sessionToken)
  }
}

/// Signs requests for Amazon's S3 and compatible stores (signature version 4).
///
/// ```swift
/// let signature = RequestSigner(credentials, region: "eu-central-1", at: now)
/// let signed = signature.signing(request, body: SHA256.digest(of: bytes))
/// ```
package struct RequestSigner: Sendable {
  private let credentials: StoreCredentials
  private let scope: String
  /// The time of signing, such as `20261120T070000Z`.
  private let timestamp: String
  private let key: Digest

  /// Creates the signature for requests that are sent to a region at this time.
  package init(_ credentials: StoreCredentials, region: String, at now: Instant) {
    self.credentials = credentials
    timestamp = "\(now)".prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    let day = timestamp.prefix(8)
    scope = "\(day)/\(region)/s3/aws4_request"
    // Each part of the scope derives a key from the previous one.
    let first = Array("AWS4\(credentials.secretKey)".utf8)
    let last = ["\(day)", region, "s3", "aws4_request"].reduce(first) { key, word in
      HMAC.code(of: Array(word.utf8), key: key).bytes
    }
    guard let key = Digest(bytes: last) else { preconditionFailure("a code has 32 bytes") }
    self.key = key
  }

  /// Returns a request with headers that prove who sends it, and that its body has this digest.
  package func signing(_ request: HTTPRequest, body: Digest) -> HTTPRequest {
    var signed = request
    signed.headers += [.init("x-amz-content-sha256", body.hex), .init("x-amz-date", timestamp)]
    if let token = credentials.sessionToken {
      signed.headers.append(.init("x-amz-security-token", token))
    }
    let (names, signature) = signature(of: signed, body: body.hex)
    signed.headers.append(
      .init(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), "
          + "Signature=\(signature)"))
    return signed
  }

  /// Returns a request whose address alone proves who made it, for a number of seconds. Anyone may
  /// send it.
  package func presigning(_ request: HTTPRequest, seconds: Int) -> HTTPRequest {
    var signed = request
    signed.query += [
      .init("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
      .init("X-Amz-Credential", "\(credentials.accessKey)/\(scope)"),
      .init("X-Amz-Date", timestamp),
      .init("X-Amz-Expires", String(seconds)),
    ]
    if let token = credentials.sessionToken {
      signed.query.append(.init("X-Amz-Security-Token", token))
    }
    let names = canonicalHeaders(of: signed).map(\.name).joined(separator: ";")
    signed.query.append(.init("X-Amz-SignedHeaders", names))
    let (_, signature) = signature(of: signed, body: "UNSIGNED-PAYLOAD")
    signed.query.append(.init("X-Amz-Signature", signature))
    return signed
  }

  /// The headers to sign, sorted by name: all of them, and the host.
  private func canonicalHeaders(of request: HTTPRequest) -> [HTTPRequest.Field] {
    (request.headers + [.init("host", request.origin.hostHeader)])
      .map { HTTPRequest.Field($0.name.lowercased(), $0.value) }
      .sorted { $0.name < $1.name }
  }

  private func signature(
    of request: HTTPRequest, body: String
  ) -> (headers: String, signature: String) {
    let headers = canonicalHeaders(of: request)
    let names = headers.map(\.name).joined(separator: ";")
    let lines =
      [request.method, request.encodedPath, request.encodedQuery]
      + headers.map { "\($0.name):\($0.value)" } + ["", names, body]
    let digest = SHA256.digest(of: Array(lines.joined(separator: "\n").utf8))
    let text = ["AWS4-HMAC-SHA256", timestamp, scope, digest.hex].joined(separator: "\n")
    return (names, HMAC.code(of: Array(text.utf8), key: key.bytes).hex)
  }
}
