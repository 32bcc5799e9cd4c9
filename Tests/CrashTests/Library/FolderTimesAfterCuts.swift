import Foundation
import TestSupport
import Testing

@Suite(
  "A library with any possible folder times after a power cut", .serialized,
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct FolderTimesAfterCuts {
  private func quoted(_ words: [String]) -> String {
    words.map { "'\($0)'" }.joined(separator: " ")
  }

  /// The indices of the calls that change which segments the log has.
  private func places(in scene: TimedScene) -> [Int] {
    let indices = scene.calls.filter { call in
      call.path.contains("/log") && (call.name.hasPrefix("rename") || call.name.hasPrefix("unlink"))
    }.map(\.number)
    return indices.filter { $0 < scene.acknowledged }
  }

  @Test(
    "is reported by the command as its log has it, and as it was acknowledged",
    arguments: TestRun.isLong
      ? LibraryCrashes.deeds : LibraryCrashes.deeds.filter { ["edit", "gc"].contains($0.words[0]) })
  func deeds(deed: LibraryCrashes.Deed) throws {
    let scene = try TimedScene("\"$CASTBOOK\" \(quoted(deed.words)) --library \"$LIBRARY\"") {
      try LibraryCrashes.prepare(deed, $0.library)
    }
    let places = places(in: scene)
    for index in TestRun.sample(2, of: places.count, seed: 15) where !places.isEmpty {
      try scene.check(after: places[index - 1], sampling: TestRun.isLong ? nil : 3)
    }
    try scene.check(after: scene.calls.count, sampling: TestRun.isLong ? nil : 2)
    guard TestRun.isLong else { return }
    for call in stride(from: 1, to: scene.calls.count, by: max(1, scene.calls.count / 12)) {
      try scene.check(after: call, sampling: 2)
    }
  }

  /// Makes a segment beside the library that the library does not have: `arriving`. Returns its
  /// path in the library.
  private static func makeArrival(_ scene: LibraryScene) throws -> String {
    let manager = FileManager.default
    let copy = scene.scratch.url.appending(path: "copy")
    try manager.copyItem(at: scene.library, to: copy)
    let old = Set(try FolderState(of: copy).items.keys)
    let edit = ["edit", "@other", "--name", "New", "--library", copy.path()]
    let outcome = try CrashRun(scene.run.program, edit, under: copy).trace()
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    let new = try FolderState(of: copy).items.keys.filter {
      $0.hasSuffix(".jsonl") && !old.contains($0)
    }
    let name = try #require(new.first)
    try manager.moveItem(
      at: copy.appending(path: name), to: scene.scratch.url.appending(path: "arriving"))
    return name
  }

  @Test(
    "has a record that another program added, if it survived", arguments: [false, true])
  func arrivals(isSeen: Bool) throws {
    var name = ""
    let look = isSeen ? "\"$CASTBOOK\" list --library \"$LIBRARY\"" : ":"
    let scene = try TimedScene(
      "cp arriving \"$LIBRARY/.new-1\"; sync \"$LIBRARY/.new-1\"; . ./bring; \(look)"
    ) { scene in
      name = try Self.makeArrival(scene)
      try scene.scratch.write("mv \"$LIBRARY/.new-1\" \"$LIBRARY/\(name)\"", to: "bring")
    }
    #expect(scene.before.summary != scene.after.summary)
    let bringing = try #require(scene.calls.first { $0.secondPath?.hasSuffix(name) == true })
    for call in [bringing.number, scene.acknowledged] {
      try scene.check(after: call, sampling: TestRun.isLong ? nil : 2, isDurable: false)
    }
  }

  @Test("has a record that another program removed, if it is back")
  func departures() throws {
    var name = ""
    let scene = try TimedScene(". ./take; \"$CASTBOOK\" list --library \"$LIBRARY\" || :") {
      scene in
      let state = try FolderState(of: scene.library)
      // The revision that is listed.
      name = try #require(
        state.items.keys.first {
          $0.hasSuffix(".jsonl") && state.text($0)?.contains("Plorkenfast") == true
        })
      try scene.scratch.write("mv \"$LIBRARY/\(name)\" taken", to: "take")
    }
    #expect(scene.before.summary != scene.after.summary)
    try scene.check(
      after: scene.acknowledged, sampling: TestRun.isLong ? nil : 2, isDurable: false
    ) { $0.items[name] != nil }
  }
}
