import Castbook
import Files
import Foundation
import Library
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Known projects")
struct KnownProjects {
  private func list(_ film: Film, today: String = "2026-11-20") throws -> ProjectList {
    try ListProjects().run(in: film.library(today: today))
  }

  /// Records an export of the project, as `export` does.
  private func export(_ film: Film, _ number: Int, of project: ULID?) throws -> Digest {
    let export = Film.export(
      number, of: try film.library().find("@mug"), project: project,
      cost: Cost(amount: "0.10", currency: "USD"))
    try film.library().store.change { $0.add(.export(export)) }
    return export.bundle
  }

  @Test("A project is listed with its pins, its exports, its clips and what they cost")
  func totals() async throws {
    let film = try Film()
    #expect(try list(film).projects.isEmpty)
    try await film.add("mug") { $0.rights.expires = Day("2026-12-01") }
    try film.use("@mug")
    let project = try film.project.id
    let bundle = try export(film, 1, of: project)
    _ = try export(film, 2, of: nil)
    var take = AddTake(try Fixtures.path("starter/mug-front.jpg"), of: bundle, .kept)
    take.cost = Cost(amount: "0.84", currency: "USD")
    try await take.run(in: film.library())
    let found = try list(film)
    let known = try #require(found.projects.first)
    #expect(found.projects.count == 1 && known.id == project)
    #expect(known.path == film.folder.text && known.unreadableReason == nil)
    #expect(known.counts.map(\.category) == [.expiring] && known.pinCount == 1)
    #expect(known.endingRights.map(\.pin.handle.name) == ["mug"])
    #expect(known.totals.exportCount == 1 && known.totals.takes[.kept] == 1)
    #expect(known.totals.paidCosts.map(\.amount) == ["0.84"])
    #expect(found.withoutProject.exportCount == 1 && found.totals.exportCount == 2)
    #expect(found.totals.expectedCosts.map(\.amount) == ["0.2"])
    #expect(try list(film, today: "2026-10-01").projects[0].endingRights.isEmpty)
    #expect(try list(film, today: "2027-01-01").projects[0].status == .fail)
  }

  @Test("A lock file that may not be read is not; the records say what the project pins")
  func notAllowed() async throws {
    let film = try Film()
    try await film.add("mug")
    try film.use("@mug")
    var verb = ListProjects()
    let lock = try film.place.lockPath
    verb.isAllowed = { $0.lockPath != lock }
    let hidden = try #require(try verb.run(in: film.library()).projects.first)
    #expect(hidden.pins == nil && hidden.unreadableReason != nil && hidden.pinCount == 1)
    verb.isAllowed = { $0.lockPath == lock }
    let shown = try #require(try verb.run(in: film.library()).projects.first)
    #expect(shown.pins?.pins.count == 1 && shown.unreadableReason == nil)
  }

  @Test("A project that was moved says so, and is found again")
  func moved() async throws {
    let film = try Film()
    try await film.add("mug")
    try film.use("@mug")
    let other = film.scratch.path("elsewhere")
    try FileManager.default.moveItem(atPath: film.folder.text, toPath: other.text)
    let away = try #require(try list(film).projects.first)
    #expect(away.pins == nil && away.unreadableReason != nil && away.pinCount == 1)
    #expect(away.status == .warn)
    try FindProject(at: ProjectLocation(named: other)).run(in: film.library())
    let here = try #require(try list(film).projects.first)
    #expect(here.path == other.text && here.pins?.pins.count == 1 && here.unreadableReason == nil)
    // A project without pins is no longer listed, but can still be requested.
    try Unuse([HandleReference("@mug")], at: ProjectLocation(named: other)).run(in: film.library())
    #expect(try list(film).projects.isEmpty)
    #expect(try ListProjects().project(here.id, in: film.library())?.path == other.text)
    let unknown = try #require(ULID("01JE8QZ4N6W3Y5T7R9P2M4K6H8"))
    #expect(try ListProjects().project(unknown, in: film.library()) == nil)
    try Use([HandleReference("@mug")], at: ProjectLocation(named: other)).run(in: film.library())
    // Another project in the folder is not mistaken for it.
    try Data("format 1\nproject 01JE8QZ4N6W3Y5T7R9P2M4K6H8\n".utf8)
      .write(to: URL(filePath: other.text + "/castbook.lock"))
    #expect(
      try list(film).projects.first?.unreadableReason == "another project is in this folder now")
    #expect(throws: ProjectError.self) {
      try FindProject(at: ProjectLocation(named: film.scratch.path("library")))
        .run(in: film.library())
    }
  }

  @Test("A clip that is rated again counts once, and keeps its cost, its seed and its note")
  func ratings() async throws {
    let film = try Film()
    try await film.add("mug")
    let bundle = try export(film, 1, of: nil)
    let path = try Fixtures.path("starter/mug-front.jpg")
    var draft = AddTake(path, of: bundle, .kept)
    (draft.cost, draft.seed) = (Cost(amount: "0.84", currency: "USD"), "7")
    draft.note = "good light"
    let (first, isNew) = try await draft.run(in: film.library())
    let file = try #require(first.blob)
    #expect(isNew)
    func takes() throws -> [Take] {
      try LedgerQuery().run(in: film.library()).entries.flatMap(\.takes)
    }
    try RateTake(file, of: bundle, .rejected).run(in: film.library())
    #expect(try takes().map(\.result) == [.rejected])
    #expect(try takes()[0].cost?.amount == "0.84" && takes()[0].note == "good light")
    #expect(try !RateTake(file, of: bundle, .rejected).run(in: film.library()).isNew)
    // The command rates again, too, and need not repeat what was recorded.
    try await AddTake(path, of: bundle, .kept).run(in: film.library())
    let ledger = try LedgerQuery().run(in: film.library())
    #expect(ledger.entries[0].takes.map(\.seed) == ["7"])
    #expect(ledger.paidCosts.map(\.amount) == ["0.84"])
    #expect(try WhereUsed(.bundle(bundle)).run(in: film.library()).takes.count == 1)
    // What erasing would delete is counted like that, too: one clip, however often it was rated.
    let plan = try EraseElement(HandleReference("@mug")).plan(in: film.library())
    #expect(plan.takes.count == 1 && plan.clips.count == 1)
    #expect(throws: ElementLibraryError.self) {
      try RateTake(bundle, of: bundle, .kept).run(in: film.library())
    }
    // Each withdrawal takes back one rating: the one before counts again.
    for rest in [[Take.Result.rejected], [.kept], []] {
      try WithdrawTake(file, of: bundle).run(in: film.library())
      #expect(try takes().map(\.result) == rest)
    }
    #expect(throws: ElementLibraryError.self) {
      try WithdrawTake(file, of: bundle).run(in: film.library())
    }
    // What was withdrawn can be recorded again.
    #expect(try await AddTake(path, of: bundle, .kept).run(in: film.library()).isNew)
    #expect(try takes().map(\.result) == [.kept])
  }
}
