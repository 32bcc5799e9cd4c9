import Foundation
import TestSupport
import Testing

@Suite("A kill", .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct Kills {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  @Test("comes before a call takes effect, or just after")
  func sides() throws {
    let moved = scratch.shell("echo 1 >a; mv a b; echo 2 >c")
    let before = try moved.kill(at: 3)
    #expect(before.ending == .killed(call: 3))
    #expect(before.status == 137)
    #expect(before.calls.count == 3)
    #expect(before.calls.last?.result == .never)
    #expect(try scratch.names() == ["a"])
    let after = try moved.kill(at: 3, after: true)
    #expect(after.calls.last?.result == .returned(0))
    #expect(try scratch.names() == ["b"])
  }

  @Test("ends all processes, and no call follows it")
  func processes() throws {
    let run = scratch.shell(
      """
      (while :; do sleep 0.01; [ -e b ] && : >late; done) &
      (sleep 0.2; : >a; : >b; : >c) & wait
      """)
    #expect(try run.kill(at: 2).ending == .killed(call: 2))
    #expect(try scratch.names() == ["a"])
  }

  @Test("that is not reached leaves a command alone")
  func notReached() throws {
    let outcome = try scratch.shell(": >a; exit 4").kill(at: 2)
    #expect(outcome.ending == .exited(4))
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("after 1 calls: status 4"))
  }

  @Test("of many threads leaves only whole files under their names", arguments: [1, 2, 7, 50, 333])
  func threads(call: Int) throws {
    let writer = Program.builtWithTests("castbook-crash-writer").path()
    let outcome = try scratch.run(writer).kill(at: call)
    #expect(outcome.calls.count == call)
    for name in try scratch.names() where !name.hasPrefix(".") {
      #expect(try scratch.text(name) == "\(name) is whole\n")
    }
    // Calls are made one after the other: all previous ones have returned.
    #expect(outcome.calls.dropLast().allSatisfy { $0.result != .never })
  }

  @Test("of a copy leaves the whole source, whatever the call")
  func copy() throws {
    try scratch.write("all of it", to: "source")
    let count = try scratch.run("/bin/cp", "source", "copy").trace().calls.count
    #expect(count >= 2)
    for call in 1...count {
      try FileManager.default.removeItem(at: scratch.url.appending(path: "copy"))
      #expect(
        try scratch.run("/bin/cp", "source", "copy").kill(at: call).ending == .killed(call: call))
      #expect(try scratch.text("source") == "all of it")
      if call == 1 { try scratch.write("", to: "copy") }
    }
  }

  @Test("leaves a transaction of SQLite done or not begun", arguments: ["wal", "delete"])
  func transaction(mode: String) throws {
    let database = scratch.url.appending(path: "x.db")
    func query(_ text: String) -> CrashRun { scratch.run("/usr/bin/sqlite3", "x.db", text) }
    let setUp = "PRAGMA journal_mode=\(mode); CREATE TABLE t(x); INSERT INTO t VALUES (1)"
    _ = try query(setUp).trace()
    let start = try Data(contentsOf: database)
    let change = query("BEGIN; UPDATE t SET x = 2; INSERT INTO t VALUES (3); COMMIT")
    var seen: [String] = []
    for call in 1... {
      for name in try scratch.names() {
        try FileManager.default.removeItem(at: scratch.url.appending(path: name))
      }
      try start.write(to: database)
      let outcome = try change.kill(at: call)
      let found = try query("SELECT group_concat(x) FROM t; PRAGMA integrity_check").trace().output
      seen.append(found)
      if outcome.ending == .exited(0) { break }
      try #require(outcome.ending == .killed(call: call))
    }
    #expect(seen.count > 8)
    // First the old state, then the new one, and never back.
    #expect(Set(seen) == ["1\nok\n", "2,3\nok\n"])
    #expect(seen == seen.sorted())
  }
}
