import Foundation
import TestSupport
import Testing

@Suite(
  "A library on a full disk",
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct FullDisks {
  /// A home folder with a library that was not changed for an hour.
  private func home() throws -> TemporaryFolder {
    let home = try TemporaryFolder()
    try home.write(Bitmap.bytes(1), to: "1.bmp")
    let made = try Tool.run(
      ["add", "character", "@mira", "1.bmp"], in: home.url, environment: environment(home))
    #expect(made.status == 0)
    let library = home.url.appending(path: ".local/share/castbook")
    for name in ["catalog.sqlite", "log"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -3600)],
        ofItemAtPath: library.appending(path: name).path())
    }
    return home
  }

  private func environment(_ home: TemporaryFolder) -> [String: String] {
    ["HOME": home.url.path()]
  }

  /// Runs a command without disk space for SQLite's files beside the index.
  private func starve(_ words: String) throws -> CrashRun.Outcome {
    let words = words.split(separator: " ").map(String.init)
    func command(_ home: TemporaryFolder) -> CrashRun {
      CrashRun(
        Tool.binary.path(), words, under: home.url, workingIn: home.url,
        environment: environment(home))
    }
    let (free, full) = (try home(), try home())
    let calls = try command(free).trace().calls
    let shared = try #require(
      calls.first { $0.path.hasSuffix("-shm") && ["pwrite64", "ftruncate"].contains($0.name) })
    return try withExtendedLifetime((free, full)) {
      try command(full).fail(at: shared.number, .noSpace, onward: true)
    }
  }

  @Test("is read as always", arguments: ["list", "show @mira", "search mira"])
  func reading(words: String) throws {
    let outcome = try starve(words)
    #expect(outcome.ending == .exited(0), "\(outcome.errors)")
    #expect(outcome.errors == "")
  }

  @Test("is not changed, for lack of space", arguments: ["edit @mira --name Rosa", "remove @mira"])
  func changing(words: String) throws {
    let outcome = try starve(words)
    #expect(outcome.ending == .exited(3))
    #expect(outcome.errors.contains("no space is left"), "\(outcome.errors)")
  }
}
