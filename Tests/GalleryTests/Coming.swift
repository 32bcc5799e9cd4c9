import Castbook
import Foundation
import TestSupport
import Testing

@testable import Gallery

/// Dropped files, shot files, and news of changes by others, as the gallery receives them.
@Suite("Input to the gallery", .timeLimit(.minutes(30)))
struct Coming {
  private func fixture(_ name: String) throws -> [UInt8] {
    try Fixtures.bytes(name)
  }

  private func drop(_ guest: Guest, _ name: String, _ bytes: [UInt8]) async throws -> JSONValue {
    try await guest.ask(
      "/api/drops?name=\(name)&kind=character", method: "POST", pass: await guest.pass(),
      body: bytes
    ).json()
  }

  @Test("a dropped file is checked before anything is stored, and kept on request")
  func drops() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let before = try guest.library.changeMark()
    let small = try await drop(guest, "mira-side.jpg", fixture("trouble/mira-full-length.jpg"))
    #expect(small["castbook"] == "drop/2" && small["keepable"] == true && small["status"] == "fail")
    #expect(small["role"] == "side" || small["role"] == "full-body")
    let found = try #require(small["findings"]?.array)
    #expect(found.contains { $0["rule"] == "image.too-small" && $0["fix"] != nil })
    let known = try await drop(guest, "a.jpg", fixture("starter/mira-front.jpg"))
    #expect(known["alsoIn"] == ["mira"])
    let text = try await drop(guest, "notes.txt", Array("no picture".utf8))
    #expect(text["keepable"] == false && text["refusal"]?["message"] != nil)
    let cut = try await drop(
      guest, "cut.jpg", Array(fixture("starter/mira-front.jpg").prefix(20_000)))
    #expect(cut["keepable"] == false)
    #expect(try guest.library.changeMark() == before)
    let name = try #require(known["drop"]?.string)
    let preview = try await guest.ask("/api/drops/\(name)/preview?side=320", pass: pass)
    #expect(preview.status == 200 && preview.header("Cache-Control") == "no-store")
    #expect(try await guest.ask("/api/drops/\(name)?kind=thing").status == 400)
    let wide = try await drop(guest, "wide.jpg", fixture("scenes/mira-000-daylight-cluttered.jpg"))
    let asPlace = try await guest.ask("/api/drops/\(try #require(wide["drop"]?.string))?kind=place")
      .json()
    #expect(asPlace["drop"] == wide["drop"] && asPlace["path"] == wide["path"])
    func busy(_ judged: JSONValue) -> JSONValue? {
      judged["findings"]?.array?.first { $0["rule"] == "image.cluttered" }?["severity"]
    }
    #expect(busy(wide) == "note" && busy(asPlace) == nil)
    let kept = try await guest.post(
      "/api/drops/keep",
      [
        "kind": "character", "handle": "nina", "name": "Nina",
        "files": .array([["drop": name, "role": "front"]]),
      ])
    #expect(kept.status == 200)
    let nina = try await guest.element("nina")
    #expect(nina["name"] == "Nina")
    #expect(nina["files"]?.array?.map { $0["path"] } == ["a.jpg"])
    #expect(nina["files"]?.array?.first?["role"] == "front")
    #expect(try await guest.ask("/api/drops/\(name)/preview?side=320", pass: pass).status == 404)
    let again = try await guest.post(
      "/api/drops/keep", ["kind": "character", "handle": "nina", "files": .array([])])
    #expect(again.status == 409)
    #expect(try again.json()["rule"] == "element.name-taken")
  }

  @Test(
    "dropped files are added to the displayed revision of an element, and are held until released")
  func dropsOnElements() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let mug = try await guest.element("mug")
    let file = try await drop(guest, "top.jpg", fixture("starter/mira-back.jpg"))
    let name = try #require(file["drop"]?.string)
    _ = try await Edit(
      HandleReference("@mug"),
      {
        var edit = ElementEdit()
        edit.texts.notes = "changed elsewhere"
        return edit
      }()
    ).run(in: guest.library)
    let request: JSONValue = [
      "element": mug["element"], "parent": mug["sha256"],
      "files": .array([["drop": name]]),
    ]
    let kept = try await guest.post("/api/drops/keep", request)
    #expect(kept.status == 200, "\(kept.text)")
    let now = try await guest.element("mug")
    #expect(now["files"]?.array?.count == 4 && now["notes"] == "changed elsewhere")
    let other = try #require(
      await drop(guest, "b.jpg", fixture("starter/mira-front.jpg"))["drop"]?.string)
    let gone = try await guest.ask("/api/drops/\(other)", method: "DELETE", pass: pass)
    #expect(gone.status == 200)
    let late = try await guest.post(
      "/api/drops/keep",
      ["kind": "product", "handle": "late", "files": .array([["drop": other]])])
    #expect(late.status == 404)
    // No file is added to an element that was removed meanwhile.
    let third = try #require(
      await drop(guest, "c.jpg", fixture("starter/mira-front.jpg"))["drop"]?.string)
    try Remove([HandleReference("@mug")]).run(in: guest.library)
    let removed = try await guest.post(
      "/api/drops/keep",
      [
        "element": mug["element"], "parent": now["sha256"],
        "files": .array([["drop": third]]),
      ])
    #expect(removed.status == 409)
  }

  @Test("no dropped file is left when the gallery closes")
  func closing() async throws {
    let guest = try await Guest()
    let folder = guest.gallery.router.gallery.drops.folder.path.text
    _ = try await drop(guest, "a.jpg", fixture("starter/mira-front.jpg"))
    #expect(
      try FileManager.default.subpathsOfDirectory(atPath: folder).contains { $0.hasSuffix("a.jpg") }
    )
    guest.gallery.stop()
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  private static let shot = """
    ---
    target: kling-o3
    aspect: 16:9
    ---
    Shot 1 (5s): @mira drinks from @mug.

    """

  @Test(
    "a shot file is read as it is written: findings with positions, legend, cost; then a bundle")
  func shots() async throws {
    let guest = try await Guest()
    let pass = try await guest.pass()
    let read = try await guest.post("/api/shots", ["text": Self.shot, "name": "lobby"])
      .json()
    #expect(read["castbook"] == "shot/1")
    #expect(read["prompt"]?["prompt"] == "@Element1 drinks from @Element2.")
    #expect(read["prompt"]?["bindings"]?.array?.count == 2)
    #expect(read["export"]?["total"]?.array?.isEmpty == false)
    let wrong = try await guest.post(
      "/api/shots", ["text": Self.shot.replacing("@mug", with: "@mugg")]
    ).json()
    let finding = try #require(
      wrong["prompt"]?["findings"]?.array?.first { $0["rule"] == "prompt.unknown-handle" })
    #expect(finding["line"] == 5 && finding["column"] != nil)
    let homeless = try await guest.post("/api/shots", ["text": "@mira walks."]).json()
    #expect(homeless["error"]?["message"] != nil)
    let chosen = try await guest.post(
      "/api/shots", ["text": "@mira walks.", "target": "kling-v3"]
    ).json()
    #expect(chosen["prompt"]?["target"] == "fal.kling-v3.i2v")
    let refused = try await guest.post(
      "/api/shots/export", ["text": Self.shot.replacing("@mug", with: "@mugg")]
    ).json()
    #expect(refused["download"] == nil && refused["export"]?["status"] == "fail")
    let made = try await guest.post(
      "/api/shots/export", ["text": Self.shot, "name": "lobby"]
    ).json()
    let zip = try await guest.ask(try #require(made["download"]?.string), pass: pass)
    #expect(zip.status == 200 && zip.header("Content-Type") == "application/zip")
    #expect(zip.header("Content-Disposition")?.contains("lobby.zip") == true)
    #expect(zip.body.starts(with: Array("PK".utf8)))
    #expect(try LedgerQuery().run(in: guest.library).entries.count == 1)
  }

  @Test("a page that opens the event stream gets the mark of the library at once")
  func mark() async throws {
    let guest = try await Guest()
    let known = try await guest.ask("/api/library").json()["mark"]?.string
    // Another program changes the library after the page was loaded and before it listens.
    var edit = ElementEdit()
    edit.texts.name = "Cup"
    _ = try await Edit(HandleReference("@mug"), edit).run(in: guest.library)
    let (line, _) = try await guest.listen()
    let heard = await line.text { $0.contains("event: alive") && $0.contains("}\n\n") }
    let now = try await guest.ask("/api/library").json()["mark"]?.string
    let told = heard.matches(of: /event: alive\ndata: \{"mark":"([^"]+)"\}/).last
    #expect(told.map { String($0.1) } == now && now != known, "\(heard)")
  }

  @Test("an open page is notified of its own changes at once, and of others' soon")
  func events() async throws {
    let guest = try await Guest()
    let (line, head) = try await guest.listen()
    #expect(head.contains("Content-Type: text/event-stream"))
    _ = try await Edit(
      HandleReference("@mug"),
      {
        var edit = ElementEdit()
        edit.texts.name = "Cup"
        return edit
      }()
    ).run(in: guest.library)
    let heard = await line.text { $0.contains("\"handle\":\"mug\"") }
    #expect(heard.contains("event: changed") && heard.contains("\"handle\":\"mug\""))
    // Another program's change reaches it as well.
    let other = try await ElementLibrary.open(
      at: LibraryLocation(try #require(FilePath(guest.folder.appending(path: "library").path()))))
    try Remove([HandleReference("@mira")]).run(in: other)
    let next = await line.text { $0.contains("\"handle\":\"mira\"") }
    #expect(next.contains("\"handle\":\"mira\""))
    let events = (heard + next).matches(of: /data: (\{"mark.*\})/)
    #expect(events.count >= 2)
    for event in events {
      guest.answers.keep(
        try JSONParser.parse(Array(event.1.utf8)), to: "the event changed", schema: "changed")
    }
  }
}
