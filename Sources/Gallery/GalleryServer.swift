internal import CGalleryServer
public import Castbook
internal import Files
internal import Synchronization

/// The gallery: a library as a web page that only this machine can open.
///
/// ```swift
/// let gallery = try GalleryServer(library, options)
/// print(gallery.address)  // http://castbook-….localhost:22780/?key=…
/// await gallery.watch()
/// ```
public final class GalleryServer: Sendable {
  /// The settings of the server besides its library.
  public struct Options: Sendable {
    /// The port; `nil` for the default one, or any free one when that is taken.
    public var port: Int?
    /// Whether the page may change nothing, even in a library that could be changed.
    public var isReadOnly = false
    /// The providers' profiles that pictures and prompts are checked against.
    public var catalogue: TargetCatalogue
    /// The project whose pins apply to shots; `nil` for none.
    public var project: Project?
    /// The folders that keep the session for the next start; `nil` to keep nothing.
    public var folders: GalleryFolders?
    /// The folder of models; `nil` for the user's own.
    package var modelFolder: FilePath?
    /// The path of `castbook-vision`; `nil` if it is next to the running program.
    package var vision: FilePath?
    /// The path of `castbook-media`; `nil` if it is next to the running program.
    package var decoder: FilePath?
    /// How long the server waits for slow clients.
    package var timeouts = Timeouts()

    /// Creates options with the defaults.
    public init(catalogue: TargetCatalogue) { self.catalogue = catalogue }
  }

  /// The time limits for a request, in seconds. A body gets more time the larger it is.
  package struct Timeouts: Sendable {
    /// The time for the head of a request.
    package var headSeconds = 10
    /// The time that a connection is kept open for another request.
    package var idleSeconds = 60
    /// The time for a body, besides the time that its size takes at 64 KiB a second.
    package var bodySeconds = 30
  }

  /// The port of the gallery unless the user chooses one. It never changes, because bookmarks and
  /// texts that are not saved yet belong to the address.
  public static let defaultPort = 22780

  /// The router that answers all requests.
  let router: Router
  // It is started once, stopped once, and safe to use from any thread in between.
  private let server: Running

  /// Lets this process open as many files as connections need, before a server starts.
  public static func allowManyConnections() { OpenFileLimit.raise(to: 4096) }

  /// Starts listening on the local interface.
  ///
  /// - Throws: `GalleryError` when no port is available, and any error of creating the
  ///   folder for dropped files.
  public init(_ library: ElementLibrary, _ options: Options) throws {
    router = try Router(library, options)
    server = try Running(router, options)
    router.begin(at: server.port)
  }

  /// The port that the server listens on.
  public var port: Int { server.port }

  /// The address to open. Its key admits every browser that has it.
  public var address: String { router.accessControl.address }

  /// Writes a file that leads one browser to the page and returns its path; `nil` if it can't be
  /// written. Its key works once, and appears in no process's arguments.
  public func makeOpener() -> FilePath? {
    router.opener.write(leadingTo: router.accessControl.address)
  }

  /// The address and the library as `serve/1`.
  public var json: JSONValue {
    [
      "castbook": "serve/1", "address": address, "port": port,
      "library": router.gallery.library.folder.text,
      "readOnly": router.gallery.obstacle != nil,
    ]
  }

  /// Tells open pages what changes in the library, until the task is cancelled.
  public func watch() async {
    await router.gallery.listeners.watch(
      router.gallery.shown, and: router.gallery.watchedProjects)
  }

  /// Closes all connections and deletes dropped files that were not kept. Calling it twice
  /// is harmless.
  public func stop() {
    server.stop()
    router.gallery.teamWork.cancel()
    router.gallery.careWork.cancel()
    router.gallery.comparisons.discardAll()
    router.gallery.listeners.closeAll()
    router.opener.remove()
    router.gallery.drops.removeAll()
    router.session.end()
  }
}

/// The C server while it runs.
@safe
private final class Running: @unchecked Sendable {
  // The pointer is set once, and the server itself is made for several threads.
  private let server: OpaquePointer
  /// Whether `stop()` was called.
  private let isStopped = Atomic(false)
  /// The router, retained for the callbacks until the server has stopped.
  private let router: Unmanaged<Router>
  let port: Int

  /// Starts the server on the requested port, or on the default port or else any free one.
  ///
  /// - Throws: `GalleryError` with the system's error number of the last attempt.
  init(_ router: Router, _ options: GalleryServer.Options) throws(GalleryError) {
    if let problem = unsafe castbook_server_load() {
      throw .noLibrary(unsafe String(cString: problem))
    }
    let port = options.port
    let tries =
      port.map { [$0] } ?? [
        router.session.port ?? GalleryServer.defaultPort, GalleryServer.defaultPort, 0,
      ]
    let retained = unsafe Unmanaged.passRetained(router)
    var problem: Int32 = 0
    var found: OpaquePointer?
    for port in tries {
      unsafe found = Self.start(retained, port, options.timeouts, &problem)
      if unsafe found != nil { break }
    }
    guard let server = unsafe found else {
      unsafe retained.release()
      throw GalleryError(listening: problem, port: port ?? GalleryServer.defaultPort)
    }
    unsafe self.server = server
    unsafe self.router = retained
    self.port = unsafe Int(castbook_server_port(server))
  }

  /// The maximum number of simultaneous connections. Half of the files that may be open are left
  /// for everything else.
  private static var maximumConnections: Int { min(1024, OpenFileLimit.current / 2) }

  /// Starts the server on one port; port 0 is any free one. Returns `nil` and sets
  /// `problem` when that fails.
  private static func start(
    _ router: Unmanaged<Router>, _ port: Int, _ patience: GalleryServer.Timeouts,
    _ problem: inout Int32
  ) -> OpaquePointer? {
    var limits = castbook_server_limits_t(
      port: UInt16(clamping: port), threads: 4,
      maximum_connections: UInt32(maximumConnections),
      head_seconds: UInt32(patience.headSeconds), idle_seconds: UInt32(patience.idleSeconds),
      body_seconds: UInt32(patience.bodySeconds), body_bytes_per_second: 64 << 10)
    var handlers = unsafe castbook_server_handlers_t(
      context: router.toOpaque(), on_head: began, on_body: received, on_complete: ready,
      on_end: ended)
    return unsafe castbook_server_start(&limits, &handlers, &problem)
  }

  /// Stops the server and waits for its threads.
  func stop() {
    guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    unsafe castbook_server_stop(server)
    // The server makes no more callbacks.
    unsafe router.release()
  }

  deinit { stop() }
}

// MARK: Callbacks of the server

/// The router behind a callback's context.
private func router(_ context: UnsafeMutableRawPointer?) -> Router? {
  unsafe context.map { unsafe Unmanaged<Router>.fromOpaque($0).takeUnretainedValue() }
}

/// The request behind an exchange; `nil` before its head was accepted.
private func request(_ exchange: OpaquePointer?) -> Request? {
  unsafe castbook_exchange_state(exchange).map {
    unsafe Unmanaged<Request>.fromOpaque($0).takeUnretainedValue()
  }
}

/// Accepts or refuses a request by its head. Returns false when it was answered with a
/// refusal.
private func began(_ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?) -> Bool {
  guard let router = unsafe router(context), let exchange = unsafe exchange else { return false }
  do {
    let request = try unsafe router.request(exchange)
    unsafe castbook_exchange_set_state(exchange, Unmanaged.passRetained(request).toOpaque())
    return true
  } catch {
    unsafe WebResponse.refusal(error).send(to: exchange)
    return false
  }
}

/// Passes on a part of a body. Returns false when the request does not accept it.
private func received(
  _ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?,
  _ count: Int
) -> Bool {
  unsafe request(exchange)?.append(UnsafeBufferPointer(start: bytes, count: count)) ?? false
}

/// Answers a complete request. Returns false when the answer follows later.
private func ready(_ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?) -> Bool {
  guard let router = unsafe router(context), let request = unsafe request(exchange) else {
    return false
  }
  return router.answer(request)
}

/// Releases a request when its exchange is over.
private func ended(_ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?) {
  guard let state = unsafe castbook_exchange_state(exchange) else { return }
  unsafe castbook_exchange_set_state(exchange, nil)
  unsafe Unmanaged<Request>.fromOpaque(state).release()
}
