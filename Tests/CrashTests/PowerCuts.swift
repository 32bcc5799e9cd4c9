import Foundation
import TestSupport
import Testing

@Suite("A power cut", .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct PowerCuts {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private func cut(_ script: String) throws -> PowerCut {
    let before = try FolderState(of: scratch.url)
    let outcome = try scratch.shell(script).trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    return PowerCut(in: scratch.url, before: before, during: outcome)
  }

  private func texts(_ cut: PowerCut, _ name: String) throws -> [String?] {
    try Survival.extremes.map { try cut.state(after: cut.callCount, $0).text(name) }
  }

  // What survives in each case: no file, names, names and lengths, bytes, everything.

  @Test("loses a new file that was never made durable, or its bytes")
  func unsynced() throws {
    let cut = try cut("printf new >a; mv a b")
    #expect(try texts(cut, "b") == [nil, "", "\0\0\0", nil, "new"])
    #expect(try texts(cut, "a") == [nil, nil, nil, nil, nil])
  }

  @Test("loses the name of a file whose bytes are durable, until its folder is")
  func syncedFile() throws {
    let half = try cut("printf new >a; sync a; mv a b")
    #expect(try texts(half, "b") == [nil, "new", "new", nil, "new"])
    let whole = try cut("rm b; printf new >a; sync a; mv a b; sync .")
    #expect(try texts(whole, "b") == ["new", "new", "new", "new", "new"])
  }

  @Test("loses no file after the whole disk was synced", arguments: ["sync", "sync -f ."])
  func syncedDisk(sync: String) throws {
    let cut = try cut("mkdir d; printf new >d/a; \(sync); printf 2 >>d/a")
    #expect(try texts(cut, "d/a") == ["new", "new", "new\0", "new2", "new2"])
  }

  @Test("leaves the old file, or an empty one, if it was overwritten in place")
  func overwritten() throws {
    try scratch.write("old", to: "a")
    #expect(try texts(cut("printf newer >a"), "a") == ["old", "", "\0\0\0\0\0", "newer", "newer"])
  }

  @Test("leaves either file if one was replaced by a rename")
  func replaced() throws {
    try scratch.write("old", to: "a")
    let cut = try cut("printf newer >b; sync b; mv b a")
    #expect(try texts(cut, "a") == ["old", "newer", "newer", "old", "newer"])
  }

  @Test("brings back what was deleted, and its mode")
  func deleted() throws {
    try scratch.write("old", to: "a")
    let cut = try cut("chmod 400 a; ln a c; rm a; mkdir d; mv c d/e")
    let states = try Survival.extremes.map { try cut.state(after: cut.callCount, $0).items }
    #expect(states[0] == ["a": .file(Array("old".utf8), mode: 0o644)])
    #expect(states[3] == ["a": .file(Array("old".utf8), mode: 0o400)])
    #expect(states[4]["d/e"] == .file(Array("old".utf8), mode: 0o400))
    #expect(states[4].count == 2)
  }

  @Test("after a call leaves, at best, what a kill before the next call leaves")
  func everything() throws {
    try scratch.write("0123456789", to: "kept")
    let start = try FolderState(of: scratch.url)
    let run = scratch.shell(
      """
      umask 027; mkdir -p d/e; printf 12345 >d/a; cp d/a d/b; cat d/b >>kept; mv d/b d/e/c
      truncate -s 3 kept; ln d/a f; ln -s d/a g; chmod 604 f; fallocate -l 9 d/e/c; rm d/a
      printf xx | dd of=f bs=1 seek=3 conv=notrunc status=none; mv d h; exec 3>>f; rm f; echo x >&3
      "$WRITER" --map m
      """)
    var traced = run
    traced.environment["WRITER"] = Program.builtWithTests("castbook-crash-writer").path()
    let outcome = try traced.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    let cut = PowerCut(in: scratch.url, before: start, during: outcome)
    #expect(try cut.state(after: cut.callCount, .everything) == FolderState(of: scratch.url))
    // The times of all folders are known, as the run changed all of them.
    #expect(
      try cut.times(after: cut.callCount, .everything, .new) == FolderTimes(of: scratch.url))
    // The last call makes earlier writes through memory visible to the model.
    for call in 1..<cut.callCount {
      try start.write(to: scratch.url)
      try traced.kill(at: call)
      let left = try FolderState(of: scratch.url)
      #expect(try cut.state(after: call - 1, .everything) == left, "\(outcome.calls[call - 1])")
    }
  }

  // MARK: Times of folders

  /// What the model knows of a run in a folder that contains a folder `d`.
  private func timedCut(_ script: String) throws -> (
    cut: PowerCut, before: FolderTimes.Times?, after: FolderTimes.Times?
  ) {
    let before = try FolderTimes(of: scratch.url)
    let outcome = try scratch.shell(script).trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    let start = FolderState(items: ["d": .folder(mode: 0o755)])
    return (
      PowerCut(in: scratch.url, before: start, times: before, during: outcome),
      before.folders["d"], try FolderTimes(of: scratch.url).folders["d"]
    )
  }

  private func createFolder() throws {
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "d"), withIntermediateDirectories: true)
  }

  @Test("leaves old times of a folder with its new names, new times with its old names, or others")
  func folderTimes() throws {
    try createFolder()
    let (cut, before, after) = try timedCut("sleep 0.02; : >d/a; sleep 0.02; : >d/b")
    #expect(before != after)
    for survival in Survival.extremes {
      #expect(try cut.times(after: cut.callCount, survival, .old).folders["d"] == before)
      #expect(try cut.times(after: cut.callCount, survival, .new).folders["d"] == after)
    }
    let chances = try (0..<200).map {
      try cut.times(after: cut.callCount, .everything, .some(seed: $0)).folders["d"]
    }
    // Each of the two may be that from before, from between or from after.
    #expect(Set(chances).count == 9)
    #expect(try cut.timedStates(after: cut.callCount).allSatisfy { $0.times.count >= 2 })
  }

  @Test("loses no times of a folder that was synced", arguments: ["sync d", "sync", "sync -f ."])
  func syncedFolderTimes(sync: String) throws {
    try createFolder()
    let (cut, before, after) = try timedCut("sleep 0.02; : >d/a; \(sync); : >d/a")
    for times in [TimeSurvival.old, .new, .some(seed: 1), .some(seed: 2)] {
      #expect(try cut.times(after: cut.callCount, .nothing, times).folders["d"] == after)
    }
    #expect(try cut.times(after: 1, .everything, .old).folders["d"] == before)
  }

  @Test("brings back times that a program had set, and those of a folder that was moved")
  func setFolderTimes() throws {
    try createFolder()
    let script = "sleep 0.02; touch -d @1000000000 d; sync d; : >d/a; mkdir e; mv d e/f"
    let (cut, _, _) = try timedCut(script)
    let old = try cut.times(after: cut.callCount, .everything, .old).folders
    #expect(old["e/f"]?.modified == 1_000_000_000_000_000_000)
    #expect(old["d"] == nil)
    #expect(try cut.times(after: cut.callCount, .nothing, .old).folders["d"] == old["e/f"])
    #expect(
      try cut.times(after: cut.callCount, .everything, .new).folders
        == FolderTimes(of: scratch.url).folders)
  }

  @Test("is followed by a command that sees such times, until it changes the folder itself")
  func shownTimes() throws {
    try createFolder()
    var times = try FolderTimes(of: scratch.url)
    times.folders["d"] = FolderTimes.Times(
      modified: 1_100_000_000_123_456_789, changed: 1_200_000_000_987_654_321)
    var run = scratch.shell(
      """
      export TZ=UTC
      stat -c '%.9Y %.9Z' d; : >d/a; stat -c %Z d; date +%s; cat /proc/sys/kernel/random/boot_id
      """)
    run.shownTimes = try CrashRun.ShownTimes(times, of: scratch.url)
    let lines = try run.trace().output.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[0] == "1100000000.123456789 1200000000.987654321")
    let (changed, now) = (try #require(Int(lines[1])), try #require(Int(lines[2])))
    #expect((now - 2...now).contains(changed))
    #expect(lines[3] == "00000000-0000-4000-8000-000000000000")
    run = scratch.shell("stat -c %Z d; date +%s")
    run.behindSeconds = 100
    let earlier = try run.trace().output.split(separator: "\n").compactMap { Int($0) }
    try #require(earlier.count == 2)
    #expect((99...103).contains(earlier[1] - earlier[0]))
  }

  // MARK: SQLite

  /// What SQLite says after each power cut during a change from 1 to 2, 3.
  private func answers(mode: String, synchronous: String) throws -> (
    all: Set<String>, last: Set<String>
  ) {
    func query(_ text: String, in folder: URL) -> CrashRun {
      CrashRun("/usr/bin/sqlite3", ["x.db", text], under: folder)
    }
    let folder = scratch.url
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
    let replay = try TemporaryFolder()
    var known: [FolderState: String] = [:]
    var last: Set<String> = []
    for call in 0...cut.callCount {
      for (_, state) in try cut.states(after: call, seeds: call * 3..<call * 3 + 3) {
        if known[state] == nil {
          try state.write(to: replay.url)
          let check = "SELECT group_concat(x) FROM t; PRAGMA integrity_check(1)"
          known[state] = try query(check, in: replay.url).trace().output
        }
        if call == cut.callCount, let answer = known[state] { last.insert(answer) }
      }
    }
    return (Set(known.values), last)
  }

  @Test("leaves a transaction of SQLite done or not begun, and done once it was reported")
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

  @Test("does damage if no call syncs")
  func careless() throws {
    let careless = try answers(mode: "delete", synchronous: "OFF")
    #expect(!careless.all.isSubset(of: ["1\nok\n", "2,3\nok\n"]))
  }
}
