import Castbook
import Foundation
import TestSupport
import Testing

/// Which file may go to which target.
@Suite struct CheckMatrixTests {
  private func summary(
    _ names: [String], for targets: [String], slot: Slot? = nil
  ) async throws -> CheckSummary {
    let targets = try Fixtures.targets(targets, slot: slot)
    return try await Check(targets: targets).run(FileList(names.map(Fixtures.path))) { _ in }
  }

  @Test("A cell shows a file's status, and the first rule that refuses it")
  func cells() async throws {
    let files = [
      "trouble/mira-wide.jpg", "trouble/mira-full-length.jpg", "trouble/mira-side.jpg",
      "starter/mug-top.jpg", "trouble/mug-cut-out.png",
    ]
    let matrix = try await summary(
      files, for: ["kling-official", "fal.wan-2.7.r2v", "kling.v3.t2v"]
    )
    .matrix
    #expect(
      matrix.rows.map { matrix.kinds[$0.kind].cells } == [
        [.fails(.imageTooWide), .passes, .noSlot],
        [.fails(.imageTooSmall), .passes, .noSlot],
        [.fails(.imageTruncated), .fails(.imageTruncated), .noSlot],
        [.passes, .passes, .noSlot], [.passesWithWarning, .passesWithWarning, .noSlot],
      ])
    #expect(matrix.passingEverywhere == 0)
    #expect(matrix.passingNowhere == 1)
    #expect(matrix.best.map { matrix.targets[$0] } == ["fal.wan-2.7.r2v"])
    #expect(matrix.total(of: 1).words == "4 of 5")
    #expect(matrix.total(of: 2).withoutSlot == 5)
    #expect(
      matrix.verdict == "passes everywhere: 0 of 5; nowhere: 1; best: fal.wan-2.7.r2v (4 of 5)")
  }

  @Test(
    "Targets with equal results are one group, files with equal results one kind")
  func groups() async throws {
    let matrix = try await summary(
      ["trouble", "trouble"], for: ["kling.v3-omni", "kling.v3.i2v", "fal.wan-2.7.r2v", "kling"]
    ).matrix
    #expect(matrix.groups == [[0, 1, 3], [2]])
    #expect(matrix.rows.count == 20)
    #expect(matrix.kinds.count < 10)
    #expect(matrix.kinds.reduce(0) { $0 + $1.count } == 20)
  }

  @Test("No target is best if all are alike")
  func noBest() async throws {
    let matrix = try await summary(["trouble"], for: ["kling.v3-omni", "kling.v3.i2v"]).matrix
    #expect(matrix.best == [])
    #expect(matrix.verdict == "passes everywhere: 2 of 10; nowhere: 8")
  }

  @Test("A target matched by a pattern is skipped for files it has no slot for")
  func notAsked() async throws {
    let names = ["kling.v3-omni", "kling.v3.*"]
    let targets = try Fixtures.targets(names)
    #expect(
      targets.map(\.profile.id.rawValue) == [
        "kling.v3-omni", "kling.v3.i2v", "kling.v3.motion-control",
      ])
    #expect(targets.map(\.isNamed) == [true, false, false])
    let sound = try await summary(["voices/es.wav"], for: names)
    #expect(sound.matrix.leftOut == ["kling.v3.motion-control"])
    #expect(sound.matrix.shown == [0, 1])
    #expect(sound.isFine(strict: false))
    let unasked = sound.counts(for: "kling.v3.motion-control")
    #expect(unasked.pass + unasked.warn + unasked.fail == 0)
    let both = try await summary(["voices/es.wav", "starter/mug-top.jpg"], for: names)
    #expect(both.matrix.leftOut == [])
    #expect(both.matrix.passingEverywhere == 2)
    #expect(both.matrix.total(of: 2).words == "1 of 1")
    // A target named explicitly must report that it has none.
    let named = try await summary(["voices/es.wav"], for: names + ["kling.v3.motion-control"])
    #expect(!named.isFine(strict: false))
    #expect(named.withoutSlot.map(\.finding.target) == ["kling.v3.motion-control"])
  }

  @Test("A file that every target of a pattern refuses is reported once for all of them")
  func homeless() async throws {
    let names = ["kling.voice.*", "fal.kling.create-*"]
    var files: [CheckedFile] = []
    let check = Check(targets: try Fixtures.targets(names))
    let summary = try await check.run(FileList([Fixtures.path("starter/mug-top.jpg")])) {
      files.append($0)
    }
    #expect(files.flatMap(\.allFindings).map(\.rule) == [.targetNoSlot])
    #expect(files[0].allFindings[0].message == "none of the 2 targets accepts pictures")
    #expect(files[0].status == .fail)
    #expect(!summary.isFine(strict: false))
    #expect(summary.matrix.shown == [])
    #expect(summary.matrix.passingNowhere == 1)
  }

  @Test("An unreadable file does not reveal which targets were meant")
  func unreadable() async throws {
    let names = ["kling.v3-omni", "kling.voice.*"]
    let mixed = try await summary(["trouble/mug-side.jpg", "starter/mug-top.jpg"], for: names)
    #expect(mixed.matrix.leftOut == ["kling.voice.create"])
    let alone = try await summary(["trouble/mug-side.jpg"], for: ["kling.voice.*", "kling.v3.*"])
    #expect(alone.matrix.shown.count == 3)
    #expect(alone.matrix.leftOut == [])
  }

  @Test("Files of a folder that are not media have no row")
  func bystanders() async throws {
    let scratch = try TemporaryFolder()
    try Data("side view on Monday\n".utf8).write(to: scratch.url.appending(path: "notes.txt"))
    let check = Check(targets: try Fixtures.targets(["kling", "kling-o3"]))
    let folder = try #require(FilePath(scratch.url.path()))
    let summary = try await check.run(FileList([folder])) { _ in }
    #expect(summary.files == 1)
    #expect(summary.matrix.rows.isEmpty)
  }

  @Test(
    "A target without a known limit for a file neither passes nor refuses it, and is never best"
  )
  func notKnown() async throws {
    let files = [
      "odd/tiff-le.tif", "odd/gif-still.gif", "odd/jpeg-1x1.jpg", "trouble/mira-side.jpg",
    ]
    let found = try await summary(files, for: ["fal.veo-3.1.r2v", "kling-official"])
    let matrix = found.matrix
    #expect(
      matrix.rows.map { matrix.kinds[$0.kind].cells[0] } == [
        .unknown, .unknown, .unknown, .fails(.imageTruncated),
      ])
    #expect(matrix.total(of: 0).words == "0 of 4")
    #expect(matrix.total(of: 0).unknown == 3)
    #expect(matrix.best == [])
    #expect(matrix.passingNowhere == 1)
    #expect(matrix.explanation == "? this target's limits for such a file are unknown")
    let counts = found.counts(for: "fal.veo-3.1.r2v")
    #expect(counts.fail == 1)
    #expect(counts.unknown == 3)
    let one = try await summary(["starter/mug-top.jpg"], for: ["fal.veo-3.1.r2v", "kling"])
    #expect(one.matrix.verdict == "passes at 1 of 2 targets, unknown at 1")
    let all = try await summary(
      ["starter/mug-top.jpg", "starter/mug-front.jpg"], for: ["fal.veo-3.1.r2v", "kling"])
    #expect(
      all.matrix.verdict
        == "passes everywhere: 2 of 2 where limits are known; nowhere: 0; best: kling (2 of 2)"
    )
    #expect(try await summary(["trouble"], for: ["kling", "kling-o3"]).matrix.explanation == nil)
  }

  @Test("A target that has ended accepts nothing, whatever its limits")
  func ended() async throws {
    var statuses: [Status] = []
    let check = Check(targets: try Fixtures.targets(["kling-o3", "openai.sora-2"]))
    let found = try await check.run(FileList([Fixtures.path("starter")])) {
      statuses.append($0.status(for: "openai.sora-2"))
    }
    let matrix = found.matrix
    let refused = CheckMatrix.Cell.fails(.targetEnded)
    #expect(matrix.kinds.allSatisfy { $0.cells[1] == refused })
    #expect(matrix.passingEverywhere == 0)
    #expect(matrix.best.map { matrix.targets[$0] } == ["fal.kling-o3.r2v"])
    #expect(!statuses.isEmpty && statuses.allSatisfy { $0 == Status.fail })
    #expect(found.counts(for: "openai.sora-2").fail == found.files)
    #expect(!found.isFine(strict: false))
  }

  @Test(
    "A target whose last day is over accepts nothing",
    arguments: [("2026-09-24", 3), ("2026-09-25", 0)])
  func over(day: String, passing: Int) async throws {
    let text = """
      {"castbook":"target/1","id":"old","provider":"p","model":"m","asOf":"2026-01-01",
       "status":"live","retires":"2026-09-24","faces":"unknown",
       "sources":{"s":{"ref":"r","kind":"first_party_page"}},
       "slots":{"image":{"formats":["jpeg"]}}}
      """
    let catalogue = try TargetCatalogue(user: [(name: "old.json", bytes: Array(text.utf8))])
    let check = Check(
      targets: try CheckTarget.resolve(["old", "kling"], in: catalogue), today: Day(day))
    let names = ["starter/mug-top.jpg", "starter/mug-front.jpg", "starter/mira-front.jpg"]
    let found = try await check.run(FileList(names.map(Fixtures.path))) { _ in }
    #expect(found.matrix.total(of: 0).passing == passing)
  }

  @Test("A target that was never seen answering is best only if no other accepts anything")
  func unverified() async throws {
    let matrix = try await summary(
      ["trouble"], for: ["kie.kling-3.0-omni", "kling-official", "replicate.kling-v3-omni"]
    ).matrix
    #expect(matrix.total(of: 0).passing > matrix.total(of: 2).passing)
    #expect(matrix.best.map { matrix.targets[$0] } == ["replicate.kling-v3-omni"])
    let alone = try await summary(
      ["trouble/mira-wide.jpg", "trouble/IMG_2041.HEIC"],
      for: ["kie.kling-3.0-omni", "kling-official"]
    ).matrix
    #expect(alone.verdict.hasSuffix("; best: kie.kling-3.0-omni (unverified) (2 of 2)"))
  }

  @Test("If targets check files against different slots, a list says which")
  func slots() async throws {
    let names = ["kling-official", "fal.veo-3.1.r2v", "kling.v3.i2v", "kling.v3-turbo.i2v"]
    let matrix = try await summary(["trouble"], for: names).matrix
    #expect(matrix.slotsDiffer)
    #expect(
      matrix.list([0, 1, 2, 3])
        == "element: kling.v3-omni, kling.v3.i2v; image: fal.veo-3.1.r2v; start: kling.v3-turbo.i2v"
    )
    let alike = try await summary(["trouble"], for: ["kling-official", "kling.v3.i2v"]).matrix
    #expect(!alike.slotsDiffer)
    #expect(alike.list([0, 1]) == "kling.v3-omni, kling.v3.i2v")
  }

  @Test("Reasons name their columns if these differ")
  func reasons() async throws {
    let names = ["kling.v3-omni", "kie.kling-3.0", "fal.kling-o1.r2v", "kling-o3"]
    let matrix = try await summary(
      ["trouble/mira-wide.jpg", "odd/webp-alpha-full.webp", "starter/mug-top.jpg"], for: names
    ).matrix
    let columns = matrix.targets.indices.map { [$0] }
    #expect(
      matrix.rows.map { matrix.reasons(in: $0.kind, for: columns) } == [
        "too wide", "format (1, 2), too small (3)", "",
      ])
    #expect(
      matrix.refusals(of: 0) == "\(try Fixtures.path("trouble/mira-wide.jpg")) (too wide), "
        + "\(try Fixtures.path("odd/webp-alpha-full.webp")) (format)")
  }
}

/// Patterns that select several targets.
@Suite struct TargetPatternTests {
  @Test(
    "All means targets with an endpoint and a slot, not the common rule; each matches a pattern")
  func all() throws {
    let catalogue = try TargetCatalogue()
    let targets = try CheckTarget.resolve(["all"], in: catalogue)
    let ids = Set(targets.map(\.profile.id))
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      let isMeant = profile.hasEndpoint && !profile.slots.isEmpty && profile.status != .ended
      #expect(ids.contains(id) == isMeant, "\(id)")
    }
    #expect(targets.allSatisfy { !$0.isNamed })
    #expect(!ids.contains("kling"))
  }

  @Test("Targets left out of a pattern are reported by reason, but named ones are checked")
  func leftOut() throws {
    let catalogue = try TargetCatalogue()
    let all = try TargetSelection(["all"], in: catalogue)
    let ids = all.leftOut.flatMap(\.targets)
    #expect(ids.count + all.targets.count == catalogue.ids.count)
    #expect(all.leftOut.map(\.reason) == [.noEndpoint, .ended, .noSlot])
    #expect(all.leftOut[1].targets == ["openai.sora-2"])
    #expect(all.leftOut[2].targets.contains("kling.v3.t2v"))
    #expect(all.remark?.hasPrefix("left out: ") == true)
    #expect(all.remark?.contains(", 1 ended (openai.sora-2), ") == true)
    let named = try TargetSelection(["all", "kling"], in: catalogue)
    #expect(named.leftOut.first?.targets.contains("kling") == false)
    #expect(try TargetSelection(["kling-o3"], in: catalogue).remark == nil)
    let sounds = try TargetSelection(["fal.kling*"], slot: .voice, in: catalogue)
    #expect(sounds.remark?.contains("without a slot \"voice\" for files") == true)
  }

  @Test("With a slot, a pattern means the targets that have it")
  func slots() throws {
    let targets = try CheckTarget.resolve(["all"], slot: .voice, in: TargetCatalogue())
    #expect(!targets.isEmpty)
    #expect(targets.allSatisfy { $0.profile[.voice] != nil })
  }

  @Test("Targets that have ended are left out of patterns, by status and by day")
  func ended() throws {
    func profile(_ id: String, _ more: String) -> (name: String, bytes: [UInt8]) {
      let text = """
        {"castbook":"target/1","id":"\(id)","provider":"p","model":"m","asOf":"2026-01-01",\(more)
         "faces":"unknown","sources":{"s":{"ref":"r","kind":"first_party_page"}},
         "slots":{"image":{"formats":["jpeg"]}}}
        """
      return ("\(id).json", Array(text.utf8))
    }
    let catalogue = try TargetCatalogue(user: [
      profile("old.one", "\"status\":\"ended\","),
      profile("old.two", "\"status\":\"live\",\"retires\":\"2026-09-24\","),
      profile("old.three", "\"status\":\"live\","),
    ])
    func ids(_ pattern: String, _ day: String) throws -> [String] {
      try CheckTarget.resolve([pattern], today: Day(day), in: catalogue)
        .map(\.profile.id.rawValue)
    }
    #expect(try ids("old.*", "2026-09-24") == ["old.three", "old.two"])
    #expect(try ids("OLD.*", "2026-09-25") == ["old.three"])
    // User-defined targets need no endpoint.
    #expect(try ids("all", "2026-09-25").contains("old.three"))
    #expect(throws: TargetNameError.self) { try ids("old.one*", "2026-09-25") }
    #expect(throws: TargetNameError.self) { try ids("nobody*", "2026-09-25") }
    #expect(throws: TargetNameError.self) {
      try CheckTarget.resolve(["old.*"], slot: .voice, in: catalogue)
    }
  }

  @Test(
    "A star matches any letters, a question mark one letter",
    arguments: [
      ("fal.*", ["fal.kling-o3.r2v"]), ("*r2v", ["fal.kling-o3.r2v"]),
      ("*kling*", ["fal.kling-o3.r2v"]), ("f?l.*r2?", ["fal.kling-o3.r2v"]),
      ("*o3*3*", []), ("fal.?", []), ("*o3.r2v*", ["fal.kling-o3.r2v"]),
    ])
  func globs(pattern: String, found: [String]) throws {
    let targets = try? CheckTarget.resolve([pattern], in: TargetCatalogue())
    let ids = (targets ?? []).map(\.profile.id.rawValue)
    #expect(ids.contains("fal.kling-o3.r2v") == !found.isEmpty)
  }

  @Test("A pattern of many stars is as quick as others")
  func manyStars() {
    let pattern = String(repeating: "*a", count: 2000) + "b"
    #expect(throws: TargetNameError.self) {
      try CheckTarget.resolve([pattern], in: TargetCatalogue())
    }
  }
}
