import Foundation
import TestSupport
import Testing

@Suite("A call", .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct Failures {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test(
    "can be made to fail, and has no effect then",
    arguments: [
      (CrashRun.Failure.noSpace, "No space left on device"), (.inputOutput, "Input/output error"),
      (.overQuota, "Disk quota exceeded"),
    ])
  func failing(failure: CrashRun.Failure, words: String) throws {
    let outcome = try scratch.shell("printf 12 >a; dd if=a of=b status=none").fail(at: 4, failure)
    #expect(outcome.ending == .exited(1))
    #expect(outcome.status == 1)
    #expect(outcome.calls[3].result == .failed(failure.rawValue))
    #expect(outcome.calls[3].has("injected"))
    #expect(outcome.errors.contains(words))
    #expect(try scratch.text("a") == "12")
    #expect(try scratch.text("b").isEmpty)
  }

  @Test("after one on a full disk fails, too, if it needs space")
  func fullDisk() throws {
    let outcome = try scratch.shell(
      "echo 1 >a; echo 2 >a; echo 3 >b; mkdir d; mv a c; rm c; echo 4 >e; true"
    ).fail(at: 4, .noSpace, onward: true)
    let failed = outcome.calls.filter { $0.has("injected") }
    #expect(scratch.described(failed) == ["write a", "openat b", "mkdir d", "openat e"])
    #expect(outcome.ending == .exited(0))
    #expect(try scratch.names().isEmpty)
  }

  @Test("of SQLite that finds no space is rolled back")
  func transaction() throws {
    func query(_ text: String) -> CrashRun { scratch.run("/usr/bin/sqlite3", "x.db", text) }
    _ = try query("CREATE TABLE t(x); INSERT INTO t VALUES (1)").trace()
    let change = query("INSERT INTO t VALUES (2)")
    let calls = try query("UPDATE t SET x = 1").trace().calls
    for call in calls where call.isWrite {
      let outcome = try change.fail(at: call.number, .noSpace, onward: true)
      #expect(outcome.ending != .exited(0), "\(call)")
      #expect(try query("SELECT * FROM t").trace().output == "1\n", "\(call)")
    }
  }

  @Test("that writes can be torn: half of it is done")
  func torn() throws {
    let outcome = try scratch.shell("echo 1234567 >a; echo >b").tear(at: 2)
    #expect(outcome.ending == .killed(call: 2))
    #expect(outcome.calls.last?.result == .returned(4))
    #expect(try scratch.text("a") == "1234")
    #expect(try scratch.names() == ["a"])
  }

  @Test("that writes from several pieces, or from another file, can be torn")
  func tornPieces() throws {
    let writer = Program.builtWithTests("castbook-crash-writer").path()
    let calls = try scratch.run(writer).tear(at: 1)
    #expect(calls.ending == .notTorn(call: 1))
    let pieces = try TemporaryFolder()
    var number = 2
    // Which call writes depends on how the threads run.
    while try pieces.run(writer).tear(at: number).ending != .killed(call: number) {
      number += 1
      for name in try pieces.names() {
        try FileManager.default.removeItem(at: pieces.url.appending(path: name))
      }
    }
    let texts = try pieces.names().map(pieces.text)
    #expect(texts.contains { $0.wholeMatch(of: /\d-\d+ is/) != nil }, "\(texts)")
    try scratch.write("12345678", to: "source")
    let copy = scratch.run("/bin/cp", "--reflink=never", "source", "copy")
    let copying = try #require(try copy.trace().calls.first { $0.isWrite })
    try FileManager.default.removeItem(at: scratch.url.appending(path: "copy"))
    try copy.tear(at: copying.number)
    #expect(try scratch.text("copy") == "1234")
  }

  @Test("that does not write can't be torn")
  func whole() throws {
    let outcome = try scratch.shell(": >a").tear(at: 1)
    #expect(outcome.ending == .notTorn(call: 1))
    #expect(try scratch.names().isEmpty)
  }
}
