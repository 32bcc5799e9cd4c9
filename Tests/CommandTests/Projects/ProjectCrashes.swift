import Foundation
import Model
import TestSupport
import Testing

@Suite(
  "A project when its command is killed",
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct ProjectCrashes {
  /// Copies of a film, each for one crash.
  private func copy(of film: Film) throws -> TemporaryFolder {
    let copy = try TemporaryFolder()
    try ModelFolder.copy(from: film.scratch.url, to: copy.url)
    return copy
  }

  private func command(_ words: [String], _ copy: TemporaryFolder) -> CrashRun {
    CrashRun(
      Tool.binary.path(), words, under: copy.url,
      workingIn: copy.url.appending(path: "film"),
      environment: ["CASTBOOK_LIBRARY": copy.path("library").text])
  }

  /// The command's file system calls without a failure.
  private func calls(_ words: [String], _ film: Film) throws -> [CrashCall] {
    let copy = try copy(of: film)
    let outcome = try command(words, copy).trace()
    #expect(try run(["status"], copy).status == 0)
    return outcome.calls
  }

  /// The calls to try: in a long run all, else the ones around the change of the lock file, and
  /// random ones.
  private func tried(_ calls: [CrashCall]) -> [CrashCall] {
    let change = calls.last { "\($0.path) \($0.secondPath ?? "")".contains("/castbook.lock") }
    let chance = Set(TestRun.sample(6, of: calls.count, seed: 31))
    return calls.filter {
      (-3...6).contains($0.number - (change?.number ?? 0)) || chance.contains($0.number)
    }
  }

  private func run(_ words: [String], _ copy: TemporaryFolder) throws -> Program.Result {
    try Tool.run(
      words, in: copy.url.appending(path: "film"),
      environment: ["CASTBOOK_LIBRARY": copy.path("library").text])
  }

  private func pins(_ copy: TemporaryFolder) throws -> [String] {
    let file = copy.url.appending(path: "film/castbook.lock")
    guard FileManager.default.fileExists(atPath: file.path()) else { return [] }
    return try LockFile(bytes: Array(try Data(contentsOf: file))).pins.map {
      "\($0.handle.name):\($0.sequence)"
    }
  }

  private func noted(_ copy: TemporaryFolder) throws -> [String] {
    try ["mira", "mira_voice", "mug"].filter { name in
      let result = try run(["where-used", "@\(name)", "--json"], copy)
      let value = try JSONParser.parse(Array(result.output.utf8))
      return value["projects"]?.array?.isEmpty == false
    }
  }

  @Test(
    "is as before or as after, and the same command again completes it",
    arguments: [
      (["use", "@mira"], ["mug:1"], ["mira:2", "mira_voice:1", "mug:1"]),
      (["unuse", "@mug"], ["mug:1"], []),
    ] as [([String], [String], [String])])
  func kills(words: [String], before: [String], after: [String]) throws {
    let film = try Film()
    try film.run("use", "@mug")
    let calls = try calls(words, film)
    #expect(calls.count > 5)
    var seen: Set<[String]> = []
    for call in tried(calls).map(\.number) {
      let copy = try copy(of: film)
      try command(words, copy).kill(at: call)
      let pins = try pins(copy)
      seen.insert(pins)
      #expect(pins == before || pins == after, "killed at \(call)")
      #expect(try run(["status"], copy).status == 0, "killed at \(call)")
      #expect(try run(words, copy).status == 0, "killed at \(call)")
      #expect(try self.pins(copy) == after, "killed at \(call)")
      #expect(
        try noted(copy) == after.map { String($0.prefix { $0 != ":" }) }, "killed at \(call)")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: copy.url.appending(path: "film").path())
      #expect(names == ["castbook.lock"], "killed at \(call)")
    }
    #expect(seen == [before, after])
  }

  @Test(
    "stays as it was if it can't be written; a read-only library is a remark, and the pins hold")
  func failures() throws {
    let film = try Film()
    try film.run("use", "@mug")
    var reported = 0
    for call in tried(try calls(["use", "@mira"], film)) {
      let copy = try copy(of: film)
      let outcome = try command(["use", "@mira"], copy).fail(at: call.number, .noSpace)
      let pins = try pins(copy)
      switch outcome.ending {
      case .exited(0):
        #expect(pins == ["mira:2", "mira_voice:1", "mug:1"], "\(call)")
        if outcome.errors.contains("the library could not record them") { reported += 1 }
      case .exited(3): #expect(pins == ["mug:1"], "\(call)")
      default: Issue.record("\(call): \(outcome.ending)")
      }
      #expect(try run(["use", "@mira"], copy).status == 0)
      #expect(try noted(copy) == ["mira", "mira_voice", "mug"], "\(call)")
    }
    #expect(reported > 0)
  }
}
