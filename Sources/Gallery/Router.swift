internal import CGalleryServer
internal import Castbook
internal import Synchronization

/// The router: it checks access, answers quick requests immediately, and answers all others in
/// tasks, by the table of routes.
final class Router: Sendable {
  /// The library that the page shows, and everything that belongs to the open page.
  let gallery: OpenGallery
  /// The file that leads a browser started by this machine to the page.
  let opener: OpenerFile
  /// The session that the next gallery of this library continues.
  let session: KeptSession
  /// The key in the address, different for each start.
  private let key = AccessControl.secret()
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
    session = KeptSession(of: library.id, in: options.folders)
    gallery = try OpenGallery(library, options)
    opener = OpenerFile(in: gallery.drops.folder.path)
  }

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
    if isDrop { request.incoming = try gallery.drops.begin(target) }
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
    if parts.isEmpty { return PageRoutes.entry(request, accessControl, opener) }
    if parts.first == "page", parts.count == 2 { return PageRoutes.file(parts[1], request) }
    return FileRoutes.existingPreview(request, gallery)
  }

  /// Answers a request of the API by its route.
  private func answer(to request: Request) async throws -> WebResponse {
    let target = request.target
    guard target.parts.first == "api" else { throw Refusal.notFound }
    guard let (route, parameter) = RouteTable.route(request.method, to: target.parts) else {
      try await gallery.shown.requirePresence()
      throw Refusal.notFound
    }
    let context = RequestContext(gallery: gallery, target: target, parameter: parameter)
    return try await route.answer(request, context)
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
