internal import CGalleryServer
internal import Castbook
internal import Synchronization

/// The router: it checks access, answers quick requests immediately, and answers all others in
/// tasks.
final class Router: Sendable {
  /// The library that the page shows, and its previews.
  let shown: ShownLibrary
  let options: GalleryServer.Options
  /// The overviews of elements that lists show, which are expensive to compute again.
  let overviews = OverviewCache()
  /// The files that were dropped on the page and are not kept yet.
  let drops: Drops
  /// The files that were made for the page to download.
  let downloads = Downloads()
  /// The file that leads a browser started by this machine to the page.
  let opener: OpenerFile
  /// The open pages that receive events.
  let listeners: Listeners
  /// The exchange with the team's store that a page has begun.
  let teamWork: TeamWork
  /// The sends and fetches that pages have begun.
  let sendWork: SendWork
  /// The key in the address, different for each start.
  private let key = AccessControl.secret()
  /// The id of this start of the server. Files that were dropped on an earlier one are gone.
  let run = AccessControl.secret(8)
  /// The session that the next gallery of this library continues.
  let session: KeptSession
  /// The port; 0 until the server listens.
  private let port = Atomic(0)

  /// The largest body of an ordinary request, in bytes.
  private static let maximumTextBytes = 2 << 20
  /// The largest dropped file, in bytes.
  private static let maximumFileBytes = 1 << 30

  /// Creates a router, which has no port yet.
  ///
  /// - Throws: Any error of creating the folder for dropped files.
  init(_ library: ElementLibrary, _ options: GalleryServer.Options) throws {
    shown = ShownLibrary(library)
    listeners = Listeners()
    teamWork = TeamWork(telling: listeners)
    self.options = options
    session = KeptSession(of: library.id, in: options.folders)
    drops = Drops(folder: try DropFolder())
    opener = OpenerFile(in: drops.folder.path)
    sendWork = SendWork(telling: listeners, in: drops.folder.path)
  }

  /// The library as it was last opened.
  var library: ElementLibrary { shown.opened.library }
  /// The reduced pictures of the library's files.
  var previews: Previews { shown.opened.previews }

  /// Sets the port, without which every request is refused.
  func begin(at port: Int) {
    session.keep(port: port)
    self.port.store(port, ordering: .releasing)
  }

  /// The access check for the current port.
  var accessControl: AccessControl {
    AccessControl(
      key: key, session: session.pass, name: session.name, port: port.load(ordering: .acquiring))
  }

  /// Why the library cannot be changed; `nil` when it can.
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

  // MARK: Accepting requests

  /// Checks the head of a request and creates the request.
  ///
  /// - Throws: `Refusal` when the method, the address, the origin or the length is not
  ///   accepted.
  func request(_ exchange: OpaquePointer) throws(Refusal) -> Request {
    let method = unsafe String(cString: castbook_exchange_method(exchange))
    guard ["GET", "HEAD", "POST", "DELETE"].contains(method) else {
      throw Refusal(
        status: 405, rule: "usage", message: "method \(sanitized(method)) is not supported")
    }
    let text = unsafe String(cString: castbook_exchange_target(exchange))
    guard let target = WebTarget(text) else { throw .badRequest("the address can't be read") }
    func header(_ name: String) -> [String] { unsafe Request.header(name, of: exchange) }
    let head = AccessControl.Head(
      method: method, host: header("Host"), origin: header("Origin"),
      site: header("Sec-Fetch-Site"), cookie: header("Cookie"), pageHeader: header("X-Castbook"))
    let keeper = accessControl
    if let refusal = keeper.refusal(of: head, isEntry: target.parts.isEmpty) { throw refusal }
    // Two lengths, or a length beside chunks, could be read as two requests.
    let lengths = header("Content-Length")
    guard lengths.count <= 1, lengths.isEmpty || header("Transfer-Encoding").isEmpty else {
      throw .badRequest("the length of the body is stated twice")
    }
    let isDrop = method == "POST" && target.parts == ["api", "drops"]
    let limit = isDrop ? Self.maximumFileBytes : method == "POST" ? Self.maximumTextBytes : 0
    if let length = lengths.first.flatMap(Int.init), length > limit {
      throw .tooLarge
    }
    let request = unsafe Request(
      exchange, method: method, target: target, hasSession: keeper.hasSession(head.cookie),
      limit: limit)
    request.isElsewhere = keeper.isElsewhere(head.host.first)
    if isDrop { request.incoming = try drops.begin(target) }
    return request
  }

  /// Answers a complete request.
  ///
  /// Returns true when it was answered immediately, and false when a task answers it
  /// later.
  func answer(_ request: Request) -> Bool {
    if let answer = immediateAnswer(request) {
      request.respond(with: answer)
      return true
    }
    Task {
      let answer: WebResponse
      do {
        answer = try await self.answer(to: request)
      } catch {
        answer = .refusal(Refusal(error))
      }
      request.respond(with: request.acceptsGzip ? answer.compressed : answer)
      if case .events = answer.body { return }
      request.release()
    }
    return false
  }

  /// Returns the answer to a request for the page or for a finished preview; `nil` when
  /// answering may take time.
  private func immediateAnswer(_ request: Request) -> WebResponse? {
    guard request.method == "GET" else { return nil }
    let parts = request.target.parts
    if parts.isEmpty { return door(request) }
    if parts.first == "page", parts.count == 2 { return page(parts[1], request) }
    if parts.starts(with: ["api", "files"]), parts.count > 2 { return existingPreview(request) }
    return nil
  }

  // MARK: The page itself

  /// Answers a request for the root: with the key it sets the cookie, with the cookie it
  /// returns the page.
  private func door(_ request: Request) -> WebResponse {
    guard !request.isElsewhere else { return Self.closed }
    let keeper = accessControl
    if let key = request.target["key"] {
      guard keeper.isKey(key) || opener.use(key) else { return Self.closed }
      // The page itself is reloaded, instead of a redirect by the server: a browser that
      // came from another site sends its new cookie only with requests that start from
      // here.
      let text =
        "<!doctype html><meta charset=\"utf-8\"><title>Castbook</title>"
        + "<meta http-equiv=\"refresh\" content=\"0;url=/\">"
      return WebResponse(
        body: .bytes(Array(text.utf8)),
        headers: [
          ("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", keeper.cookie),
          WebResponse.noStore, PageFile.policy,
        ])
    }
    guard request.hasSession else { return Self.closed }
    return page("index.html", request)
  }

  /// The answer to a browser without access.
  private static let closed = WebResponse(
    status: 401,
    body: .bytes(
      Array(
        ("<!doctype html><meta charset=\"utf-8\"><title>Castbook</title>"
          + "<p>Open this gallery with the address that <code>castbook serve</code> printed.</p>")
          .utf8)),
    headers: [("Content-Type", "text/html; charset=utf-8"), WebResponse.noStore, PageFile.policy])

  /// Returns a file of the page, or status 304 when the browser has it already.
  private func page(_ name: String, _ request: Request) -> WebResponse {
    guard let file = PageFile.all[name] else { return .refusal(.notFound) }
    // An address with the tag of a file always stands for the same content.
    let isPermanent = file.isPermanent && !request.target.query.isEmpty
    var headers = [
      ("Content-Type", file.type), ("ETag", file.tag), PageFile.policy, WebResponse.vary,
      ("Cache-Control", isPermanent ? "private, max-age=31536000, immutable" : "no-cache"),
    ]
    if request.ifNoneMatch == file.tag {
      return WebResponse(status: 304, body: .bytes([]), headers: headers)
    }
    guard request.acceptsGzip, let compressed = file.compressed else {
      return WebResponse(body: .bytes(file.bytes), headers: headers)
    }
    headers.append(WebResponse.gzip)
    return WebResponse(body: .bytes(compressed), headers: headers)
  }
}

extension AccessControl {
  /// The address that admits a browser.
  var address: String { address(key) }

  /// The address with another key.
  func address(_ key: String) -> String { "http://\(host)/?key=\(key)" }
}

extension Request {
  /// Releases the exchange after it was answered or abandoned. The request must not be
  /// used afterwards.
  func release() { unsafe castbook_exchange_release(exchange) }
}
