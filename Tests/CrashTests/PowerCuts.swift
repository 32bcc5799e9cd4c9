import Foundation
import TestSupport
import Testing

@Suite("A power cut", .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct PowerCuts {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func cut(_ script: String) throws -> PowerCut {
    let before = try FolderState(of: scratch.folder)
    let outcome = try scratch.shell(script).trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    return PowerCut(in: scratch.folder, before: before, during: outcome)
  }

  private func texts(_ cut: PowerCut, _ name: String) throws -> [String?] {
    try Survival.extremes.map { try cut.state(after: cut.callCount, $0).text(name) }
  }

  // What survives in each case: nothing, names, names and lengths, bytes, everything.

  @Test("takes a new file that nothing made durable, or its bytes")
  func unsynced() throws {
    let cut = try cut("printf new >a; mv a b")
    #expect(try texts(cut, "b") == [nil, "", "\0\0\0", nil, "new"])
    #expect(try texts(cut, "a") == [nil, nil, nil, nil, nil])
  }

  @Test("takes the name of a file whose bytes are durable, until its folder is")
  func syncedFile() throws {
    let half = try cut("printf new >a; sync a; mv a b")
    #expect(try texts(half, "b") == [nil, "new", "new", nil, "new"])
    let whole = try cut("rm b; printf new >a; sync a; mv a b; sync .")
    #expect(try texts(whole, "b") == ["new", "new", "new", "new", "new"])
  }

  @Test("takes nothing after all of the disk was synced", arguments: ["sync", "sync -f ."])
  func syncedDisk(sync: String) throws {
    let cut = try cut("mkdir d; printf new >d/a; \(sync); printf 2 >>d/a")
    #expect(try texts(cut, "d/a") == ["new", "new", "new\0", "new2", "new2"])
  }

  @Test("leaves the old file, or an empty one, where one was overwritten in place")
  func overwritten() throws {
    try scratch.write("a", "old")
    #expect(try texts(cut("printf newer >a"), "a") == ["old", "", "\0\0\0\0\0", "newer", "newer"])
  }

  @Test("leaves one of both, where one was replaced by a rename")
  func replaced() throws {
    try scratch.write("a", "old")
    let cut = try cut("printf newer >b; sync b; mv b a")
    #expect(try texts(cut, "a") == ["old", "newer", "newer", "old", "newer"])
  }

  @Test("brings back what was deleted, and the mode that was")
  func deleted() throws {
    try scratch.write("a", "old")
    let cut = try cut("chmod 400 a; ln a c; rm a; mkdir d; mv c d/e")
    let states = try Survival.extremes.map { try cut.state(after: cut.callCount, $0).items }
    #expect(states[0] == ["a": .file(Array("old".utf8), mode: 0o644)])
    #expect(states[3] == ["a": .file(Array("old".utf8), mode: 0o400)])
    #expect(states[4]["d/e"] == .file(Array("old".utf8), mode: 0o400))
    #expect(states[4].count == 2)
  }

  @Test("that comes after a call leaves, at best, what a kill before the next leaves")
  func everything() throws {
    try scratch.write("kept", "0123456789")
    let start = try FolderState(of: scratch.folder)
    let run = scratch.shell(
      """
      umask 027; mkdir -p d/e; printf 12345 >d/a; cp d/a d/b; cat d/b >>kept; mv d/b d/e/c
      truncate -s 3 kept; ln d/a f; ln -s d/a g; chmod 604 f; fallocate -l 9 d/e/c; rm d/a
      printf xx | dd of=f bs=1 seek=3 conv=notrunc status=none; mv d h; exec 3>>f; rm f; echo x >&3
      "$WRITER" --map m
      """)
    var traced = run
    traced.environment["WRITER"] = try CrashRun.program("castbook-crash-writer").path()
    let outcome = try traced.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    let cut = PowerCut(in: scratch.folder, before: start, during: outcome)
    #expect(try cut.state(after: cut.callCount, .everything) == FolderState(of: scratch.folder))
    // The last call makes visible to the model what was written through memory before it.
    for call in 1..<cut.callCount {
      try start.write(to: scratch.folder)
      try traced.kill(at: call)
      let left = try FolderState(of: scratch.folder)
      #expect(try cut.state(after: call - 1, .everything) == left, "\(outcome.calls[call - 1])")
    }
  }

  /// What SQLite says after each power cut during a change from 1 to 2, 3.
  private func answers(mode: String, synchronous: String) throws -> (
    all: Set<String>, last: Set<String>
  ) {
    func query(_ text: String, in folder: URL) -> CrashRun {
      CrashRun("/usr/bin/sqlite3", ["x.db", text], under: folder)
    }
    let folder = scratch.folder
    let setUp = "PRAGMA journal_mode=\(mode); CREATE TABLE t(x); INSERT INTO t VALUES (1)"
    _ = try query(setUp, in: folder).trace()
    let before = try FolderState(of: folder)
    let outcome = try query(
      """
      PRAGMA synchronous=\(synchronous);
      BEGIN; UPDATE t SET x = 2; INSERT INTO t VALUES (3); CREATE TABLE u(x); COMMIT
      """, in: folder
    ).trace(recording: true)
    let cut = PowerCut(in: folder, before: before, during: outcome)
    let place = try Scratch()
    var known: [FolderState: String] = [:]
    var last: Set<String> = []
    for call in 0...cut.callCount {
      for (_, state) in try cut.states(after: call, seeds: call * 3..<call * 3 + 3) {
        if known[state] == nil {
          try state.write(to: place.folder)
          let check = "SELECT group_concat(x) FROM t; PRAGMA integrity_check(1)"
          known[state] = try query(check, in: place.folder).trace().output
        }
        if call == cut.callCount, let answer = known[state] { last.insert(answer) }
      }
    }
    return (Set(known.values), last)
  }

  @Test("leaves a transaction of SQLite done or not begun, and done once it was said to be")
  func transaction() throws {
    let log = try answers(mode: "wal", synchronous: "FULL")
    #expect(log.all == ["1\nok\n", "2,3\nok\n"])
    #expect(log.last == ["2,3\nok\n"])
  }

  @Test("leaves it so with a journal, too")
  func journal() throws {
    let journal = try answers(mode: "delete", synchronous: "EXTRA")
    #expect(journal.all == ["1\nok\n", "2,3\nok\n"])
    #expect(journal.last == ["2,3\nok\n"])
  }

  @Test("is seen to break what nothing syncs")
  func careless() throws {
    let careless = try answers(mode: "delete", synchronous: "OFF")
    #expect(!careless.all.isSubset(of: ["1\nok\n", "2,3\nok\n"]))
  }
}
