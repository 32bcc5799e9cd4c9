import Foundation
import Model
import TestSupport
import Testing

@Suite(
  "An import that forks and is killed",
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct ForkCrashes {
  private func command(_ copy: TemporaryFolder) -> CrashRun {
    CrashRun(
      Tool.binary.path(), ["import", "ana.zip"], under: copy.url, workingIn: copy.url,
      environment: ["CASTBOOK_LIBRARY": copy.url.appending(path: "ben").path()])
  }

  private func run(_ words: [String], _ copy: TemporaryFolder) throws -> Program.Result {
    try Tool.run(
      words, in: copy.url,
      environment: ["CASTBOOK_LIBRARY": copy.url.appending(path: "ben").path()])
  }

  @Test("is as before or as after, and the same command again makes the fork")
  func kills() throws {
    let two = try TwoPeople()
    try two.part()
    func copy() throws -> TemporaryFolder {
      let copy = try TemporaryFolder()
      try ModelFolder.copy(from: two.scratch.url, to: copy.url)
      return copy
    }
    let before = try run(["list", "--json"], try copy()).output
    let whole = try copy()
    let calls = try command(whole).trace().calls
    let after = try run(["list", "--json"], whole).output
    #expect(before != after && calls.count > 5)
    let change = calls.last { "\($0.path) \($0.secondPath ?? "")".contains("/log/") }?.number ?? 0
    let chance = Set(TestRun.sample(6, of: calls.count, seed: 7))
    var seen: Set<String> = []
    for call in calls.map(\.number)
    where TestRun.isLong || (-4...4).contains(call - change) || chance.contains(call) {
      let copy = try copy()
      try command(copy).kill(at: call)
      let list = try run(["list", "--json"], copy).output
      seen.insert(list)
      #expect(list == before || list == after, "killed at \(call)")
      let again = try run(["import", "ana.zip"], copy)
      #expect(again.status == 0, "killed at \(call): \(again.errors)")
      #expect(try run(["list", "--json"], copy).output == after, "killed at \(call)")
      let doctor = try run(["doctor", "--json"], copy).output
      for rule in ["damaged", "missing", "differs"] {
        #expect(!doctor.contains("library.\(rule)"), "killed at \(call)")
      }
    }
    #expect(seen == [before, after])
  }
}
