import Foundation
import Model
import TestSupport
import Testing

@Suite("Several programs on one library", .timeLimit(.minutes(30)))
struct ManyProcesses {
  @Test("Everything that was acknowledged is there, and no command asks to wait")
  func crowd() async throws {
    try await check(workers: 8, steps: 12)
  }

  @Test("A long run keeps everything, too", .enabled(if: TestRun.isLong))
  func largeCrowd() async throws {
    try await check(workers: 12, steps: 60)
  }

  private func check(workers: Int, steps: Int) async throws {
    let shelf = try Shelf()
    try shelf.draw("first.bmp", -1)
    #expect(try shelf.run("add", "character", "@shared", "first.bmp").status == 0)
    try makeOld(shelf)
    let crowd = Crowd(shelf)
    await crowd.work(workers, steps: steps)
    #expect(crowd.wrongs == [])
    let acknowledged = crowd.acknowledged
    #expect(acknowledged.commandCount > workers * steps * 3 / 4)
    #expect(acknowledged.tags.count > steps / 2 && acknowledged.files.count > steps / 2)
    try look(shelf, acknowledged)
    #expect(try shelf.faults() == [])
    let before = try shelf.everything()
    try shelf.deleteIndex()
    #expect(try shelf.everything() == before)
    try look(shelf, acknowledged)
    #expect(try shelf.faults() == [])
  }

  /// Writes some records of days in the distant past, for gc to merge.
  private func makeOld(_ shelf: Shelf) throws {
    for number in 0..<6 { _ = try shelf.run("edit", "@shared", "--tag", "old\(number)") }
    let files = FileManager.default
    for day in try files.contentsOfDirectory(atPath: shelf.inLibrary("log")) {
      try files.moveItem(
        atPath: shelf.inLibrary("log/\(day)"), toPath: shelf.inLibrary("log/2026-01-05"))
    }
  }

  private func look(_ shelf: Shelf, _ done: Crowd.Acknowledged) throws {
    let shared = try shelf.json("show", "@shared")
    #expect(shared["forked"] == nil)
    let tags = Set((shared["tags"]?.array ?? []).compactMap(\.string))
    #expect(done.tags.subtracting(tags) == [])
    #expect(done.formerTags.isDisjoint(with: tags))
    #expect((0..<6).allSatisfy { tags.contains("old\($0)") })
    let files = shared["files"]?.array ?? []
    let names = Set(files.compactMap { $0["path"]?.string })
    #expect(done.files.subtracting(names) == [])
    #expect(files.allSatisfy { $0["missing"] == nil })
    if let notes = done.notes.last { #expect(shared["notes"]?.string == notes) }
    if let role = done.roles.last { #expect(files.first?["role"]?.string == role) }
    let revisions = try shelf.json("log", "@shared")["revisions"]?.array ?? []
    #expect(revisions.compactMap { $0["revision"]?.integer } == Array(1...max(1, revisions.count)))
    let digests = revisions.compactMap { $0["sha256"]?.string }
    #expect(revisions.dropFirst().compactMap { $0["parent"]?.string } == digests.dropLast())
    let (kept, removed) = (try shelf.handles("list"), try shelf.handles("list", "--retired"))
    #expect(Set(kept) == Set(done.elements.filter { !$0.value }.keys).union(["shared"]))
    #expect(Set(removed) == Set(done.elements.filter(\.value).keys))
    #expect(kept.count + removed.count == done.elements.count + 1)
  }
}
