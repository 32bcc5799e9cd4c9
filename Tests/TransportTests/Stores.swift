import Files
import Foundation
import Model
import TestSupport
import Testing
import Transfers
import Transport

/// A store on the loopback address, for requests that the tests make themselves.
final class LoopbackStore {
  static let credentials = StoreCredentials(
    accessKey: S3Server.accessKey, secretKey: S3Server.secretKey)

  private let server: S3Server
  let location: StoreLocation
  var folder: TemporaryFolder { server.folder }

  /// Starts a store; with `isEncrypted`, its own authority issues its certificate for `localhost`.
  init(prefix: String = "", isEncrypted: Bool = false) throws {
    server = try S3Server(isEncrypted: isEncrypted)
    location = try #require(
      StoreLocation(
        "s3://team\(prefix)", endpoint: HTTPOrigin(server.origin), region: "us-east-1"))
  }

  /// Signs requests as of now.
  static func signature(
    _ credentials: StoreCredentials = credentials, secondsAgo: Int = 0
  ) -> RequestSigner {
    let now = Int(Date().timeIntervalSince1970) - secondsAgo
    return RequestSigner(
      credentials, region: "us-east-1", at: Instant(milliseconds: now * 1000))
  }

  /// Sends one request and waits for its answer.
  func answer(
    _ request: HTTPRequest, _ body: [UInt8]? = nil,
    by signature: RequestSigner = LoopbackStore.signature()
  ) throws -> HTTPResponse {
    let connections = try Connections()
    let signed = signature.signing(request, body: SHA256.digest(of: body ?? []))
    try connections.start(signed, body.map { .bytes($0) } ?? .none, identifier: 7)
    return try connections.wait().get()
  }
}

extension Process {
  /// Kills it outright: a child inherits its thread's blocked signals, SIGTERM among them.
  func kill() {
    _ = Foundation.kill(processIdentifier, SIGKILL)
    waitUntilExit()
  }
}

/// No transfer ended within a minute.
struct LateAnswer: Error {}

extension Connections {
  /// Returns the result of the next transfer that ends.
  func wait() throws -> Result<HTTPResponse, TransferFailure> { try waitForEnd().result }

  /// Waits for the next transfer that ends.
  func waitForEnd() throws -> FinishedTransfer {
    for _ in 0..<600 {
      if let ended = next(milliseconds: 100) { return ended }
    }
    throw LateAnswer()
  }
}

@Suite("A store on this machine", .timeLimit(.minutes(5)))
struct Stores {
  @Test(
    "takes what is signed, gives it back, lists it and deletes it", arguments: ["", "/films/a_B"])
  func journey(prefix: String) throws {
    let store = try LoopbackStore(prefix: prefix)
    let keys = ["blobs/ab/x 1+2=3.jpg", "log/2026-11-20/ä", "log/2026-11-21/b", "log/empty"]
    for (index, key) in keys.enumerated() {
      var put = store.location.request("PUT", key: key)
      put.headers = [.init("Content-Type", "image/jpeg")]
      let bytes = [UInt8](repeating: UInt8(index), count: index == 3 ? 0 : 5000 + index)
      #expect(try store.answer(put, bytes).status == 200, "\(key)")
      let get = try store.answer(store.location.request("GET", key: key))
      #expect(get.status == 200 && get.body == bytes && get.receivedBytes == bytes.count, "\(key)")
      #expect(get.date != nil)
    }
    let page = try #require(
      try ObjectPage(store.answer(store.location.listRequest("log/")).body, in: store.location))
    #expect(page.objects.map(\.key) == keys.dropFirst().sorted())
    #expect(page.objects.map(\.byteCount).sorted() == [0, 5001, 5002])
    let rest = try #require(
      try ObjectPage(
        store.answer(store.location.listRequest("log/", after: "log/2026-11-20/ä")).body,
        in: store.location))
    #expect(rest.objects.count == 2)
    #expect(try store.answer(store.location.request("DELETE", key: keys[0])).status == 204)
    let gone = try store.answer(store.location.request("GET", key: keys[0]))
    #expect(gone.status == 404)
    #expect(StoreRefusal(gone.body)?.code == "NoSuchKey")
  }

  @Test("refuses other keys, and signatures of another time")
  func refusals() throws {
    let store = try LoopbackStore()
    let get = store.location.request("GET", key: "log/a")
    let other = StoreCredentials(accessKey: "castbook", secretKey: "wrong")
    #expect(try store.answer(get, by: LoopbackStore.signature(other)).status == 403)
    #expect(
      [400, 403].contains(
        try store.answer(get, by: LoopbackStore.signature(secondsAgo: 3600)).status))
  }

  @Test("hands out what an address allows")
  func presigned() throws {
    let store = try LoopbackStore()
    let bytes = Array("a picture".utf8)
    #expect(try store.answer(store.location.request("PUT", key: "a.jpg"), bytes).status == 200)
    let get = store.location.request("GET", key: "a.jpg")
    let connections = try Connections()
    try connections.start(LoopbackStore.signature().presigning(get, seconds: 60), identifier: 1)
    #expect(try connections.wait().get().body == bytes)
    let late = LoopbackStore.signature(secondsAgo: 120).presigning(get, seconds: 60)
    try connections.start(late, identifier: 2)
    #expect(try connections.wait().get().isSuccess == false)
  }

  @Test("exchanges files, many at once, on as many connections as allowed")
  func files() throws {
    let store = try LoopbackStore()
    let signature = LoopbackStore.signature()
    let connections = try Connections()
    var wanted: [UInt64: [UInt8]] = [:]
    func put(_ number: UInt64) throws {
      let request = signature.signing(
        store.location.request("PUT", key: "blobs/\(number)"),
        body: SHA256.digest(of: wanted[number] ?? []))
      try connections.start(request, .file(store.folder.path("out-\(number)")), identifier: number)
    }
    for number in 0..<200 as Range<UInt64> {
      let bytes = (0..<Int(number) * 37).map { UInt8(truncatingIfNeeded: $0 &* Int(number)) }
      wanted[number] = bytes
      let path = store.folder.path("out-\(number)")
      try Data(bytes).write(to: URL(filePath: path.text))
      try put(number)
    }
    #expect(connections.count == 200)
    var storedCount = 0
    while storedCount < 200 {
      let ended = try connections.waitForEnd()
      let answer = try ended.result.get()
      if answer.status == 500 {
        // rclone fails at times when many files are new in one folder at once.
        try put(ended.identifier)
      } else {
        try #require(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
        storedCount += 1
      }
    }
    for number in 0..<200 as Range<UInt64> {
      let get = signature.signing(
        store.location.request("GET", key: "blobs/\(number)"), body: SHA256.digest(of: []))
      try connections.start(
        get, into: store.folder.path("in-\(number)"), identifier: number)
    }
    for _ in 0..<200 { #expect(try connections.wait().get().body.isEmpty) }
    for (number, bytes) in wanted {
      let found = try Data(contentsOf: URL(filePath: store.folder.path("in-\(number)").text))
      #expect(Array(found) == bytes, "\(number)")
    }
    #expect(connections.count == 0)
  }

  @Test("cannot fill a disk or the memory, and its refusal is no file")
  func bounds() throws {
    let store = try LoopbackStore()
    let put = store.location.request("PUT", key: "long")
    #expect(try store.answer(put, [UInt8](repeating: 1, count: 100_000)).status == 200)
    let signature = LoopbackStore.signature()
    let connections = try Connections()
    func get(_ key: String, into name: String?, limit: Int) throws -> Result<
      HTTPResponse, TransferFailure
    > {
      let request = signature.signing(
        store.location.request("GET", key: key), body: SHA256.digest(of: []))
      try connections.start(
        request, into: name.map { store.folder.path($0) }, limit: limit, identifier: 1)
      return try connections.wait()
    }
    for name in [nil, "short"] {
      let failure = #expect(throws: TransferFailure.self) {
        try get("long", into: name, limit: 99_999).get()
      }
      #expect(failure?.reason == .tooLong && failure?.isTransient == false)
    }
    #expect(try get("long", into: "whole", limit: 100_000).get().receivedBytes == 100_000)
    let missing = try get("none", into: "none", limit: 100_000).get()
    #expect(missing.status == 404 && StoreRefusal(missing.body) != nil)
    #expect(try Data(contentsOf: URL(filePath: store.folder.path("none").text)).isEmpty)
    #expect(throws: TransferFailure.self) { try get("long", into: "whole", limit: 100_000) }
  }
}

@Suite("A connection", .timeLimit(.minutes(5)))
struct ConnectionTests {
  @Test("is made only if the server's certificate is trusted")
  func certificates() throws {
    let store = try LoopbackStore(isEncrypted: true)
    let endpoint = try #require(store.location.endpoint)
    #expect(endpoint.isEncrypted)
    let named = try #require(
      HTTPOrigin("https://localhost:\(endpoint.port ?? 443)"), "the name of the certificate")
    func status(_ origin: HTTPOrigin, trusting authorities: FilePath?) throws -> Result<
      Int, TransferFailure
    > {
      var options = Connections.Options()
      options.certificateAuthorities = authorities
      let connections = try Connections(options)
      try connections.start(HTTPRequest("GET", origin, "/team/none"), identifier: 1)
      return try connections.wait().map(\.status)
    }
    let authority = store.folder.path("cert.pem")
    #expect(try status(named, trusting: authority).get() == 400)
    for (origin, authorities) in [
      (named, nil), (endpoint, authority), (named, store.folder.path("none")),
    ] {
      let failure = #expect(throws: TransferFailure.self) {
        try status(origin, trusting: authorities).get()
      }
      #expect(failure?.reason == .notTrusted, "\(origin): \(failure?.detail ?? "")")
    }
  }

  @Test("follows no redirect, and never takes half an answer for a complete one")
  func oddAnswers() throws {
    // The path chooses what is wrong with the answer.
    let server = try PythonServer("TransportTests/odd_server.py")
    let origin = try #require(HTTPOrigin(server.origin))
    var options = Connections.Options()
    options.stalledSeconds = 1
    let connections = try Connections(options)
    func answer(_ path: String) throws -> Result<HTTPResponse, TransferFailure> {
      try connections.start(HTTPRequest("GET", origin, path), identifier: 1)
      return try connections.wait()
    }
    let led = try answer("/elsewhere").get()
    #expect(led.status == 302 && led["LOCATION"] == "http://127.0.0.1:1/secret")
    for (path, reason) in [
      ("/half", TransferFailure.Reason.connectionLost), ("/nothing", .connectionLost),
      ("/stalled", .timedOut),
      ("/long-head", .tooLong),
      ("/half-chunks", .connectionLost),
    ] {
      let failure = #expect(throws: TransferFailure.self) { try answer(path).get() }
      #expect(failure?.reason == reason, "\(path): \(failure?.detail ?? "")")
    }
    #expect(try answer("/fine").get().body == Array("fine".utf8))
  }

  @Test(
    "that can't be made, or must not be, says why",
    arguments: [
      ("http://127.0.0.1:1", TransferFailure.Reason.noConnection, true),
      ("http://castbook.invalid", .noConnection, true),
    ])
  func failures(origin: String, reason: TransferFailure.Reason, isTransient: Bool) throws {
    let connections = try Connections()
    try connections.start(HTTPRequest("GET", #require(HTTPOrigin(origin)), "/"), identifier: 1)
    let failure = #expect(throws: TransferFailure.self) { try connections.wait().get() }
    #expect(failure?.reason == reason && failure?.isTransient == isTransient)
    #expect(failure?.detail.isEmpty == false)
  }

  @Test("sends no header of several lines, no folder and no link")
  func refusedRequests() throws {
    let scratch = try TemporaryFolder()
    let connections = try Connections()
    var request = HTTPRequest("PUT", try #require(HTTPOrigin("http://127.0.0.1:1")), "/")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link").text, withDestinationPath: "/etc/passwd")
    for path in [scratch.path("none"), scratch.path("link"), scratch.path("")] {
      #expect(throws: TransferFailure.self) {
        try connections.start(request, .file(path), identifier: 1)
      }
    }
    request.headers = [.init("X", "a\r\nY: b")]
    #expect(throws: TransferFailure.self) { try connections.start(request, identifier: 1) }
    #expect(connections.count == 0)
  }
}
