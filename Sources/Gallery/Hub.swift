internal import CGalleryServer
internal import Castbook
internal import Synchronization

/// Where requests come in and are parted: who may ask, what at once, and what in a task of its own.
final class Hub: Sendable {
  let library: ElementLibrary
  let options: GalleryServer.Options
  let previews: Previews
  let glances = GlanceMemory()
  let drops: Drops
  let downloads = Downloads()
  let listeners = Listeners()
  private let secrets = (key: Doorkeeper.secret(), pass: Doorkeeper.secret())
  private let port = Atomic(0)

  /// A request's text may have so many bytes; dropped files may have more.
  private static let mostText = 2 << 20
  private static let mostFile = 1 << 30

  init(_ library: ElementLibrary, _ options: GalleryServer.Options) throws {
    self.library = library
    self.options = options
    previews = Previews(of: library)
    drops = Drops(folder: try DropFolder())
  }

  /// Lets people in, at a port that is known only now.
  func open(at port: Int) {
    self.port.store(port, ordering: .releasing)
  }

  var doorkeeper: Doorkeeper {
    Doorkeeper(
      key: secrets.key, pass: secrets.pass, port: port.load(ordering: .acquiring))
  }

  /// Why nothing can be changed; nothing where it can.
  var obstacle: Refusal? {
    if options.isReadOnly {
      return Refusal(
        status: 423, rule: "library.read-only",
        message: "the gallery is read-only",
        fix: "start castbook serve without --read-only")
    }
    return library.obstacle.map { error in
      var refusal = Refusal(error)
      refusal.status = 423
      return refusal
    }
  }

  // MARK: Coming in

  /// A request whose head is there.
  func visit(_ exchange: OpaquePointer) throws(Refusal) -> Visit {
    let method = unsafe String(cString: castbook_exchange_method(exchange))
    guard ["GET", "HEAD", "POST", "DELETE"].contains(method) else {
      throw Refusal(
        status: 405, rule: "usage", message: "method \(sanitized(method)) is not supported")
    }
    let text = unsafe String(cString: castbook_exchange_target(exchange))
    guard let target = WebTarget(text) else { throw .wrong("the address can't be read") }
    func header(_ name: String) -> [String] { unsafe Visit.header(name, of: exchange) }
    let head = Doorkeeper.Head(
      method: method, host: header("Host"), origin: header("Origin"),
      site: header("Sec-Fetch-Site"), cookie: header("Cookie"), mark: header("X-Castbook"))
    let keeper = doorkeeper
    if let refusal = keeper.refusal(of: head, isDoor: target.parts.isEmpty) { throw refusal }
    let isDrop = method == "POST" && target.parts == ["api", "drops"]
    let limit = isDrop ? Self.mostFile : method == "POST" ? Self.mostText : 0
    if let length = header("Content-Length").first.flatMap(Int.init), length > limit {
      throw .tooLarge
    }
    let visit = unsafe Visit(
      exchange, method: method, target: target, hasPass: keeper.isLetIn(head.cookie), limit: limit)
    if isDrop { visit.incoming = try drops.begin(target) }
    return visit
  }

  /// Answers a request that is whole: at once where that takes no time; else in a task, and then this is false.
  func answer(_ visit: Visit) -> Bool {
    if let answer = answerAtOnce(visit) {
      visit.answer(answer)
      return true
    }
    Task {
      let answer: WebAnswer
      do {
        answer = try await self.answer(to: visit)
      } catch {
        answer = .refusal(Refusal(error))
      }
      visit.answer(answer)
      if case .events = answer.body { return }
      visit.leave()
    }
    return false
  }

  private func answerAtOnce(_ visit: Visit) -> WebAnswer? {
    guard visit.method == "GET" else { return nil }
    let parts = visit.target.parts
    if parts.isEmpty { return door(visit) }
    if parts.first == "page", parts.count == 2 { return page(parts[1], visit) }
    if parts.starts(with: ["api", "files"]), parts.count > 2 { return fileAtOnce(visit) }
    return nil
  }

  // MARK: The page itself

  /// The way in: with the key, a cookie; with that, the page.
  private func door(_ visit: Visit) -> WebAnswer {
    let keeper = doorkeeper
    if let key = visit.target["key"] {
      guard keeper.isKey(key) else { return Self.closed }
      // Followed by the page itself, not by the server: a browser that came from another site shows its new cookie
      // only to what it goes to from here.
      let text =
        "<!doctype html><meta charset=\"utf-8\"><title>Castbook</title>"
        + "<meta http-equiv=\"refresh\" content=\"0;url=/\">"
      return WebAnswer(
        body: .bytes(Array(text.utf8)),
        headers: [
          ("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", keeper.cookie),
          WebAnswer.notStored, PageFile.policy,
        ])
    }
    guard visit.hasPass else { return Self.closed }
    return page("index.html", visit)
  }

  private static let closed = WebAnswer(
    status: 401,
    body: .bytes(
      Array(
        ("<!doctype html><meta charset=\"utf-8\"><title>Castbook</title>"
          + "<p>Open this gallery with the address that <code>castbook serve</code> printed.</p>")
          .utf8)),
    headers: [("Content-Type", "text/html; charset=utf-8"), WebAnswer.notStored, PageFile.policy])

  private func page(_ name: String, _ visit: Visit) -> WebAnswer {
    guard let file = PageFile.all[name] else { return .refusal(.notThere) }
    let headers = [
      ("Content-Type", file.type), ("ETag", file.tag), ("Cache-Control", "no-cache"),
      PageFile.policy,
    ]
    if visit.ifNoneMatch == file.tag {
      return WebAnswer(status: 304, body: .bytes([]), headers: headers)
    }
    return WebAnswer(body: .page(file), headers: headers)
  }
}

extension Doorkeeper {
  var address: String { "http://127.0.0.1:\(port)/?key=\(key)" }
}

extension Visit {
  /// Lets the exchange go, which is answered or never will be.
  func leave() { unsafe castbook_exchange_release(exchange) }
}
