import Castbook
import Foundation
import Gallery
import Testing

/// Who may send requests to the gallery: the browser that opened its address, through its own page.
@Suite("Access to the gallery", .timeLimit(.minutes(30)))
struct WhoIsLetIn {
  @Test("the opening address gives a cookie that no script can read, and the page")
  func opening() async throws {
    let guest = try await Guest()
    let reply = try await guest.ask("/?key=\(guest.key)", pass: nil)
    #expect(reply.status == 200)
    let cookie = try #require(reply.header("Set-Cookie"))
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    #expect(!cookie.contains(guest.key))
    let page = try await guest.ask("/", pass: await guest.pass())
    #expect(page.status == 200)
    #expect(page.header("Content-Type") == "text/html; charset=utf-8")
    #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
    #expect(page.text.contains("/page/app.js?"))
  }

  @Test("a file that only its owner can read opens the page in one browser, and is then deleted")
  func opener() async throws {
    let guest = try await Guest()
    let path = try #require(guest.gallery.makeOpener()).text
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let address = try #require(
      text.firstMatch(of: /url=http:\/\/([a-z0-9.:-]+)(\/\?key=[0-9a-f]+)"/))
    #expect(address.1 == guest.host && !text.contains(guest.key))
    let target = String(address.2)
    let first = try await guest.ask(target, pass: nil)
    #expect(first.status == 200 && first.header("Set-Cookie") != nil)
    #expect(try await guest.ask(target, pass: nil).status == 401)
    #expect(!FileManager.default.fileExists(atPath: path))
    // The printed address still works, and an unused file is deleted with the gallery.
    #expect(try await guest.ask("/?key=\(guest.key)", pass: nil).status == 200)
    let other = try #require(guest.gallery.makeOpener()).text
    guest.gallery.stop()
    #expect(!FileManager.default.fileExists(atPath: other))
  }

  @Test(
    "without the key or the cookie every request is refused",
    arguments: [
      "/", "/?key=0", "/?key=", "/page/app.js", "/api/library", "/api/elements", "/api/events",
    ])
  func strangers(target: String) async throws {
    let guest = try await Guest()
    for pass in [nil, "castbook-\(guest.gallery.port)=0123", "other=\(guest.key)", guest.key] {
      let reply = try await guest.ask(target, pass: pass)
      #expect(reply.status == 401, "\(target) with \(pass ?? "nothing")")
      #expect(!reply.text.contains("mira"))
      #expect(reply.header("Set-Cookie") == nil)
    }
  }

  @Test(
    "a request under another host name is refused",
    arguments: [
      "evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "castbook.localhost:PORT",
      "127.0.0.1:PORT.evil.example", "evil.example:PORT", "[::1]:PORT", "0.0.0.0:PORT", "",
    ])
  func otherHost(name: String) async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let host = name.replacing("PORT", with: String(guest.gallery.port))
    for target in ["/", "/?key=\(guest.key)", "/api/library"] {
      let reply = try await guest.ask(target, pass: pass, headers: ["Host": host])
      #expect([400, 401, 403].contains(reply.status), "\(host) \(target): \(reply.status)")
      #expect(!reply.text.contains("app.js"))
      #expect(reply.header("Set-Cookie") == nil)
    }
    let both = Line(port: guest.gallery.port)
    both.send(
      "GET /api/library HTTP/1.1\r\nHost: \(guest.host)\r\nHost: evil.example\r\nCookie: \(pass)\r\n"
        + "Connection: close\r\n\r\n")
    #expect([400, 403].contains(try #require(await both.reply()).status))
  }

  @Test(
    "on plain localhost, where every port sees its cookies, it states its address and grants no access"
  )
  func localhost() async throws {
    let guest = try await Guest()
    #expect(
      guest.host.hasPrefix("castbook-") && guest.host.hasSuffix(".localhost:\(guest.gallery.port)"))
    for name in ["localhost", "127.0.0.1", "[::1]"] {
      for target in ["/", "/?key=\(guest.key)"] {
        let reply = try await guest.ask(
          target, pass: await guest.pass(), headers: ["Host": "\(name):\(guest.gallery.port)"])
        #expect(reply.status == 401 && reply.header("Set-Cookie") == nil)
        #expect(reply.text.contains("castbook serve</code> printed"))
      }
      let answer = try await guest.ask(
        "/api/library", pass: await guest.pass(), headers: ["Host": "\(name):\(guest.gallery.port)"]
      )
      #expect(answer.status == 403)
    }
  }

  @Test(
    "a request that another site or another port causes is refused",
    arguments: [
      ("Origin", "http://evil.example"), ("Origin", "null"), ("Origin", "http://127.0.0.1:1"),
      ("Origin", "https://HOST"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
    ])
  func otherOrigin(header: String, value: String) async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let named = [header: value.replacing("HOST", with: guest.host)]
    let mira = try guest.library.find("@mira").element.text
    for (method, target) in [
      ("GET", "/api/library"), ("GET", "/api/elements/\(mira)"), ("GET", "/api/events"),
      ("POST", "/api/elements/\(mira)/remove"), ("POST", "/api/drops?name=a.jpg"),
      ("POST", "/api/shots"), ("DELETE", "/api/drops/0"),
    ] {
      let reply = try await guest.ask(
        target, method: method, pass: pass, body: method == "POST" ? Array("{}".utf8) : nil,
        headers: named)
      #expect(reply.status == 403, "\(method) \(target) with \(named)")
    }
    #expect(try ListElements().run(in: guest.library).elements.count == 3)
  }

  @Test("a change needs the page's own origin and token: a form of another site can send neither")
  func changes() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let mira = try guest.library.find("@mira")
    let body = Array(#"{"parent":"\#(mira.revision.digest.hex)"}"#.utf8)
    for missing in ["Origin", "X-Castbook"] {
      let reply = try await guest.ask(
        "/api/elements/\(mira.element.text)/remove", method: "POST", pass: pass, body: body,
        headers: [missing: ""])
      #expect(reply.status == 403, "without \(missing)")
    }
    for method in ["PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X"] {
      let reply = try await guest.ask("/api/library", method: method, pass: pass)
      #expect([403, 405, 400, 501].contains(reply.status), "\(method): \(reply.status)")
    }
    #expect(try !guest.library.find("@mira").revision.revision.retired)
  }

  @Test("no path leads outside of the routes")
  func pathTricks() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    for target in [
      "/../../etc/passwd", "/page/../../etc/passwd", "/page/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
      "/page/..%5c..%5cetc", "/page//etc/passwd", "/page/app.js%00.html", "/page/index.html/",
      "/page/%ff", "/page/%zz", "/api/files/../../castbook.json", "/api/files/%2e%2e",
      "/api/files/castbook.json", "/api/downloads/..", "/api/drops/../keep", "/api/drops/x/preview",
      "/api/elements/..", "/api/elements/%2e%2e/edit", "//etc/passwd", "/%2fetc%2fpasswd",
    ] {
      let reply = try await guest.ask(target, pass: pass)
      let isRefused = [400, 404].contains(reply.status)
      #expect(isRefused || reply.text.contains("<!doctype html>"), "\(target)")
      #expect(!reply.text.contains("root:") && !reply.text.contains("\"format\""), "\(target)")
    }
  }

  @Test("every answer states its type, and forbids sharing with other sites")
  func headers() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let blob = try #require(await guest.element("mira")["files"]?.array?.first?["sha256"]?.string)
    for target in [
      "/", "/page/app.js", "/api/library", "/api/files/\(blob)",
      "/api/files/\(blob)/preview?side=320", "/nothing", "/page/nothing",
    ] {
      let reply = try await guest.ask(target, pass: pass)
      #expect(reply.header("X-Content-Type-Options") == "nosniff", "\(target)")
      #expect(reply.header("Cross-Origin-Resource-Policy") == "same-origin", "\(target)")
      #expect(reply.header("X-Frame-Options") == "DENY", "\(target)")
      #expect(reply.header("Referrer-Policy") == "no-referrer", "\(target)")
      #expect(reply.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
      #expect(reply.header("Access-Control-Allow-Origin") == nil, "\(target)")
    }
  }

  @Test("it listens on this machine only")
  func loopback() async throws {
    let guest = try await Guest()
    // All of 127.0.0.0/8 is this machine: a server on all addresses would answer there as well.
    #expect(Line(port: guest.gallery.port).isOpen)
    #expect(!Line(port: guest.gallery.port, address: 0x7F00_0002).isOpen)
  }
}
