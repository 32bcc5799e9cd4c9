import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// What happens to open pages when the library goes away, and when the server is started again.
@Suite("A gallery over time", .timeLimit(.minutes(30)))
struct Lasting {
  private func move(_ guest: Guest, _ name: String, to other: String) throws {
    try FileManager.default.moveItem(
      at: guest.folder.appending(path: name), to: guest.folder.appending(path: other))
  }

  @Test("a library that was moved is reported as missing, and works again once it is back")
  func away() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let mug = try guest.library.find("@mug")
    let edit = Array(#"{"parent":"\#(mug.revision.digest.hex)","name":"Cup"}"#.utf8)
    let targets = [
      "/api/library", "/api/elements", "/api/pages", "/api/elements/\(mug.element.text)",
    ]
    func expectAway() async throws {
      for target in targets {
        let reply = try await guest.ask(target, pass: pass)
        #expect(reply.status == 503, "\(target)")
        #expect(try reply.json()["rule"] == "library.away")
      }
      let change = try await guest.ask(
        "/api/elements/\(mug.element.text)/edit", method: "POST", pass: pass, body: edit)
      #expect(change.status == 503)
      #expect(try change.json()["message"]?.string?.contains(guest.library.folder.text) == true)
    }
    try move(guest, "library", to: "elsewhere")
    try await expectAway()
    // A different library at the same path is neither shown nor changed.
    try ElementLibrary.create(
      at: LibraryLocation(guest.library.folder))
    try await expectAway()
    try move(guest, "library", to: "another")
    try move(guest, "elsewhere", to: "library")
    for target in targets { #expect(try await guest.ask(target, pass: pass).status == 200) }
    let change = try await guest.ask(
      "/api/elements/\(mug.element.text)/edit", method: "POST", pass: pass, body: edit)
    #expect(change.status == 200)
    #expect(try await guest.element("mug")["name"] == "Cup")
  }

  @Test("pages are notified when the library disappears and when it is back")
  func events() async throws {
    let guest = try await Guest()
    let (line, head) = try await guest.listen()
    #expect(head.contains("200"))
    try move(guest, "library", to: "elsewhere")
    #expect(await line.text { $0.contains("event: away") }.contains("event: away"))
    try move(guest, "elsewhere", to: "library")
    #expect(await line.text { $0.contains("event: back") }.contains("event: back"))
  }

  @Test("a library is not changed by a gallery that had opened the one it replaced")
  func replaced() async throws {
    let guest = try await Guest()
    try move(guest, "library", to: "elsewhere")
    try ElementLibrary.create(at: LibraryLocation(guest.library.folder))
    #expect(throws: (any Error).self) { try ListElements().run(in: guest.library) }
    #expect(throws: (any Error).self) {
      try Remove([HandleReference("@mug")]).run(in: guest.library)
    }
    let other = try await ElementLibrary.open(at: LibraryLocation(guest.library.folder))
    #expect(try ListElements().run(in: other).elements.isEmpty)
  }

  @Test("the next gallery of a library keeps its address and accepts its tabs, but not the old key")
  func restarted() async throws {
    let kept = try TemporaryFolder()
    let environment = ["XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run"].mapValues {
      Array(kept.url.appending(path: $0).path().utf8)
    }
    for name in ["state", "run"] {
      try FileManager.default.createDirectory(
        at: kept.url.appending(path: name), withIntermediateDirectories: true)
    }
    let folders = try #require(GalleryFolders { environment[$0] })
    let guest = try await Guest { $0.folders = folders }
    let pass = try await guest.pass()
    let key = guest.key
    var options = GalleryServer.Options(catalogue: try TargetCatalogue())
    options.folders = folders
    // A second gallery beside it is another site.
    let beside = try GalleryServer(guest.library, options)
    #expect(beside.host != guest.host)
    beside.stop()
    let (address, port) = (guest.host, guest.gallery.port)
    guest.gallery.stop()
    let next = try GalleryServer(guest.library, options)
    defer { next.stop() }
    #expect(next.host == address && next.port == port)
    let reply = { (target: String, pass: String?) async -> Guest.Reply? in
      let line = Line(port: next.port)
      let cookie = pass.map { "Cookie: \($0)\r\n" } ?? ""
      line.send("GET \(target) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\(cookie)\r\n")
      return await line.reply()
    }
    #expect(await reply("/api/library", pass)?.status == 200)
    #expect(await reply("/api/library", nil)?.status == 401)
    #expect(await reply("/?key=\(key)", nil)?.status == 401)
    let files = try FileManager.default.subpathsOfDirectory(atPath: kept.url.path())
      .filter { $0.hasSuffix(".json") }
    #expect(files.count == 2)
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: kept.url.appending(path: file).path())
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      let text = try String(contentsOf: kept.url.appending(path: file), encoding: .utf8)
      #expect(!text.contains(key))
    }
  }

  @Test("stored sessions are ignored if other users could have written them")
  func strangers() async throws {
    let kept = try TemporaryFolder()
    let folder = kept.url.appending(path: "castbook")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
    chmod(folder.path(), 0o777)
    #expect(GalleryFolders { _ in Array(kept.url.path().utf8) } == nil)
    chmod(folder.path(), 0o700)
    let folders = try #require(GalleryFolders { _ in Array(kept.url.path().utf8) })
    let guest = try await Guest { $0.folders = folders }
    let host = guest.host
    guest.gallery.stop()
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path()) {
      chmod(folder.appending(path: file).path(), 0o644)
    }
    var options = GalleryServer.Options(catalogue: try TargetCatalogue())
    options.folders = folders
    let next = try GalleryServer(guest.library, options)
    defer { next.stop() }
    #expect(next.host != host)
  }

  @Test("folders of galleries that were killed are removed, and nothing else")
  func leftovers() async throws {
    let temporary = FileManager.default.temporaryDirectory
    let left = temporary.appending(path: "castbook-files-\(UUID().uuidString)")
    let target = temporary.appending(path: "castbook-\(UUID().uuidString)")
    let link = temporary.appending(path: "castbook-files-\(UUID().uuidString)")
    for folder in [left.appending(path: "0123"), target] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    try Data("a".utf8).write(to: left.appending(path: "0123/a.jpg"))
    try Data("a".utf8).write(to: target.appending(path: "a.jpg"))
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
    defer { for one in [left, target, link] { try? FileManager.default.removeItem(at: one) } }
    let guest = try await Guest()
    let other = try await Guest()
    #expect(!FileManager.default.fileExists(atPath: left.path()))
    #expect(FileManager.default.fileExists(atPath: target.appending(path: "a.jpg").path()))
    #expect(FileManager.default.fileExists(atPath: link.path()))
    // The running gallery keeps the files that were dropped on it.
    let photo = try Data(contentsOf: Fixtures.folder.appending(path: "starter/mira-front.jpg"))
    let reply = try await guest.ask(
      "/api/drops?name=a.jpg", method: "POST", pass: await guest.pass(), body: Array(photo))
    let drop = try #require(try reply.json()["drop"]?.string)
    _ = try await Guest()
    #expect(try await guest.ask("/api/drops/\(drop)", pass: await guest.pass()).status == 200)
    withExtendedLifetime(other) {}
  }

  @Test(
    "an element can be changed from a page whose revision was forgotten since, or its user is asked"
  )
  func forgotten() async throws {
    let guest = try await Guest()
    let mug = try guest.library.find("@mug")
    let page = "/api/elements/\(mug.element.text)"
    var edit = ElementEdit()
    edit.texts.name = "Cup"
    _ = try await Edit(HandleReference("@mug"), edit).run(in: guest.library)
    let before = try await guest.ask("\(page)/log").json()["revisions"]?.array?.count
    #expect(before == 2)
    _ = try ForgetRevisions(of: HandleReference("@mug"), before: "2").plan(in: guest.library)
      .run(in: guest.library, reason: "asked")
    let parent = mug.revision.digest.hex
    let late = try await guest.post("\(page)/edit", ["parent": parent, "name": "Mug"])
    #expect(late.status == 409, "\(late.text)")
    #expect(try late.json()["latest"] != nil)
    // Requests that refer to files by that revision's numbers are refused.
    let made = try await guest.post("\(page)/make", ["parent": parent, "what": "copies"])
    #expect(made.status == 404)
  }

  @Test("an element's neighbours are those of the list that it was opened from")
  func neighbours() async throws {
    let guest = try await Guest()
    let all = try ListElements().run(in: guest.library).elements
    func near(_ element: ElementSummary, _ filters: String = "") async throws -> [String?] {
      let answer = try await guest.ask("/api/elements/\(element.element.text)/neighbours\(filters)")
        .json()
      return [answer["previous"]?["handle"]?.string, answer["next"]?["handle"]?.string]
    }
    for (index, element) in all.enumerated() {
      let wanted = [index > 0 ? all[index - 1] : nil, index + 1 < all.count ? all[index + 1] : nil]
      #expect(try await near(element) == wanted.map { $0?.handle.name })
    }
    let mira = try #require(all.first { $0.handle.name == "mira" })
    #expect(try await near(mira, "?kind=character") == [nil, nil])
    #expect(try await near(mira, "?expiring=1000") == [nil, nil])
    #expect(try await near(mira, "?weak=1") == [nil, nil])
  }
}

extension GalleryServer {
  fileprivate var host: String {
    String(address.dropFirst("http://".count).prefix { $0 != "/" })
  }
}
