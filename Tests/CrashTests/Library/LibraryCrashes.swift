import Files
import Foundation
import Model
import TestSupport
import Testing

@Suite(
  "A library after a crash", .serialized,
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct LibraryCrashes {
  /// A command, and how many of its calls are tried in the short run.
  struct Deed: CustomStringConvertible, Sendable {
    let words: [String]
    var kills = 6
    var cuts = 3
    var erased: [String] = []
    var isOld = false

    var description: String { words[0] }
  }

  private static let texts = [
    "qwzhandle", "Vexomirandula", "vexomirandula", "Plorkenfast", "plorkenfast", "zublimtag",
    "Kritzelnotiz", "kritzelnotiz",
  ]

  static let deeds = [
    Deed(words: ["add", "character", "@third", "mira-045-daylight.jpg", "mira-000-lamp.jpg"]),
    Deed(words: ["edit", "@qwzhandle", "--name", "Another", "--tag", "new"], kills: 4, cuts: 2),
    Deed(words: ["remove", "@other"], kills: 3, cuts: 2),
    Deed(
      words: ["erase", "@qwzhandle", "--reason", "asked", "--yes"], kills: 10, cuts: 6,
      erased: texts),
    Deed(
      words: ["forget", "@qwzhandle", "--before", "2", "--reason", "a name", "--yes"], kills: 4,
      cuts: 2, erased: ["Vexomirandula", "vexomirandula"]),
    Deed(words: ["gc", "--grace", "0"], kills: 6, cuts: 3, isOld: true),
    Deed(words: ["import", "cast.zip"], cuts: 4),
    Deed(
      words: [
        "take", "add", "mira-045-daylight.jpg", "--bundle", "out/shot", "--result", "kept",
      ], kills: 4, cuts: 2),
    Deed(words: ["register", "@other", "--at", "kling", "--id", "8412"], kills: 3, cuts: 2),
    Deed(words: ["export", "shot.md", "-o", "out"], kills: 4, cuts: 2),
    Deed(
      words: ["add", "character", "@third", "wide.jpg", "--prepare", "--for", "kling"], kills: 4,
      cuts: 2),
    Deed(words: ["restore-backup", "kept", "--into"], kills: 6, cuts: 3),
    Deed(words: ["doctor", "--repair"], kills: 4, cuts: 2),
  ]

  private func scene(_ deed: Deed) throws -> LibraryScene {
    try LibraryScene(deed.words, erased: deed.erased) { try Self.prepare(deed, $0) }
  }

  /// Makes what a command needs, in the library and beside it.
  static func prepare(_ deed: Deed, _ library: URL) throws {
    if deed.isOld { try makeOld(library) }
    if deed.words[0] == "import" { try makePack(beside: library) }
    switch deed.words[0] {
    case "take": try export(from: library)
    case "export": try writeShot(beside: library)
    case "add" where deed.words.contains("--prepare"): try addWidePicture(beside: library)
    case "restore-backup": try makeBackup(beside: library)
    case "doctor": try makeRepairable(library)
    default: break
    }
  }

  private static func castbook(_ words: [String], beside library: URL) throws {
    let result = try Program.run(
      Program.builtWithTests("castbook").path(), words, in: library.deletingLastPathComponent())
    try #require(result.status == 0, "\(words)")
  }

  /// A pack of elements that the library doesn't have.
  private static func makePack(beside library: URL) throws {
    let source = ["--library", "source"]
    for words in [
      ["init", "source"],
      ["add", "character", "@packed", "mira-045-daylight.jpg", "mira-000-lamp.jpg"] + source,
      ["edit", "@packed", "--name", "Packed"] + source,
      ["pack", "@packed", "-o", "cast.zip"] + source,
    ] { try castbook(words, beside: library) }
  }

  private static func writeShot(beside library: URL) throws {
    try Data("---\ntarget: fal.seedance-2.0.r2v\n---\n@other waves".utf8)
      .write(to: library.deletingLastPathComponent().appending(path: "shot.md"))
  }

  /// A picture that no Kling host accepts as it is.
  private static func addWidePicture(beside library: URL) throws {
    let fixtures = Fixtures.folder
    try FileManager.default.copyItem(
      at: fixtures.appending(path: "trouble/mira-print.jpg"),
      to: library.deletingLastPathComponent().appending(path: "wide.jpg"))
  }

  /// A backup of a copy of the library with an additional element.
  private static func makeBackup(beside library: URL) throws {
    let copy = library.deletingLastPathComponent().appending(path: "copy")
    try FileManager.default.copyItem(at: library, to: copy)
    try castbook(
      ["add", "character", "@fourth", "mira-045-daylight.jpg", "--library", "copy"], beside: library
    )
    try castbook(["backup", "kept", "--library", "copy"], beside: library)
    try FileManager.default.removeItem(at: copy)
  }

  /// The leftovers of an interrupted command.
  private static func makeRepairable(_ library: URL) throws {
    try Data([1]).write(to: library.appending(path: ".new-left"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: library.appending(path: ".new-left").path())
  }

  /// A bundle that the library knows.
  private static func export(from library: URL) throws {
    try writeShot(beside: library)
    try castbook(
      ["export", "shot.md", "-o", "out", "--library", library.path()], beside: library)
  }

  /// Moves the log to days in the distant past, and leaves an unreferenced file.
  private static func makeOld(_ library: URL) throws {
    let manager = FileManager.default
    let log = library.appending(path: "log")
    for day in try manager.contentsOfDirectory(atPath: log.path()) {
      let folder = log.appending(path: day)
      let names = try manager.contentsOfDirectory(atPath: folder.path()).sorted()
      for (index, name) in names.enumerated() {
        let old = log.appending(path: "2020-01-0\(index % 2 + 1)")
        try manager.createDirectory(at: old, withIntermediateDirectories: true)
        try manager.moveItem(at: folder.appending(path: name), to: old.appending(path: name))
      }
      try manager.removeItem(at: folder)
    }
    let shelf = library.appending(path: "blobs/41")
    try manager.createDirectory(at: shelf, withIntermediateDirectories: true)
    // The SHA-256 of these bytes.
    let file = shelf.appending(
      path: "4161b287516ae47148f01146b29d942dd4f24bc97c6c54f393a3be7b528a78de")
    try Data("nobody\n".utf8).write(to: file)
    try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: file.path())
  }

  @Test("that ended a command at any call is as before or as after it", arguments: deeds)
  func kills(deed: Deed) throws {
    let scene = try scene(deed)
    let count = scene.outcome.calls.count
    var results: [Bool] = []
    var calls = Set(TestRun.sample(deed.kills, of: count, seed: 11))
    let isRemoval = { (call: CrashCall) in
      call.name.hasPrefix("unlink") && call.path.hasSuffix(".jsonl")
    }
    if !deed.erased.isEmpty, let index = scene.outcome.calls.firstIndex(where: isRemoval) {
      // The calls after the index forgets segments that still exist. A copy of the library is
      // opened for the first time, so that a few more calls come before.
      calls.formUnion(index + 1...min(index + 7, count))
    }
    for call in calls.sorted() {
      try scene.start.write(to: scene.library)
      let outcome = try scene.run.kill(at: call)
      // In a copy of the library, which is opened for the first time, some calls differ. A run with
      // a call or two less exits normally, and is as after the command.
      let isEnd = call > count - 3 && outcome.ending == .exited(0)
      #expect(isEnd || outcome.ending == .killed(call: call))
      let what = "\(deed.words[0]) killed at \(scene.outcome.calls[call - 1])"
      results.append(try scene.check(what, mustHold: isEnd))
    }
    // First the old state, then the new one, and never back.
    if scene.after != scene.before { #expect(results == results.sorted { !$0 && $1 }) }
  }

  @Test(
    "that cut the power is as before or as after, and as after once success was reported",
    arguments: deeds
  )
  func powerCuts(deed: Deed) throws {
    let scene = try scene(deed)
    let cut = PowerCut(in: scene.library, before: scene.start, during: scene.outcome)
    for call in TestRun.sample(deed.cuts, of: cut.callCount, seed: 12) {
      for (survival, state) in try cut.states(after: call, seeds: call..<call + 1) {
        try state.write(to: scene.library)
        try scene.check("\(deed.words[0]) cut after \(call), \(survival)")
      }
    }
    let seeds = 0..<(TestRun.isLong ? 4 : 1)
    for (survival, state) in try cut.states(after: cut.callCount, seeds: seeds) {
      try state.write(to: scene.library)
      try scene.check("\(deed.words[0]) done, \(survival)", mustHold: true)
    }
  }

  @Test(
    "on a full disk reports it and is as before, or as after once there is space again",
    arguments: [deeds[0], deeds[1], deeds[3]])
  func fullDisk(deed: Deed) throws {
    let scene = try scene(deed)
    let needy = scene.outcome.calls.filter { $0.isWrite || $0.has("makes") || $0.name == "mkdir" }
    for index in TestRun.sample(5, of: needy.count, seed: 13) {
      let call = needy[index - 1]
      try scene.start.write(to: scene.library)
      let outcome = try scene.run.fail(at: call.number, .noSpace, onward: true)
      let holds = try scene.check("\(deed.words[0]), no space at \(call)")
      // The rest of an erasure is done by the next opening.
      if holds, deed.erased.isEmpty || outcome.ending == .exited(0) {
        #expect(outcome.ending == .exited(0), "\(call)")
        continue
      }
      #expect(outcome.ending == .exited(3), "\(call): \(outcome.errors)")
      let words = outcome.errors.lowercased()
      #expect(words.contains("space") || words.contains("full"), "\(call): \(outcome.errors)")
    }
  }

  @Test("had reported success only when bytes, records and names were durable, in this order")
  func order() throws {
    let scene = try scene(Self.deeds[0])
    let calls = scene.outcome.calls
    func first(_ test: (CrashCall) -> Bool) throws -> Int {
      let index = calls.firstIndex(where: test)
      return try #require(index)
    }
    let isBlob = { (path: String) in path.contains("/blobs/") }
    let lastBlobWrite = try #require(calls.lastIndex { $0.isWrite && isBlob($0.path) })
    let blobRename = try first { $0.name.hasPrefix("rename") && isBlob($0.path) }
    let lastBlobRename = try #require(
      calls.lastIndex { $0.name.hasPrefix("rename") && isBlob($0.path) })
    let segmentWrite = try first { $0.isWrite && $0.path.contains("/log/") }
    let segmentSync = try first { $0.name == "fsync" && $0.path.contains("/.new-") }
    let segmentRename = try first { $0.name.hasPrefix("rename") && $0.path.contains("/log/") }
    let daySync = try #require(
      calls.lastIndex {
        $0.name == "fsync" && !$0.path.contains("/.new-") && $0.path.contains("/log/2")
      })
    let syncs = calls.indices.filter { calls[$0].name == "syncfs" }
    #expect(syncs.contains { lastBlobWrite < $0 && $0 < blobRename })
    #expect(syncs.contains { lastBlobRename < $0 && $0 < segmentWrite })
    #expect(segmentWrite < segmentSync && segmentSync < segmentRename && segmentRename < daySync)
    #expect(syncs.count == 2)
  }

  @Test(
    "relies on no file that an interrupted process left and never made durable",
    arguments: ["add character @third mira-045-daylight.jpg", "edit @other --name New"])
  func inherited(command: String) throws {
    let scene = try LibraryScene(["list"])
    let library = scene.library.path()
    let script = """
      set -e
      hash=$(sha256sum mira-045-daylight.jpg | cut -c1-64)
      shelf="\(library)/blobs/$(echo $hash | cut -c1-2)"
      mkdir -p "$shelf" "\(library)/log/$(date -u +%F)"
      install -m 444 mira-045-daylight.jpg "$shelf/$hash"
      "\(scene.run.program)" \(command) --library "\(library)"
      """
    for name in try FileManager.default.contentsOfDirectory(atPath: library + "/log") {
      // Makes it look as if the log had not been written today.
      try FileManager.default.moveItem(
        atPath: library + "/log/" + name, toPath: library + "/log/2020-01-01")
    }
    let before = try FolderState(of: scene.library)
    let run = CrashRun(
      "/bin/sh", ["-c", script], under: scene.library, workingIn: scene.scratch.url)
    let outcome = try run.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    let after = try LibraryState(of: scene.library, "added")
    let cut = PowerCut(in: scene.library, before: before, during: outcome)
    let stray = scene.library.appending(
      path: command.hasPrefix("edit") ? try shelf(of: "mira-045-daylight.jpg", in: scene) : "none")
    for (survival, state) in try cut.states(after: cut.callCount) {
      try state.write(to: scene.library)
      // Files of an unacknowledged command may remain in any state.
      try? FileManager.default.removeItem(at: stray)
      #expect(try LibraryState(of: scene.library, "\(survival)") == after, "\(survival)")
    }
  }

  /// The folder of the library where a picture's bytes belong.
  private func shelf(of picture: String, in scene: LibraryScene) throws -> String {
    let bytes = try Data(contentsOf: scene.scratch.url.appending(path: picture))
    return "blobs/\(SHA256.digest(of: [UInt8](bytes)).hex.prefix(2))"
  }

  @Test("relies on no record that an interrupted process named and did not make durable")
  func inheritedRecord() throws {
    let scene = try LibraryScene(["list"])
    let library = scene.library.path()
    let manager = FileManager.default
    let log = library + "/log/2020-01-01"
    let today = try #require(try manager.contentsOfDirectory(atPath: library + "/log").first)
    try manager.moveItem(atPath: library + "/log/" + today, toPath: log)
    // A picture that was never seen before.
    let other = try LibraryScene(["add", "product", "@mug", "mira-045-daylight.jpg"])
    let old = Set(other.start.items.keys)
    let new = try #require(
      try FolderState(of: other.library).items.keys.first {
        $0.hasSuffix(".jsonl") && !old.contains($0)
      })
    let segment = URL(filePath: new).lastPathComponent
    for name in [try shelf(of: "mira-045-daylight.jpg", in: other), new] {
      let goal = name == new ? scene.scratch.url.path() + "/" + segment : library + "/" + name
      try manager.copyItem(at: other.library.appending(path: name), to: URL(filePath: goal))
    }
    let before = try FolderState(of: scene.library)
    let script = """
      set -e
      install -m 444 \(segment) \(log)/.new-1
      sync \(log)/.new-1
      mv \(log)/.new-1 \(log)/\(segment)
      "\(scene.run.program)" edit @mug --name New --library "\(library)"
      """
    let run = CrashRun(
      "/bin/sh", ["-c", script], under: scene.library, workingIn: scene.scratch.url)
    let outcome = try run.trace(recording: true)
    try #require(outcome.ending == .exited(0), "\(outcome.errors)")
    let after = try LibraryState(of: scene.library, "edited")
    let cut = PowerCut(in: scene.library, before: before, during: outcome)
    for (survival, state) in try cut.states(after: cut.callCount) {
      try state.write(to: scene.library)
      #expect(try LibraryState(of: scene.library, "\(survival)") == after, "\(survival)")
    }
  }
}
