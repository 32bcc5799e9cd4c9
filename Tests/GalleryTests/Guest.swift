import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A gallery of a temporary library, and a client that sends requests byte by byte, as a browser or
/// as an attacker does.
final class Guest {
  let folder: URL
  /// The folder of the models that the gallery finds; it does not exist at the beginning.
  let models: FilePath?
  let library: ElementLibrary
  let gallery: GalleryServer
  /// All of its answers in JSON; at the end they are checked by their schemas.
  let answers = Answers()
  private let watching: Task<Void, Never>

  init(
    isStarted: Bool = true, _ change: (inout GalleryServer.Options) throws -> Void = { _ in }
  ) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "castbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    if isStarted {
      try await Self.model.value.copy(into: folder)
    } else {
      try ElementLibrary.create(at: try Self.location(in: folder))
    }
    library = try await Self.open(in: folder)
    var options = GalleryServer.Options(catalogue: try TargetCatalogue())
    options.port = 0
    models = FilePath(folder.appending(path: "models").path())
    options.modelFolder = models
    options.vision = FilePath(Bundle.main.bundleURL.appending(path: "castbook-vision").path())
    options.decoder = FilePath(Bundle.main.bundleURL.appending(path: "castbook-media").path())
    try change(&options)
    let gallery = try GalleryServer(library, options)
    self.gallery = gallery
    watching = Task { await gallery.watch() }
  }

  private static func location(in folder: URL) throws -> LibraryLocation {
    LibraryLocation(try #require(FilePath(folder.appending(path: "library").path())))
  }

  private static func open(in folder: URL) async throws -> ElementLibrary {
    let decoder = FilePath(Bundle.main.bundleURL.appending(path: "castbook-media").path())
    return try await ElementLibrary.open(at: location(in: folder), decoder: decoder)
  }

  /// A library with the starter catalogue.
  private static let model = Task {
    let folder = try TemporaryFolder()
    let place = folder.url
    try ElementLibrary.create(at: location(in: place))
    try await ImportPack.addStarter(to: open(in: place))
    return try ModelFolder(of: place, from: folder)
  }

  deinit {
    watching.cancel()
    gallery.stop()
    answers.validate()
    try? FileManager.default.removeItem(at: folder)
  }

  var host: String { String(gallery.address.dropFirst("http://".count).prefix { $0 != "/" }) }
  var key: String { String(gallery.address.split(separator: "=").last ?? "") }

  /// The cookie that the opening address gives.
  func pass() async throws -> String {
    let reply = try await ask("/?key=\(key)", pass: nil)
    let cookie = try #require(reply.header("Set-Cookie"))
    return String(try #require(cookie.split(separator: ";").first))
  }

  /// The response to a request.
  struct Reply {
    let status: Int
    let head: String
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    func json() throws -> JSONValue { try JSONParser.parse(body) }

    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()):") }
        .map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
    }
  }

  /// Sends a request as the page does, unless other headers are given.
  func ask(
    _ target: String, method: String = "GET", pass: String?, body: [UInt8]? = nil,
    headers: [String: String] = [:]
  ) async throws -> Reply {
    var all = ["Host": host, "Connection": "close"]
    if let pass { all["Cookie"] = pass }
    if method != "GET" {
      all["Origin"] = "http://\(host)"
      all["X-Castbook"] = "page"
    }
    if let body { all["Content-Length"] = String(body.count) }
    all.merge(headers) { $1 }
    let lines = all.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
      .map { "\($0.key): \($0.value)\r\n" }.joined()
    let line = Line(port: gallery.port)
    line.send(Array("\(method) \(target) HTTP/1.1\r\n\(lines)\r\n".utf8) + (body ?? []))
    let reply = try #require(await line.reply(), "there was no answer to \(method) \(target)")
    if method != "HEAD", reply.header("Content-Type")?.hasPrefix("application/json") == true {
      answers.keep(try reply.json(), to: "\(method) \(target)")
    }
    return reply
  }

  func ask(_ target: String) async throws -> Reply { try await ask(target, pass: pass()) }

  func post(_ target: String, _ value: JSONValue) async throws -> Reply {
    try await ask(target, method: "POST", pass: pass(), body: value.compactBytes)
  }

  /// A page that listens to events; the head of the answer has arrived.
  func listen() async throws -> (line: Line, head: String) {
    let line = Line(port: gallery.port)
    line.send(
      "GET /api/events HTTP/1.1\r\nHost: \(host)\r\nCookie: \(try await pass())\r\n\r\n")
    return (line, await line.text { $0.contains("\r\n\r\n") })
  }

  /// An element as the page shows it: `show/2` with `around`.
  func element(_ handle: String) async throws -> JSONValue {
    let found = try library.find("@\(handle)")
    let answer = try await ask("/api/elements/\(found.element.text)").json()
    return try #require(answer["show"]).adding(["around": answer["around"]])
  }
}

/// A connection to a port of this machine.
final class Line: Sendable {
  let descriptor: Int32
  /// Whether the connection was accepted.
  let isOpen: Bool

  init(port: Int, address host: UInt32 = 0x7F00_0001) {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = host.bigEndian
    let opened = descriptor
    isOpen =
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(opened, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      } == 0
  }

  deinit { close(descriptor) }

  /// Sends bytes, and returns whether all of them were accepted.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Receives until the connection is closed or no bytes arrive for some seconds.
  ///
  /// Waits on its own thread: the server answers in tasks, which need the threads that tests run
  /// on.
  func receive(
    seconds: Int = 60, until isEnough: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
  ) async -> [UInt8] {
    let descriptor = descriptor
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: Self.receive(descriptor, seconds, isEnough))
      }
    }
  }

  /// Receives text until the caller has what it waits for.
  ///
  /// The limit is generous because other tests may keep all processors busy for minutes.
  func text(until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
    let end = ContinuousClock.now + .seconds(300)
    let bytes = await receive(seconds: 300) {
      ContinuousClock.now > end || isEnough(String(decoding: $0, as: UTF8.self))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func receive(
    _ descriptor: Int32, _ seconds: Int, _ isEnough: ([UInt8]) -> Bool
  ) -> [UInt8] {
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while !isEnough(all) {
      let count = recv(descriptor, &part, part.count, 0)
      guard count > 0 else { break }
      all += part.prefix(count)
    }
    return all
  }

  /// The response to one request; `nil` if the connection ends without one.
  func reply() async -> Guest.Reply? {
    // A machine at work may need a minute for what takes a second.
    let bytes = await receive(seconds: 300)
    let end = Array("\r\n\r\n".utf8)
    guard bytes.count > end.count,
      let cut = (0...(bytes.count - end.count)).first(where: { Array(bytes[$0..<$0 + 4]) == end })
    else { return nil }
    let head = String(decoding: bytes[..<cut], as: UTF8.self)
    let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return Guest.Reply(status: status, head: head, body: Array(bytes[(cut + 4)...]))
  }
}
