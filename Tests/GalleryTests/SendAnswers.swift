import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// What the gallery answers before anything is sent. `BrowserTests` walks through sending itself.
@Suite("Sending in the gallery", .timeLimit(.minutes(10)))
struct SendAnswers {
  private static let shot = "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n@mira waves.\n"

  @Test("A plan has the price, is recorded nowhere, and is carried out once at most")
  func plan() async throws {
    let guest = try await Guest()
    let answer = try await guest.post(
      "/api/sends/plan", ["text": Self.shot, "name": "lobby.md"])
    let plan = try #require(try answer.json()["plan"], "\(answer.text)")
    #expect(plan["costs"]?.compactText == #"[{"amount":"0.42","currency":"USD"}]"#)
    #expect(plan["sent"]?.boolean == false && plan["ready"]?.boolean == true)
    let ledger = try await guest.ask("/api/exports").json()
    #expect(ledger["exports"]?["exports"]?.array?.isEmpty == true)
    let open = try await guest.ask("/api/sends").json()
    #expect(open == ["castbook": "sends/1", "works": .array([]), "jobs": .array([])])
    for key in ["", "nothing", "../.."] {
      #expect(try await guest.post("/api/sends", ["plan": key]).status == 409)
    }
  }

  @Test("What has expired or changed since the plan was shown isn't sent")
  func expired() async throws {
    let guest = try await Guest()
    let request: JSONValue = ["text": Self.shot, "name": "lobby.md"]
    func planned() async throws -> JSONValue {
      try await guest.post("/api/sends/plan", request).json()
    }
    func edit(_ change: (inout ElementEdit) -> Void) async throws {
      var changes = ElementEdit()
      change(&changes)
      try await Edit(HandleReference("@mira"), changes).run(in: guest.library)
    }
    let first = try #require(try await planned()["key"]?.string)
    try await edit { $0.drop = [4] }
    let changed = try await guest.post("/api/sends", ["plan": first])
    #expect(changed.status == 409 && changed.text.contains("have changed"), "\(changed.text)")
    let second = try #require(try await planned()["key"]?.string)
    try await edit {
      $0.rights.basis = .licensed
      $0.rights.expires = Day("2020-01-31")
    }
    #expect(try await guest.post("/api/sends", ["plan": second]).status == 409)
    let refused = try await planned()
    #expect(refused["key"] == nil && refused["plan"] == nil)
    #expect(refused["export"]?.compactText.contains("rights.expired") == true, "\(refused)")
    #expect(try await guest.ask("/api/sends").json()["works"]?.array?.isEmpty == true)
  }

  @Test("A shot file that can't be exported has no plan, and says why")
  func broken() async throws {
    let guest = try await Guest()
    let text = Self.shot.replacing("@mira", with: "@nobody")
    let answer = try await guest.post("/api/sends/plan", ["text": text]).json()
    #expect(answer["plan"] == nil && answer["key"] == nil)
    #expect(answer["export"]?.compactText.contains("prompt.unknown-handle") == true, "\(answer)")
    #expect(try await guest.post("/api/sends/plan", [:]).status == 400)
  }

  @Test("A bundle on this machine and a dropped one are verified, and have one price")
  func bundles() async throws {
    let guest = try await Guest()
    let shot = guest.folder.appending(path: "lobby.md")
    try Data(Self.shot.utf8).write(to: shot)
    let path = try #require(FilePath(shot.path()))
    let export = Export(library: guest.library, project: nil, in: try TargetCatalogue())
    let out = try #require(FilePath(guest.folder.appending(path: "out").path()))
    let destination = ExportDestination(out)
    let written = try export.write(try await export.plan([path], to: destination), to: destination)
    let bundle = try #require(written.bundles.first?.path)
    let listed = try await guest.ask("/api/folders?in=\(out.text)").json()
    #expect(listed["folders"]?.array?.first?["isBundle"] == true, "\(listed)")

    let opened = try await guest.post("/api/bundles/open", ["folder": bundle.text]).json()
    #expect(
      opened["bundle"]?["status"] == "pass" && opened["bundle"]?["path"]?.string == bundle.text)
    #expect(opened["plan"]?["costs"]?.compactText == #"[{"amount":"0.42","currency":"USD"}]"#)
    let key = try #require(opened["key"]?.string)
    #expect(try await guest.post("/api/sends", ["plan": key]).status == 404)
    let other = try #require(
      try await guest.post("/api/bundles/open", ["folder": bundle.text]).json()["key"]?.string)

    // A clip beside it may be its result, which was paid for elsewhere.
    let beside = URL(filePath: bundle.text).deletingLastPathComponent()
      .appending(path: "lobby-take-1.mp4")
    try FileManager.default.copyItem(
      at: Fixtures.folder.appending(path: "clips/one-cut.mp4"), to: beside)
    let doubtful = try await guest.post("/api/bundles/open", ["folder": bundle.text]).json()
    #expect(
      doubtful["plan"]?["bundles"]?.array?.first?["takes"]?.array?.first?.string
        == "lobby-take-1.mp4")
    let unsure = try await guest.post(
      "/api/bundles/send", ["plan": try #require(doubtful["key"]?.string)])
    #expect(unsure.status == 409 && unsure.text.contains("decide"), "\(unsure.text)")
    // The plan from before the clip was there shows something else.
    let stale = try await guest.post("/api/bundles/send", ["plan": other, "sure": true])
    #expect(stale.status == 409 && stale.text.contains("have changed"), "\(stale.text)")
    try FileManager.default.removeItem(at: beside)
    var edit = ElementEdit()
    edit.drop = [4]
    try await Edit(HandleReference("@mira"), edit).run(in: guest.library)
    let outdated = try await guest.post("/api/bundles/open", ["folder": bundle.text]).json()
    #expect(
      outdated["plan"]?["bundles"]?.array?.first?["changes"]?.array?.isEmpty == false, "\(outdated)"
    )
    let later = try #require(outdated["key"]?.string)

    // A file that changed after the plan was shown.
    let picture = try #require(
      FileManager.default.enumerator(atPath: bundle.text)?.compactMap { $0 as? String }
        .first { $0.hasSuffix(".jpg") })
    let file = URL(filePath: bundle.text).appending(path: picture)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path())
    try Data("other".utf8).write(to: file)
    let refused = try await guest.post("/api/bundles/send", ["plan": later, "sure": true])
    #expect(refused.status >= 400, "\(refused.text)")
    let broken = try await guest.post("/api/bundles/open", ["folder": bundle.text]).json()
    #expect(broken["bundle"]?["status"] == "fail" && broken["plan"] == nil && broken["key"] == nil)
    #expect(try await guest.ask("/api/sends").json()["works"]?.array?.isEmpty == true)
    for wrong: JSONValue in [
      [:], ["folder": "/"], ["folder": "relative"], ["folder": "/nowhere"], ["drop": "none"],
    ] {
      let answer = try await guest.post("/api/bundles/open", wrong)
      #expect(answer.status >= 400 && answer.status < 500, "\(wrong) \(answer.text)")
    }
  }

  @Test("Jobs that aren't there, and other paths, are refused")
  func missing() async throws {
    let guest = try await Guest()
    for (path, status) in [
      ("/api/jobs/ABCDEF/fetch", 400), ("/api/jobs/ABCDEF/cancel", 400),
      ("/api/jobs/ABCDEF/other", 404), ("/api/jobs/ABCDEF", 404), ("/api/sends/other", 404),
    ] {
      let answer = try await guest.post(path, [:])
      #expect(answer.status == status, "\(path) \(answer.status) \(answer.text)")
    }
    let pass = try await guest.pass()
    #expect(try await guest.ask("/api/sends/x", method: "DELETE", pass: pass).status == 404)
    let stopped = try await guest.ask("/api/sends/7", method: "DELETE", pass: pass)
    #expect(try stopped.json()["works"]?.array?.isEmpty == true)
  }
}
