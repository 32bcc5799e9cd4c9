internal import Archive
internal import CGalleryServer
internal import Castbook
internal import Files

/// An answer to a request.
struct WebResponse: Sendable {
  var status = 200
  var body: Body
  /// The headers besides those of every answer.
  var headers: [(name: String, value: String)] = []

  /// The content of an answer.
  enum Body: Sendable {
    /// Bytes in memory.
    case bytes([UInt8])
    /// A range of an open file.
    case file(ReadableFile, offset: Int, count: Int)
    /// A stream of events, which stays open.
    case events
  }

  /// The headers of every answer: other sites must not embed it, read it, or interpret it
  /// as another type.
  private static let always: [(name: String, value: String)] = [
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
  ]

  /// The content security policy for files of unknown origin: nothing in them is executed.
  static let sandboxPolicy = ("Content-Security-Policy", "default-src 'none'; sandbox")
  /// The header that marks an answer as compressed.
  static let gzip = ("Content-Encoding", "gzip")
  /// The header that marks an answer as dependent on the encodings that the browser accepts.
  static let vary = ("Vary", "Accept-Encoding")
  /// The header that forbids browsers to store the answer.
  static let noStore = ("Cache-Control", "no-store")

  /// Returns the value of a `Content-Disposition` header that saves the file under a name.
  ///
  /// Characters that could end the header are replaced or percent-encoded.
  static func attachment(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar in
      scalar.isASCII && scalar.value >= 32 && !"\"\\/%;".unicodeScalars.contains(scalar)
        && scalar.value < 127
        ? Character(scalar) : "_"
    }
    let whole = name.utf8.prefix(600).percentEncoded
    return
      "attachment; filename=\"\(String(plain.prefix(200)))\"; filename*=UTF-8''\(whole)"
  }

  /// Returns a JSON answer.
  static func json(_ value: JSONValue, status: Int = 200) -> WebResponse {
    WebResponse(
      status: status, body: .bytes(value.compactBytes),
      headers: [("Content-Type", "application/json; charset=utf-8"), noStore, sandboxPolicy])
  }

  /// The answer as gzip, if it is JSON that is long enough to benefit.
  var compressed: WebResponse {
    guard case .bytes(let bytes) = body, bytes.count > 1400,
      headers.contains(where: {
        $0.name == "Content-Type" && $0.value.hasPrefix("application/json")
      }),
      let shorter = Gzip.compressed(bytes, level: 3)
    else { return self }
    return WebResponse(
      status: status, body: .bytes(shorter), headers: headers + [Self.gzip, Self.vary])
  }

  /// Returns a plain-text answer.
  static func text(_ text: String, status: Int) -> WebResponse {
    WebResponse(
      status: status, body: .bytes(Array(text.utf8)),
      headers: [("Content-Type", "text/plain; charset=utf-8"), noStore, sandboxPolicy])
  }

  /// Returns an error as `error/1`, in the same form as the commands print it.
  static func refusal(_ refusal: Refusal) -> WebResponse {
    json(refusal.json, status: refusal.status)
  }

  /// Sends the answer to the exchange that asked.
  func send(to exchange: OpaquePointer) {
    guard let answer = unsafe response(for: exchange) else {
      unsafe castbook_exchange_answer(exchange, nil)
      return
    }
    for (name, value) in headers + Self.always {
      _ = unsafe castbook_answer_header(answer, name, value)
    }
    unsafe castbook_exchange_answer(exchange, answer)
  }

  /// Creates the answer in C. Returns `nil` when memory is not available or a file cannot
  /// be handed over.
  private func response(for exchange: OpaquePointer) -> OpaquePointer? {
    let status = UInt32(status)
    switch body {
    case .bytes(let bytes): return unsafe castbook_answer_bytes(status, bytes, bytes.count)
    case .file(let file, let offset, let count):
      return unsafe castbook_answer_file(status, file.duplicate(), UInt64(offset), UInt64(count))
    case .events: return unsafe castbook_answer_events(exchange)
    }
  }
}

/// The reason why a request is refused or failed, for the page to show.
struct Refusal: CastbookError {
  /// The HTTP status.
  var status: Int
  /// The ID of the rule.
  var rule: String
  /// What happened.
  var message: String
  /// What the user can do; `nil` when there is no advice.
  var fix: String?
  /// The latest revision, when the change conflicts with it.
  var latest: Digest?
  /// The values in which the change and the latest revision differ.
  var conflicts: [ForkConflict] = []

  var blame: Blame { status < 500 ? .usage : .failure }

  /// The refusal as `error/1`. A conflict also has the latest revision and the values.
  var json: JSONValue {
    ErrorReport(self).json.adding([
      "latest": latest,
      "conflicts": conflicts.nonEmpty?.objects { conflict in
        [
          "what": conflict.subject, "theirs": conflict.dropped.first?.words,
          "yours": conflict.kept.words,
        ]
      },
    ])
  }

  /// Returns a refusal with status 400: the request is invalid.
  static func badRequest(_ message: String, fix: String? = nil) -> Refusal {
    Refusal(status: 400, rule: "usage", message: message, fix: fix)
  }

  /// The requested object does not exist.
  static let notFound = Refusal(status: 404, rule: "usage", message: "not found")
  /// The request does not come from Castbook's own page.
  static let forbidden = Refusal(
    status: 403, rule: "gallery.refused", message: "this request is not from Castbook's page")
  /// The browser has not opened the printed address.
  static let unauthorized = Refusal(
    status: 401, rule: "gallery.no-session", message: "this browser has no access",
    fix: "open the address that castbook serve printed")
  /// The body is too large.
  static let tooLarge = Refusal(
    status: 413, rule: "gallery.too-large", message: "this is more than the gallery accepts at once"
  )
  /// Too many files, pages or requests are active.
  static let tooManyRequests = Refusal(
    status: 429, rule: "gallery.busy", message: "too many requests at once",
    fix: "close other tabs of the gallery, or wait a moment")
}

extension Refusal {
  /// Translates any error of Castbook, with the status that fits it.
  init(_ error: any Error) {
    if let refusal = error as? Refusal {
      self = refusal
      return
    }
    let report = ErrorReport(error)
    status = report.blame == .failure ? 500 : 400
    (rule, message, fix) = (report.rule, report.message, report.fix)
    switch error {
    case ElementLibraryError.conflict(_, let digest, let values):
      (status, latest, conflicts) = (409, digest, values)
    case ElementLibraryError.listChanged: status = 409
    case ElementLibraryError.unknownElement, ElementLibraryError.unknownRevision: status = 404
    case let error as any CastbookError where error.rule == "library.read-only": status = 423
    // The folder that the user named, or its lock file, is not what it should be.
    case is ProjectError where status == 500: status = 409
    // The library went away while it was being read.
    case let error as any CastbookError
    where ["library.none", "library.incomplete"].contains(error.rule): status = 503
    default: break
    }
  }
}
