import Castbook
import Foundation
import Gallery
import Model
import TestSupport
import Testing

/// What the gallery answers about backups of the library and about its state.
@Suite("The library's care in the gallery", .timeLimit(.minutes(10)))
struct CareAnswers {
  private let guest: Guest

  init() async throws { guest = try await Guest() }

  /// Waits until the work has ended, and returns `care/1`.
  private func end(_ begun: Guest.Reply) async throws -> JSONValue {
    #expect(begun.status == 200, "\(begun.text)")
    for _ in 0..<400 {
      let answer = try await guest.ask("/api/care").json()
      if answer["work"]?["running"] == nil { return answer }
      try await Task.sleep(for: .milliseconds(50))
    }
    return .null
  }

  @Test("a backup goes into a folder of its own, is listed, and is updated in place")
  func backup() async throws {
    let place = guest.folder.appending(path: "disk")
    let mine = place.appending(path: "mine.txt")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: mine)
    #expect(
      try await guest.ask("/api/care").json() == ["castbook": "care/1", "backups": .array([])])
    let made = try await end(
      try await guest.post("/api/care/backup", ["folder": place.path()]))
    let outcome = try #require(made["work"]?["outcome"], "\(made)")
    #expect(outcome["castbook"] == "backup/2" && outcome["new"] == true)
    #expect(outcome["elementCount"]?.integer == 3)
    let backup = try #require(made["backups"]?.array?.first)
    #expect(backup["there"] == true && backup["form"] == "folder")
    let path = try #require(backup["path"]?.string)
    #expect(path.hasSuffix("/disk/castbook-backup"))
    #expect(try Data(contentsOf: mine) == Data("mine".utf8))

    var changes = ElementEdit()
    changes.texts.notes = "taller"
    try await Edit(HandleReference("@mira"), changes).run(in: guest.library)
    for request: JSONValue in [
      ["backup": path],
      ["folder": place.appending(path: "castbook-backup").path()],
    ] {
      let again = try await end(try await guest.post("/api/care/backup", request))
      #expect(again["work"]?["outcome"]?["new"] == false, "\(again)")
      #expect(again["backups"]?.array?.count == 1)
    }
    let copy = try await ElementLibrary.open(
      at: LibraryLocation(try #require(FilePath(path))), decoder: nil)
    #expect(try copy.find("@mira").revision.revision.notes == "taller")
  }

  @Test("a folder that can't hold a backup is refused, and nothing is written")
  func refused() async throws {
    for wrong: JSONValue in [
      [:], ["folder": "relative"], ["folder": "/nowhere/at/all"], ["folder": 1],
      ["backup": "/tmp"], ["backup": guest.folder.path()],
    ] {
      let answer = try await guest.post("/api/care/backup", wrong)
      #expect([400, 404].contains(answer.status), "\(wrong) \(answer.text)")
    }
    // Inside the library itself, and over another library.
    let inside = try await end(
      try await guest.post(
        "/api/care/backup", ["folder": guest.folder.appending(path: "library").path()]))
    #expect(inside["work"]?["problem"]?["rule"]?.string?.hasPrefix("backup.") == true, "\(inside)")
    #expect(inside["backups"]?.array?.isEmpty == true)
  }

  @Test("a check names a damaged file, and a repair puts it aside")
  func examination() async throws {
    let whole = try await end(try await guest.post("/api/care/examine", [:]))
    let report = try #require(whole["work"]?["outcome"])
    #expect(report["castbook"] == "doctor/2" && report["status"] == "pass", "\(report)")
    let blobs = guest.folder.appending(path: "library/blobs")
    let files = try #require(FileManager.default.enumerator(atPath: blobs.path())).compactMap {
      $0 as? String
    }.filter { $0.count > 60 }.sorted()
    let blob = blobs.appending(path: try #require(files.first))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: blob.path())
    try Data("damaged".utf8).write(to: blob)
    let damaged = try await end(try await guest.post("/api/care/examine", [:]))
    #expect(damaged["work"]?["what"] == "examine")
    #expect(damaged["work"]?["outcome"]?["status"] == "fail", "\(damaged)")
    #expect(try Data(contentsOf: blob) == Data("damaged".utf8), "a check changes nothing")
    let repaired = try await end(try await guest.post("/api/care/repair", [:]))
    #expect(
      repaired["work"]?["outcome"]?["summary"]?["repaired"]?.integer ?? 0 > 0, "\(repaired)")
    #expect(!FileManager.default.fileExists(atPath: blob.path()))
  }

  @Test("one work runs at a time, and it can be stopped")
  func sole() async throws {
    let pass = try await guest.pass()
    let stopped = try await guest.ask("/api/care", method: "DELETE", pass: pass)
    #expect(try stopped.json()["work"] == nil)
    #expect(try await guest.post("/api/care/examine", [:]).status == 200)
    // The first one may have ended already.
    let second = try await guest.post("/api/care/repair", [:])
    #expect(second.status == 200 || second.text.contains("already being checked"), "\(second)")
    _ = try await guest.ask("/api/care", method: "DELETE", pass: pass)
    let ended = try await end(try await guest.ask("/api/care"))
    let problem = ended["work"]?["problem"]?["rule"]
    #expect(problem == nil || problem == "cancelled", "\(ended)")
  }
}
