import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// Attempts to break a server: it continues to serve, and uses no more memory than it was given.
@Suite("A misused gallery", .timeLimit(.minutes(30)))
struct Misuse {
  @Test(
    "a body with a length over the limit is refused before it arrives, and one that grows is cut off"
  )
  func hugeBodies() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let head = { (target: String, rest: String) in
      "POST \(target) HTTP/1.1\r\nHost: \(guest.host)\r\nOrigin: http://\(guest.host)\r\n"
        + "X-Castbook: page\r\nCookie: \(pass)\r\n\(rest)\r\n\r\n"
    }
    for (target, length) in [
      ("/api/shots", "2097153"), ("/api/shots", "99999999999999"),
      ("/api/drops?name=a.jpg", "1073741825"), ("/api/elements/x/edit", "9223372036854775807"),
    ] {
      let line = Line(port: guest.gallery.port)
      line.send(head(target, "Content-Length: \(length)"))
      #expect(await line.reply()?.status == 413, "\(target) \(length)")
    }
    let line = Line(port: guest.gallery.port)
    line.send(head("/api/shots", "Transfer-Encoding: chunked"))
    let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 1 << 16) + [13, 10]
    var sent = 0
    while sent < 4096, line.send(chunk) { sent += 1 }
    #expect(sent < 4096, "256 MB of a body were taken")
    #expect(try await guest.ask("/api/library", pass: pass).status == 200)
  }

  @Test(
    "a request that states its length twice is refused: another reader might see two requests",
    arguments: [
      "Content-Length: 2\r\nContent-Length: 4", "Content-Length: 2\r\nTransfer-Encoding: chunked",
      "Transfer-Encoding: chunked\r\nContent-Length: 2", "Content-Length: 2\r\nContent-Length: 2",
    ])
  func twoLengths(headers: String) async throws {
    let guest = try await Guest()
    let line = Line(port: guest.gallery.port)
    line.send(
      "POST /api/shots HTTP/1.1\r\nHost: \(guest.host)\r\nOrigin: http://\(guest.host)\r\n"
        + "X-Castbook: page\r\nCookie: \(try await guest.pass())\r\n\(headers)\r\n\r\n{}\r\n"
        + "GET /api/library HTTP/1.1\r\nHost: \(guest.host)\r\n\r\n")
    let reply = await line.text { $0.contains("error/1") }
    #expect(reply.hasPrefix("HTTP/1.1 400 "), "\(reply.prefix(300))")
    let more = String(decoding: await line.receive(seconds: 2), as: UTF8.self)
    #expect(!more.contains("HTTP/1.1"), "\(more.prefix(600))")
  }

  @Test("a head without an end, and lines without one, are dropped")
  func hugeHeads() async throws {
    let guest = try await Guest()
    for text in [
      "GET /\(String(repeating: "a", count: 1 << 20)) HTTP/1.1\r\nHost: \(guest.host)\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: \(guest.host)\r\nX: \(String(repeating: "b", count: 1 << 20))\r\n\r\n",
      "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 1 << 16) + "\r\n",
      String(repeating: "\r\n", count: 1 << 18), String(repeating: "\u{0}", count: 1 << 18),
      "GET  HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}",
    ] {
      let line = Line(port: guest.gallery.port)
      line.send(text)
      let reply = await line.receive(seconds: 5)
      #expect(reply.count < 1 << 16)
    }
    #expect(try await guest.ask("/api/library").status == 200)
  }

  @Test("a slow sender is disconnected, and no other client waits for that")
  func slowBodies() async throws {
    let guest = try await Guest { options in
      // Long enough that a busy machine answers the others meanwhile.
      options.timeouts.headSeconds = 60
      options.timeouts.bodySeconds = 60
    }
    let pass = try await guest.pass()
    let heads = (0..<20).map { _ in Line(port: guest.gallery.port) }
    let bodies = (0..<20).map { _ in Line(port: guest.gallery.port) }
    for line in bodies {
      line.send(
        "POST /api/drops?name=a.jpg HTTP/1.1\r\nHost: \(guest.host)\r\nCookie: \(pass)\r\n"
          + "Origin: http://\(guest.host)\r\nX-Castbook: page\r\nContent-Length: 1000000\r\n\r\n")
    }
    // Sends a byte at a time, so that no connection is ever idle.
    func go() -> Bool {
      let sent = heads.map { $0.send([UInt8(ascii: "G")]) } + bodies.map { $0.send([0]) }
      return sent.allSatisfy(\.self)
    }
    #expect(go())
    #expect(try await guest.ask("/api/library", pass: pass).status == 200)
    // A disconnected client's further bytes are answered by a reset, after which sending fails.
    for _ in 0..<2 {
      #expect(go(), "others waited until the slow ones were gone")
      try await Task.sleep(for: .milliseconds(100))
    }
    let start = Date()
    while Date().timeIntervalSince(start) < 66 {
      _ = go()
      try await Task.sleep(for: .milliseconds(500))
    }
    for line in heads + bodies {
      #expect(await line.receive(seconds: 5).count < 1 << 16)
      #expect(!(0..<3).allSatisfy { _ in line.send([UInt8](repeating: 0, count: 1 << 16)) })
    }
  }

  @Test("a thousand connections leave it running, within its bounds")
  func thousandConnections() async throws {
    let guest = try await Guest { $0.timeouts.headSeconds = 3600 }
    let pass = try await guest.pass()
    let before = Self.residentBytes
    var lines = (0..<1000).map { _ in Line(port: guest.gallery.port) }
    for (index, line) in lines.enumerated() {
      // Some send nothing, some half of a head, some a complete one.
      if index % 3 == 1 { line.send("GET / HTTP/1.1\r\nHost: ") }
      if index % 3 == 2 {
        line.send("GET /api/events HTTP/1.1\r\nHost: \(guest.host)\r\nCookie: \(pass)\r\n\r\n")
      }
    }
    try await Task.sleep(for: .seconds(1))
    if !Sanitizer.isActive { #expect(Self.residentBytes - before < 128 << 20) }
    // The oldest connections without a complete head are closed first, long before their timeout.
    #expect(try await guest.ask("/api/library", pass: pass).status == 200)
    lines = []
    #expect(try await guest.ask("/api/library", pass: pass).status == 200)
  }

  #if os(Linux)
    @Test("connections that clients closed after a malformed request are closed here, too")
    func leftConnections() async throws {
      let guest = try await Guest {
        $0.timeouts.headSeconds = 3600
        $0.timeouts.idleSeconds = 3600
      }
      for text in ["\u{0}\u{1}\u{2}\r\n\r\n", "\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HT"] {
        for _ in 0..<12 { Line(port: guest.gallery.port).send(text) }
      }
      var left = 1
      for _ in 0..<600 where left > 0 {
        try await Task.sleep(for: .milliseconds(100))
        left = try Self.closedByClients(of: guest.gallery.port)
      }
      #expect(left == 0)
      #expect(try await guest.ask("/api/library").status == 200)
    }

    /// How many connections of a port their clients have closed and the server has not.
    private static func closedByClients(of port: Int) throws -> Int {
      let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
      return table.split(separator: "\n").dropFirst().count { line in
        let fields = line.split(separator: " ")
        let closeWait = "08"
        return fields[3] == closeWait && Int(fields[1].suffix(4), radix: 16) == port
      }
    }
  #endif

  @Test("the name of a file leads nowhere and breaks no header", arguments: hostileFileNames)
  func hostileNames(name: String) async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let picture = try Fixtures.bytes("starter/mug-front.jpg")
    let escaped = try #require(
      name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    let dropped = try await guest.ask(
      "/api/drops?name=\(escaped)", method: "POST", pass: pass, body: picture)
    #expect(dropped.status == 200)
    let drop = try #require(dropped.json()["drop"]?.string)
    let kept = try await guest.post(
      "/api/drops/keep",
      ["kind": "product", "handle": "odd", "files": .array([["drop": drop]])])
    #expect(kept.status == 200, "\(kept.text)")
    let element = try await guest.element("odd")
    let file = try #require(element["files"]?.array?.first)
    let kept64 = try #require(file["path"]?.string)
    #expect(!kept64.contains("/") && kept64 != ".." && !kept64.contains("\0"))
    let blob = try #require(file["sha256"]?.string)
    let saved = try await guest.ask("/api/files/\(blob)?name=\(escaped)", pass: pass)
    #expect(saved.status == 200 && saved.body == picture)
    let disposition = try #require(saved.header("Content-Disposition"))
    #expect(disposition.hasPrefix("attachment; filename=\""))
    #expect(saved.header("X-Evil") == nil)
    let outside = guest.folder.deletingLastPathComponent().appending(path: "evil.jpg")
    #expect(!FileManager.default.fileExists(atPath: outside.path()))
  }

  @Test("a document that could run is offered for saving, and never shown as a page")
  func documents() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    for (name, text) in [
      ("rights.html", "<!doctype html><script>alert(1)</script>"),
      ("rights.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
      ("rights.xml", "<?xml version=\"1.0\"?><?xml-stylesheet href=\"x\"?><a/>"),
      ("rights.js", "alert(1)"), ("rights.pdf", "%PDF-1.4\n"),
    ] {
      let url = guest.folder.appending(path: name)
      try Data(text.utf8).write(to: url)
      var edit = ElementEdit()
      edit.rights.document = FilePath(url.path())
      edit.rights.basis = .own
      let outcome = try await Edit(HandleReference("@mira"), edit).run(in: guest.library)
      let document = try #require(outcome.after.revision.rights?.document)
      let reply = try await guest.ask("/api/files/\(document.hex)", pass: pass)
      #expect(reply.status == 200)
      #expect(reply.header("Content-Type") == "application/octet-stream", "\(name)")
      #expect(reply.header("Content-Disposition")?.hasPrefix("attachment") == true, "\(name)")
      #expect(reply.header("Content-Security-Policy") == "default-src 'none'; sandbox", "\(name)")
      let preview = try await guest.ask("/api/files/\(document.hex)/preview?side=320", pass: pass)
      #expect(preview.status == 404)
    }
  }

  @Test("a body that is not the expected JSON is reported and changes nothing")
  func oddRequests() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let mira = try guest.library.find("@mira")
    let parent = mira.revision.digest.hex
    for body in [
      "", "{", "[]", "null", "{\"parent\":1}", "{\"parent\":\"x\"}", "{\"parent\":\"\(parent)\"}",
      "{\"parent\":\"\(parent)\",\"roles\":{\"one\":\"front\"}}",
      "{\"parent\":\"\(parent)\",\"roles\":{\"1\":\"hero\"}}",
      "{\"parent\":\"\(parent)\",\"order\":[1,1]}", "{\"parent\":\"\(parent)\",\"drop\":[99]}",
      "{\"parent\":\"\(parent)\",\"rename\":\"../x\"}", "{\"parent\":\"\(parent)\",\"name\":7}",
      "{\"parent\":\"\(parent)\",\"rights\":{\"expires\":\"soon\"}}",
      String(repeating: "[", count: 100_000), "{\"parent\":\"\(parent)\",\"name\":\"\u{0}\"}",
    ] {
      let reply = try await guest.ask(
        "/api/elements/\(mira.element.text)/edit", method: "POST", pass: pass,
        body: Array(body.utf8))
      #expect((400..<500).contains(reply.status), "\(body.prefix(60)): \(reply.status)")
      #expect(try reply.json()["castbook"] == "error/1")
    }
    #expect(try guest.library.find("@mira").revision.digest == mira.revision.digest)
  }

  private static var residentBytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
  }
}

private let hostileFileNames = [
  "../../evil.jpg", "..", ".", "/etc/passwd", "a\r\nX-Evil: 1.jpg", "\"; filename=evil.html", "",
  "<img src=x onerror=alert(1)>.jpg", "C:\\Windows\\evil.jpg", "米拉 é 🎬.jpg",
  String(repeating: "n", count: 3000) + ".jpg", "-rf.jpg", "\u{202E}gpj.exe",
]
