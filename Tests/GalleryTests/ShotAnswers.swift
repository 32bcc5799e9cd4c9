import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// What the gallery answers about shot files: drafts, and those of projects; and about reviews.
@Suite("Shot files in the gallery", .timeLimit(.minutes(30)))
struct ShotAnswers {
  private static let shot = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira takes @mug.\n"

  /// Makes a folder a project and returns it with its address in the API.
  private func project(_ guest: Guest) async throws -> (folder: URL, page: String, id: String) {
    let folder = guest.folder.appending(path: "film")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let asked: JSONValue = ["folder": folder.path()]
    #expect(try await guest.post("/api/projects/open", asked).status == 404)
    let made = try await guest.post("/api/projects/open", asked.adding(["create": true])).json()
    let id = try #require(made["project"]?.string)
    #expect(try await guest.post("/api/projects/open", asked).json()["project"]?.string == id)
    return (folder, "/api/projects/\(id)", id)
  }

  @Test("a project without pins is opened, and its shot files are written unless they changed")
  func projectShots() async throws {
    let guest = try await Guest()
    let (folder, page, id) = try await project(guest)
    let listed = try await guest.ask("/api/projects").json()["projects"]?.array
    #expect(listed?.map { $0["project"]?.string } == [id])
    let made = try await guest.post("\(page)/shots", ["path": "lobby.md", "text": Self.shot])
      .json()
    let digest = try #require(made["shot"]?["sha256"]?.string)
    try Data("@mug alone".utf8).write(to: folder.appending(path: "mug.md"))
    let shots = try await guest.ask("\(page)/shots").json()
    #expect(shots["shots"]?.array?.map { $0["path"]?.string } == ["lobby.md", "mug.md"])
    let ordered = try await guest.post("\(page)/order", ["paths": ["mug.md", "lobby.md"]]).json()
    #expect(ordered["shots"]?.array?.map { $0["path"]?.string } == ["mug.md", "lobby.md"])
    // The file is edited in another program.
    try Data("theirs".utf8).write(to: folder.appending(path: "lobby.md"))
    let stale: JSONValue = ["path": "lobby.md", "text": "mine", "sha256": digest]
    #expect(try await guest.post("\(page)/shots", stale).json()["changed"]?["text"] == "theirs")
    #expect(
      try await guest.post("\(page)/move-shot", stale).json()["changed"]?["text"] == "theirs")
    let renamed = try await guest.post("\(page)/rename-shot", ["path": "mug.md", "to": "cup.md"])
    #expect(try renamed.json()["shot"]?["path"] == "cup.md")
    let gone: JSONValue = ["path": "mug.md", "text": "mine", "sha256": digest]
    #expect(try await guest.post("\(page)/shots", gone).json()["gone"] == true)
    for path in ["../x.md", "/etc/x.md", "castbook.lock", "", ".git/x.md"] {
      let asked: JSONValue = ["path": path, "text": "x"]
      #expect(try await guest.post("\(page)/shots", asked).status == 400, "\(path)")
    }
    #expect(try await guest.ask("/api/projects/01JE8QZ4N6W3Y5T7R9P2M4K6H8/shots").status == 404)
  }

  @Test("a shot is compiled with its project's pins and frames, and counts for it by its path")
  func inProject() async throws {
    let guest = try await Guest()
    let (folder, page, id) = try await project(guest)
    _ = try await guest.post("\(page)/use", ["elements": ["@mug"]])
    var edit = ElementEdit()
    edit.texts.name = "Cup"
    _ = try await Edit(HandleReference("@mug"), edit).run(in: guest.library)
    let bytes = try Data(contentsOf: Fixtures.folder.appending(path: "starter/mug-front.jpg"))
    let dropped = try await guest.ask(
      "/api/drops?name=first.jpg", method: "POST", pass: guest.pass(), body: Array(bytes))
    let drop = try #require(dropped.json()["drop"])
    let frame = try await guest.post("\(page)/frames", ["drop": drop]).json()
    #expect(frame["path"] == "frames/first.jpg")
    #expect(try Data(contentsOf: folder.appending(path: "frames/first.jpg")) == bytes)
    let picture = try await guest.ask("\(page)/picture?path=frames/first.jpg")
    #expect(
      picture.header("Content-Type") == "image/jpeg" && picture.body.starts(with: [0xFF, 0xD8]))
    #expect(picture.body != Array(bytes))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "link.jpg"),
      withDestinationURL: folder.appending(path: "frames/first.jpg"))
    for wrong in ["../x.jpg", "link.jpg", "frames", "castbook.lock", "none.jpg", ""] {
      #expect(try await guest.ask("\(page)/picture?path=\(wrong)").status == 404, "\(wrong)")
    }
    let limited = try await guest.post("\(page)/limit", ["limits": ["2.5 usd", "30 CREDITS"]])
      .json()
    #expect(limited["limits"]?.array?.map { $0["currency"] } == ["USD", "CREDITS"])
    #expect(limited["spent"] == .array([]))
    let board = try String(contentsOf: folder.appending(path: "castbook.board"), encoding: .utf8)
    #expect(board.contains("limit 2.5 USD\nlimit 30 CREDITS\n"))
    for wrong in ["5", "-5 USD", "five USD", "5 USD\nshot x.md"] {
      let asked: JSONValue = ["limits": [wrong]]
      #expect(try await guest.post("\(page)/limit", asked).status == 400, "\(wrong)")
    }
    _ = try await guest.post("\(page)/limit", ["limits": [String]()])
    let text = "---\ntarget: fal.kling-v3.i2v\nstart: frames/first.jpg\n---\n@mug steams.\n"
    let asked: JSONValue = ["text": text, "name": "mug.md", "project": id]
    let read = try await guest.post("/api/shots", asked).json()
    #expect(read["prompt"]?["status"] != "fail", "\(read)")
    let bindings = read["prompt"]?["bindings"]?.array
    #expect(bindings?.first { $0["handle"] == "mug" }?["pinned"] == true, "\(read)")
    let exported = try await guest.post("/api/shots/export", asked).json()
    #expect(exported["download"]?.string != nil, "\(exported)")
    let details = try await guest.ask(page).json()
    #expect(details["overview"]?["exportCount"] == 1)
    #expect(details["ledger"]?["exports"]?["exports"]?.array?.first?["shot"] == "mug.md")
    // A draft has no folder, so its frame isn't found, whatever is beside the server.
    let alone = try await guest.post("/api/shots", ["text": text, "name": "mug.md"]).json()
    #expect(alone["prompt"]?["status"] == "fail")
    let outside: JSONValue = ["text": "x", "name": "../../x.md", "project": id]
    #expect(try await guest.post("/api/shots", outside).status == 400)
  }

  @Test("a draft is kept in the library, and its export is named after it, without a path")
  func drafts() async throws {
    let guest = try await Guest()
    #expect(try await guest.ask("/api/drafts").json()["drafts"] == .array([]))
    let made = try await guest.post("/api/drafts", ["name": "lobby.md", "text": Self.shot])
      .json()["draft"]
    let draft = try #require(made?["draft"])
    let first = try #require(made?["sha256"])
    let again: JSONValue = ["draft": draft, "sha256": first, "name": "hall.md", "text": "@mug"]
    let second = try await guest.post("/api/drafts", again).json()["draft"]
    #expect(second?["name"] == "hall.md" && second?["draft"] == draft)
    let stale = try await guest.post("/api/drafts", again.removing("text").adding(["text": "mine"]))
      .json()
    #expect(stale["draft"] == nil && stale["changed"]?.array?.first?["text"] == "@mug")
    let exported = try await guest.post(
      "/api/shots/export", ["text": Self.shot, "name": "lobby.md"]
    ).json()
    #expect(exported["download"]?.string != nil)
    let ledger = try await guest.ask("/api/exports").json()
    #expect(ledger["exports"]?["exports"]?.array?.first?["shot"] == "lobby.md")
    let record = try #require(second?["sha256"])
    _ = try await guest.post("/api/drafts/remove", ["draft": draft, "sha256": record])
    #expect(try await guest.ask("/api/drafts").json()["drafts"] == .array([]))
    #expect(try await guest.post("/api/drafts", ["name": "a\nb", "text": ""]).status == 400)
    #expect(try await guest.post("/api/drafts", ["name": "a", "draft": "x"]).status == 404)
  }

  @Test("folders are listed for choosing a project's, without hidden ones")
  func folders() async throws {
    let guest = try await Guest()
    let (folder, _, _) = try await project(guest)
    for name in ["b10", "b9", ".hidden"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let address = "/api/folders?in=\(folder.path())"
    let list = try await guest.ask(address).json()
    #expect(list["isProject"] == true && list["parent"]?.string != nil)
    #expect(list["folders"]?.array?.map { $0["name"]?.string } == ["b9", "b10"])
    let above = try await guest.ask("/api/folders?in=\(guest.folder.path())").json()
    #expect(above["folders"]?.array?.first { $0["name"] == "film" }?["isProject"] == true)
    for wrong in ["/none/such", "film", "/etc/passwd"] {
      #expect(try await guest.ask("/api/folders?in=\(wrong)").status == 404, "\(wrong)")
    }
  }

  @Test("a clip arrives as new; decisions and comments say when, and are taken back")
  func reviews() async throws {
    let guest = try await Guest()
    _ = try await guest.post("/api/shots/export", ["text": Self.shot, "name": "lobby"])
    let ledger = try await guest.ask("/api/exports").json()
    let bundle = try #require(ledger["exports"]?["exports"]?.array?.first?["bundle"])
    let bytes = try Data(contentsOf: Fixtures.folder.appending(path: "clips/mira-3.0s.mp4"))
    let dropped = try await guest.ask(
      "/api/drops?name=lobby.mp4", method: "POST", pass: guest.pass(), body: Array(bytes))
    let drop = try #require(dropped.json()["drop"])
    let take = try await guest.post("/api/takes", ["drop": drop, "bundle": bundle]).json()
    #expect(take["result"] == "new")
    let file = try #require(take["sha256"])
    let about: JSONValue = ["bundle": bundle, "sha256": file]
    let rated = try await guest.post("/api/takes/rate", about.adding(["result": "approved"])).json()
    #expect(rated["result"] == "approved")
    let said = about.adding(["text": "the coat", "milliseconds": 1200])
    let comment = try await guest.post("/api/takes/comment", said).json()
    for wrong: JSONValue in [
      ["text": " "], ["milliseconds": 99_000_000], ["milliseconds": -1], ["sha256": bundle],
    ] {
      let asked = said.removing(wrong.members?.first?.key ?? "").adding(wrong)
      #expect(try await guest.post("/api/takes/comment", asked).status == 400, "\(wrong)")
    }
    let now = try await guest.ask("/api/exports").json()
    let shown = now["exports"]?["exports"]?.array?.first?["takes"]?.array?.first
    #expect(shown?["comments"]?.array?.map { $0["id"] } == [comment["id"]])
    #expect(now["files"]?.array?.first?["framesPerSecond"] != nil)
    // The page for others is saved, never shown in the gallery's own address.
    let asked: JSONValue = ["results": ["approved"], "title": "../Lobby"]
    let shared = try await guest.post("/api/reviews", asked).json()
    #expect(shared["share"]?["takes"]?.array?.map { $0["sha256"] } == [file])
    #expect(shared["share"]?["path"]?.string?.contains("/") == false, "\(shared)")
    let page = try await guest.ask(try #require(shared["download"]?.string))
    #expect(page.header("Content-Disposition")?.hasPrefix("attachment") == true)
    #expect(page.header("Content-Security-Policy")?.contains("sandbox") == true)
    #expect(String(decoding: page.body, as: UTF8.self).contains("\"review/1\""))
    for wrong: JSONValue in [["results": ["fine"]], ["results": ["kept"]], ["project": "x"]] {
      #expect(try await guest.post("/api/reviews", wrong).status >= 400, "\(wrong)")
    }
    let answers: JSONValue = [
      "castbook": "review-answers/1", "review": "x", "by": "Paula",
      "takes": [about.adding(["was": "approved", "result": "rejected"])],
    ]
    let sent = try await guest.ask(
      "/api/drops?name=a.json", method: "POST", pass: guest.pass(), body: answers.compactBytes)
    let sentDrop = try #require(sent.json()["drop"])
    let answered: JSONValue = ["drop": sentDrop]
    let preview = try await guest.post("/api/reviews/answers", answered).json()
    #expect(preview["dryRun"] == true && preview["rated"]?.array?.first?["was"] == "approved")
    let added = try await guest.post("/api/reviews/answers", answered.adding(["run": true])).json()
    #expect(added["by"] == "Paula" && added["rated"]?.array?.count == 1)
    // Taking back what she has decided leaves what was decided since.
    _ = try await guest.post("/api/takes/rate", about.adding(["result": "kept"]))
    let record = try #require(added["rated"]?.array?.first?["id"])
    let ids: JSONValue = ["ids": [record]]
    #expect(try await guest.post("/api/reviews/withdraw", ids).json()["count"] == 1)
    let after = try await guest.ask("/api/exports").json()
    let left = after["exports"]?["exports"]?.array?.first?["takes"]?.array?.first
    #expect(left?["result"] == "kept", "\(after)")
    let none: JSONValue = ["ids": [file]]
    #expect(try await guest.post("/api/reviews/withdraw", none).status == 400)
    #expect(try await guest.post("/api/reviews/answers", answered).status == 404, "used up")
    #expect(try await guest.post("/api/reviews/answers", ["drop": drop]).status >= 400)
    let id: JSONValue = ["id": comment["id"]]
    #expect(try await guest.post("/api/takes/uncomment", id).json()["withdrawn"] == true)
    #expect(try await guest.post("/api/takes/uncomment", id).status == 400)
  }
}
