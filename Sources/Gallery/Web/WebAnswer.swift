internal import CGalleryServer
internal import Castbook
internal import Files

/// What the server answers.
struct WebAnswer: Sendable {
  var status = 200
  var body: Body
  var headers: [(name: String, value: String)] = []

  enum Body: Sendable {
    case bytes([UInt8])
    case page(PageFile)
    /// A part of an open file.
    case file(ReadableFile, offset: Int, count: Int)
    /// Events as they come.
    case events
  }

  /// What holds of every answer: nobody else may show it, read it, or take it for something else.
  private static let always: [(name: String, value: String)] = [
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
  ]

  /// Of files that came from anywhere: whatever is in them, nothing of it runs.
  static let nothingRuns = ("Content-Security-Policy", "default-src 'none'; sandbox")
  static let notStored = ("Cache-Control", "no-store")

  static func json(_ value: JSONValue, status: Int = 200) -> WebAnswer {
    WebAnswer(
      status: status, body: .bytes(value.compactBytes),
      headers: [("Content-Type", "application/json; charset=utf-8"), notStored, nothingRuns])
  }

  static func text(_ text: String, status: Int) -> WebAnswer {
    WebAnswer(
      status: status, body: .bytes(Array(text.utf8)),
      headers: [("Content-Type", "text/plain; charset=utf-8"), notStored, nothingRuns])
  }

  /// An error as commands tell it.
  static func refusal(_ refusal: Refusal) -> WebAnswer {
    json(
      [
        "castbook": "error/1", "rule": .string(refusal.rule), "message": .string(refusal.message),
        "fix": refusal.fix.map { .string($0) }, "latest": refusal.latest.map { .string($0.hex) },
      ], status: refusal.status)
  }

  /// Hands it to the exchange that asked.
  func give(to exchange: OpaquePointer) {
    guard let answer = unsafe made(for: exchange) else {
      unsafe castbook_exchange_give(exchange, nil)
      return
    }
    for (name, value) in headers + Self.always {
      _ = unsafe castbook_answer_header(answer, name, value)
    }
    unsafe castbook_exchange_give(exchange, answer)
  }

  private func made(for exchange: OpaquePointer) -> OpaquePointer? {
    let status = UInt32(status)
    switch body {
    case .bytes(let bytes): return unsafe castbook_answer_bytes(status, bytes, bytes.count)
    case .page(let file):
      return unsafe castbook_answer_lasting(
        status, file.bytes.baseAddress, file.bytes.count)
    case .file(let file, let offset, let count):
      return unsafe castbook_answer_file(status, file.duplicate(), UInt64(offset), UInt64(count))
    case .events: return unsafe castbook_answer_events(exchange)
    }
  }
}

/// Why something is not done, for the page to tell.
struct Refusal: Error, Sendable {
  var status: Int
  var rule: String
  var message: String
  var fix: String?
  var latest: Digest?

  static func wrong(_ message: String, fix: String? = nil) -> Refusal {
    Refusal(status: 400, rule: "usage", message: message, fix: fix)
  }

  static let notThere = Refusal(status: 404, rule: "usage", message: "not found")
  static let refused = Refusal(
    status: 403, rule: "gallery.refused", message: "this request is not from Castbook's page")
  static let noSession = Refusal(
    status: 401, rule: "gallery.no-session", message: "this browser has no access",
    fix: "open the address that castbook serve printed")
  static let tooLarge = Refusal(
    status: 413, rule: "gallery.too-large", message: "this is more than the gallery accepts at once"
  )
  static let tooMuch = Refusal(
    status: 429, rule: "gallery.busy", message: "too many requests at once",
    fix: "close other tabs of the gallery, or wait a moment")

  init(status: Int, rule: String, message: String, fix: String? = nil, latest: Digest? = nil) {
    self.status = status
    self.rule = rule
    self.message = message
    self.fix = fix
    self.latest = latest
  }

  /// What an error of Castbook comes to here.
  init(_ error: any Error) {
    if let refusal = error as? Refusal {
      self = refusal
      return
    }
    let report = ErrorReport(error)
    status = report.blame == .failure ? 500 : 400
    (rule, message, fix) = (report.rule, report.message, report.fix)
    switch error {
    case ElementLibraryError.conflict(_, let digest): (status, latest) = (409, digest)
    case ElementLibraryError.unknownElement, ElementLibraryError.unknownRevision: status = 404
    case ElementLibraryError.readOnly: status = 423
    default: break
    }
  }
}
