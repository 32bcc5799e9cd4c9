internal import CGalleryServer
public import Castbook
internal import Synchronization

/// The gallery: a library as a web page on this machine alone.
///
/// ```swift
/// let gallery = try GalleryServer(library, options)
/// print(gallery.address)  // http://127.0.0.1:22780/?key=…
/// await gallery.watch()
/// ```
public final class GalleryServer: Sendable {
  /// What is asked besides the library.
  public struct Options: Sendable {
    /// Nothing to take the usual one, or any other where that is taken.
    public var port: Int?
    public var isReadOnly = false
    public var catalogue: TargetCatalogue
    public var project: Project?
    /// Whole seconds that somebody may take who sends slowly.
    package var patience = Patience()

    public init(catalogue: TargetCatalogue) { self.catalogue = catalogue }
  }

  /// How long the server waits for a request's head, or for another request; and for a body, besides what its
  /// size takes.
  package struct Patience: Sendable {
    package var headSeconds = 60
    package var bodySeconds = 30
  }

  let hub: Hub
  // Started once, stopped once, and safe to use from any thread in between.
  private let server: Running

  public init(_ library: ElementLibrary, _ options: Options) throws {
    hub = try Hub(library, options)
    server = try Running(hub, options)
    hub.open(at: server.port)
  }

  public var port: Int { server.port }

  /// What opens it: whoever has the address is let in.
  public var address: String { hub.doorkeeper.address }

  /// `serve/1`: where it is found.
  public var json: JSONValue {
    [
      "castbook": "serve/1", "address": .string(address), "port": .integer(port),
      "library": .string(hub.library.folder.text), "readOnly": .boolean(hub.obstacle != nil),
    ]
  }

  /// Tells open pages what changes, until the task is cancelled.
  public func watch() async {
    await hub.listeners.watch(hub.library)
  }

  /// Ends all connections, and lets go of what was dropped and not kept.
  public func stop() {
    server.stop()
    hub.listeners.end()
    hub.drops.removeAll()
  }
}

/// The C server, as long as it runs.
@safe
private final class Running: @unchecked Sendable {
  // It is written once, and the server itself is made for several threads.
  private let server: OpaquePointer
  private let isStopped = Atomic(false)
  private let hub: Unmanaged<Hub>
  let port: Int

  init(_ hub: Hub, _ options: GalleryServer.Options) throws(GalleryError) {
    let port = options.port
    let tries = port.map { [$0] } ?? [GalleryProgram.usualPort, 0]
    let held = unsafe Unmanaged.passRetained(hub)
    var problem: Int32 = 0
    var found: OpaquePointer?
    for port in tries {
      unsafe found = Self.start(held, port, options.patience, &problem)
      if unsafe found != nil { break }
    }
    guard let server = unsafe found else {
      unsafe held.release()
      throw GalleryError(listening: problem, port: port ?? GalleryProgram.usualPort)
    }
    unsafe self.server = server
    unsafe self.hub = held
    self.port = unsafe Int(castbook_server_port(server))
  }

  private static func start(
    _ hub: Unmanaged<Hub>, _ port: Int, _ patience: GalleryServer.Patience, _ problem: inout Int32
  ) -> OpaquePointer? {
    var limits = castbook_server_limits_t(
      port: UInt16(clamping: port), threads: 4, most_connections: 256,
      head_seconds: UInt32(patience.headSeconds), body_seconds: UInt32(patience.bodySeconds),
      body_bytes_a_second: 64 << 10)
    var handlers = unsafe castbook_server_handlers_t(
      context: hub.toOpaque(), begin: began, take: took, ready: ready,
      end: ended)
    return unsafe castbook_server_start(&limits, &handlers, &problem)
  }

  func stop() {
    guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
    unsafe castbook_server_stop(server)
    // Nothing is called any more.
    unsafe hub.release()
  }

  deinit { stop() }
}

// MARK: What the server calls

private func hub(_ context: UnsafeMutableRawPointer?) -> Hub? {
  unsafe context.map { unsafe Unmanaged<Hub>.fromOpaque($0).takeUnretainedValue() }
}

private func visit(_ exchange: OpaquePointer?) -> Visit? {
  unsafe castbook_exchange_state(exchange).map {
    unsafe Unmanaged<Visit>.fromOpaque($0).takeUnretainedValue()
  }
}

private func began(_ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?) -> Bool {
  guard let hub = unsafe hub(context), let exchange = unsafe exchange else { return false }
  do {
    let visit = try unsafe hub.visit(exchange)
    unsafe castbook_exchange_set_state(exchange, Unmanaged.passRetained(visit).toOpaque())
    return true
  } catch {
    unsafe WebAnswer.refusal(error).give(to: exchange)
    return false
  }
}

private func took(
  _ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?, _ bytes: UnsafePointer<UInt8>?,
  _ count: Int
) -> Bool {
  unsafe visit(exchange)?.take(UnsafeBufferPointer(start: bytes, count: count)) ?? false
}

private func ready(_ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?) -> Bool {
  guard let hub = unsafe hub(context), let visit = unsafe visit(exchange) else { return false }
  return hub.answer(visit)
}

private func ended(_ context: UnsafeMutableRawPointer?, _ exchange: OpaquePointer?) {
  guard let state = unsafe castbook_exchange_state(exchange) else { return }
  unsafe castbook_exchange_set_state(exchange, nil)
  unsafe Unmanaged<Visit>.fromOpaque(state).release()
}
