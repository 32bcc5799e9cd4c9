import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// What the gallery answers about projects, and how it changes pins and clips.
@Suite("Projects in the gallery", .timeLimit(.minutes(30)))
struct ProjectAnswers {
  private func folder(_ guest: Guest, _ name: String) throws -> URL {
    let folder = guest.folder.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private func pins(_ folder: URL) throws -> [String] {
    let path = try #require(FilePath(folder.path()))
    return try Project(at: ProjectLocation(named: path)).lock.pins.map {
      "\($0.handle.name):\($0.sequence)"
    }
  }

  @Test("a folder becomes a project; its pins are moved, removed and put back")
  func pinning() async throws {
    let guest = try await Guest()
    let film = try folder(guest, "film")
    let path = film.path()
    #expect(try await guest.post("/api/projects/open", ["folder": path]).status == 404)
    for wrong in ["film", "~nobody/film", "\(path)/none", ""] {
      let asked: JSONValue = ["folder": wrong, "create": true]
      let status = try await guest.post("/api/projects/open", asked).status
      #expect(status == (wrong.hasSuffix("/none") ? 409 : 400), "\(wrong)")
    }
    let made = try await guest.post("/api/projects/open", ["folder": path, "create": true]).json()
    let id = try #require(made["project"]?.string)
    _ = try await guest.post("/api/projects/\(id)/use", ["elements": ["@mug", "@mira"]])
    #expect(try pins(film) == ["mira:1", "mira_voice:1", "mug:1"])
    let list = try await guest.ask("/api/projects").json()
    #expect(list["projects"]?.array?.map { $0["project"] } == [.string(id)])
    #expect(try await guest.ask("/api/library").json()["projects"] == 1)

    var edit = ElementEdit()
    edit.texts.name = "Cup"
    _ = try await Edit(HandleReference("@mug"), edit).run(in: guest.library)
    let project = try await guest.ask("/api/projects/\(id)").json()
    #expect(project["status"]?["summary"]?["behind"] == 1)
    #expect(project["elements"]?.array?.count == 3)
    let page = "/api/projects/\(id)"
    let plan = try await guest.post("\(page)/update", ["dryRun": true]).json()
    #expect(plan["dryRun"] == true && plan["pins"]?.array?.count == 3)
    #expect(try pins(film) == ["mira:1", "mira_voice:1", "mug:1"])
    let moved = try await guest.post("\(page)/update", ["elements": ["@mug"]]).json()
    #expect(try pins(film) == ["mira:1", "mira_voice:1", "mug:2"])
    // The answer names the revision before, which puts the pin back.
    let before = try #require(moved["pins"]?.array?.first?["before"]?["sha256"]?.string)
    _ = try await guest.post("\(page)/use", ["elements": ["@mug:sha256-\(before)"]])
    #expect(try pins(film) == ["mira:1", "mira_voice:1", "mug:1"])
    #expect(try await guest.post("\(page)/unuse", ["elements": ["@mira_voice"]]).status == 400)
    _ = try await guest.post("\(page)/unuse", ["elements": ["@mira"]])
    #expect(try pins(film) == ["mug:1"])
    // The last pin comes back, too.
    _ = try await guest.post("\(page)/unuse", ["elements": ["@mug"]])
    #expect(try await guest.ask(page).json()["status"]?["pins"] == .array([]))
    _ = try await guest.post("\(page)/use", ["elements": ["@mug:sha256-\(before)"]])
    #expect(try pins(film) == ["mug:1"])
    #expect(try await guest.ask("/api/projects/01JE8QZ4N6W3Y5T7R9P2M4K6H8").status == 404)

    // Pins are not changed while the folder is missing.
    let other = guest.folder.appending(path: "other")
    try FileManager.default.moveItem(at: film, to: other)
    #expect(try await guest.post("\(page)/update", .object([])).status == 409)
    #expect(try await guest.ask(page).json()["overview"]?["absence"]?.string != nil)
    #expect(try await guest.post("/api/projects/open", ["folder": other.path()]).status == 200)
    #expect(try await guest.ask(page).json()["status"]?["pins"]?.array?.count == 1)
  }

  @Test("a clip that came back is recorded, rated and withdrawn")
  func takes() async throws {
    let guest = try await Guest()
    let text = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira takes @mug.\n"
    let exported = try await guest.post("/api/shots/export", ["text": text, "name": "lobby"]).json()
    #expect(exported["download"]?.string != nil)
    let ledger = try await guest.ask("/api/exports").json()
    let bundle = try #require(ledger["exports"]?["exports"]?.array?.first?["bundle"]?.string)
    #expect(ledger["files"] == .array([]))
    #expect(
      try await guest.ask("/api/exports?for=kling.v3-omni").json()["exports"]?["exports"]
        == .array([]))
    #expect(try await guest.ask("/api/exports?since=yesterday").status == 400)
    #expect(try await guest.ask("/api/bundles/\(bundle)").json()["exports"]?.array?.count == 1)

    func dropped(_ name: String) async throws -> String {
      let bytes = try Data(contentsOf: Fixtures.folder.appending(path: name))
      let reply = try await guest.ask(
        "/api/drops?name=\(name.split(separator: "/").last ?? "")", method: "POST",
        pass: guest.pass(), body: Array(bytes))
      return try #require(reply.json()["drop"]?.string)
    }
    let clip = try await dropped("clips/mira-3.0s.mp4")
    let cost: JSONValue = ["amount": "0.84", "currency": "usd"]
    let request: JSONValue = ["drop": clip, "bundle": bundle, "result": "kept", "seed": "77"]
    for wrong: JSONValue in [
      ["amount": "much", "currency": "USD"], ["amount": "1", "currency": "$"],
    ] {
      #expect(try await guest.post("/api/takes", request.adding(["cost": wrong])).status == 400)
    }
    let take = try await guest.post("/api/takes", request.adding(["cost": cost])).json()
    #expect(take["new"] == true && take["cost"]?["currency"] == "USD")
    let file = try #require(take["sha256"]?.string)
    #expect(
      try await guest.post("/api/takes", request).status == 404, "the file is gone from the drops")
    let now = try await guest.ask("/api/exports").json()
    #expect(now["files"]?.array?.first?["medium"] == "clip")
    #expect(now["files"]?.array?.first?["width"]?.integer ?? 0 > 0)
    #expect(now["exports"]?["spent"]?.array?.first?["amount"] == "0.84")
    #expect(try await guest.ask("/api/files/\(file)").header("Content-Type") == "video/mp4")

    let rated: JSONValue = [
      "bundle": bundle, "sha256": file, "result": "rejected",
    ]
    let rating = try await guest.post("/api/takes/rate", rated).json()
    #expect(rating["result"] == "rejected" && rating["seed"] == "77" && rating["new"] == true)
    #expect(try await guest.post("/api/takes/rate", rated.adding(["result": "fine"])).status == 400)
    // A withdrawal takes back the last rating; the one before counts again.
    _ = try await guest.post("/api/takes/withdraw", rated)
    let before = try await guest.ask("/api/exports").json()
    #expect(
      before["exports"]?["exports"]?.array?.first?["takes"]?.array?.first?["result"] == "kept")
    _ = try await guest.post("/api/takes/withdraw", rated)
    #expect(try await guest.ask("/api/exports").json()["files"] == .array([]))
    #expect(try await guest.post("/api/takes/withdraw", rated).status == 400)
    // A text file can't be a clip that came back.
    let note = try await dropped("README.md")
    let asked: JSONValue = ["drop": note, "bundle": bundle, "result": "kept"]
    #expect(try await guest.post("/api/takes", asked).status == 400)
  }
}
