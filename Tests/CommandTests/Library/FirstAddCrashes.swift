import Foundation
import TestSupport
import Testing

@Suite(
  "The first add when it is killed, or the disk is full",
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct FirstAddCrashes {
  private static let words = ["add", "character", "@st", "1.bmp", "--tag", "lead"]

  /// A home folder without a library, with a picture in it.
  private func home() throws -> TemporaryFolder {
    let home = try TemporaryFolder()
    try home.write(Bitmap.bytes(1), to: "1.bmp")
    return home
  }

  private func first(_ home: TemporaryFolder) -> CrashRun {
    CrashRun(
      Tool.binary.path(), Self.words, under: home.url, workingIn: home.url,
      environment: ["HOME": home.url.path()])
  }

  /// The command's file system calls without a failure.
  private func calls() throws -> [CrashCall] {
    let home = try home()
    let calls = try first(home).trace().calls
    #expect(try isWhole(home))
    return calls
  }

  private func run(_ words: [String], _ home: TemporaryFolder) throws -> Program.Result {
    try Tool.run(words, in: home.url, environment: ["HOME": home.url.path()])
  }

  private func left(_ home: TemporaryFolder) -> [String] {
    let folder = home.url.appending(path: ".local/share")
    return (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
  }

  private func isWhole(_ home: TemporaryFolder) throws -> Bool {
    try run(["list", "--tag", "lead"], home).output == "@st  character  St  1 file\n"
      && run(["doctor"], home).output.hasSuffix("no problems found\n")
  }

  @Test("leaves a complete library or none, and the same command again completes it")
  func kills() throws {
    let count = try calls().count
    #expect(count > 10)
    var seen: Set<Bool> = []
    // The library gets its name near the end.
    for call in Set(TestRun.sample(6, of: count, seed: 21)).union(
      count - (TestRun.isLong ? 8 : 4)...count
    ).sorted() {
      let home = try home()
      try first(home).kill(at: call)
      let isThere = left(home).contains("castbook")
      seen.insert(isThere)
      if isThere { #expect(try isWhole(home), "killed at \(call)") }
      #expect(try run(Self.words, home).status == 0, "killed at \(call)")
      #expect(try isWhole(home), "killed at \(call)")
      if !isThere { #expect(left(home) == ["castbook"], "killed at \(call)") }
    }
    #expect(seen == [true, false])
  }

  @Test("leaves nothing behind on a full disk, or a complete library")
  func full() throws {
    let calls = try calls()
    for call in TestRun.sample(8, of: calls.count, seed: 22).map({ calls[$0 - 1] }) {
      let home = try home()
      let outcome = try first(home).fail(at: call.number, .noSpace)
      switch outcome.ending {
      case .exited(0): #expect(try isWhole(home), "\(call)")
      // The library is complete, but its name might not survive a power cut.
      case .exited(3) where left(home) == ["castbook"]: #expect(try isWhole(home), "\(call)")
      case .exited(3): #expect(left(home) == [], "\(call): \(outcome.errors)")
      default: Issue.record("\(call): \(outcome.ending)")
      }
    }
  }
}
