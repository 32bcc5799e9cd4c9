import Castbook
import TestSupport
import Testing

/// The targets that the matrix shows.
@Suite("The columns of the matrix of files and targets")
struct MatrixColumns {
  @Test("Targets with equal results are one group")
  func groups() async throws {
    let matrix = try await Fixtures.matrix(
      ["trouble"], for: ["kling.v3-omni", "kling.v3.i2v", "fal.wan-2.7.r2v", "kling"])
    let groups = matrix.groups.map { group in group.map { matrix.targets[$0] } }
    #expect(groups == [["kling.v3-omni", "kling.v3.i2v", "kling"], ["fal.wan-2.7.r2v"]])
  }

  /// A target that is named, and a pattern with one that has a slot for sounds and one that hasn't.
  private static let patterns = ["kling.v3-omni", "kling.v3.*"]
  private static let silent: TargetID = "kling.v3.motion-control"

  @Test("A pattern matches targets without naming them")
  func named() throws {
    let targets = try Fixtures.targets(Self.patterns)
    #expect(targets.map(\.profile.id) == ["kling.v3-omni", "kling.v3.i2v", Self.silent])
    #expect(targets.map(\.isNamed) == [true, false, false])
  }

  @Test("A target matched by a pattern is left out if it has a slot for none of the files")
  func notAsked() async throws {
    let sound = try await Fixtures.check(["voices/es.wav"], for: Self.patterns)
    let shown = sound.matrix.shown.map { sound.matrix.targets[$0] }
    #expect(shown == ["kling.v3-omni", "kling.v3.i2v"])
    #expect(sound.matrix.leftOut == [Self.silent])
    #expect(sound.isFine(strict: false))
    let counts = sound.counts(for: Self.silent)
    #expect([counts.pass, counts.warn, counts.fail] == [0, 0, 0])
  }

  @Test("A target matched by a pattern is checked for those files that it has a slot for")
  func partlyAsked() async throws {
    let names = ["voices/es.wav", "starter/mug-top.jpg"]
    let matrix = try await Fixtures.matrix(names, for: Self.patterns)
    #expect(matrix.leftOut == [])
    #expect(matrix.passingEverywhere == names.count)
    let index = try #require(matrix.targets.firstIndex(of: Self.silent))
    #expect(matrix.total(of: index).words == "1 of 1")
  }

  @Test("A target that is named itself reports that it has no slot")
  func askedByName() async throws {
    let names = Self.patterns + [Self.silent.rawValue]
    let found = try await Fixtures.check(["voices/es.wav"], for: names)
    #expect(!found.isFine(strict: false))
    #expect(found.withoutSlot.map(\.finding.target) == ["kling.v3.motion-control"])
  }

  /// Patterns of targets that have no slot for pictures.
  private static let soundTargets = ["kling.voice.*", "fal.kling.create-*"]

  @Test("A file that every target of a pattern refuses has one finding for all of them")
  func homelessFinding() async throws {
    var files: [CheckedFile] = []
    let check = Check(targets: try Fixtures.targets(Self.soundTargets))
    let summary = try await check.run(FileList([Fixtures.path("starter/mug-top.jpg")])) {
      files.append($0)
    }
    let findings = files.flatMap(\.allFindings)
    #expect(findings.map(\.rule) == [.targetNoSlot])
    #expect(findings.map(\.message) == ["none of the 2 targets accepts pictures"])
    #expect(files.map(\.status) == [.fail])
    #expect(!summary.isFine(strict: false))
  }

  @Test("A file that every target of a pattern refuses passes nowhere, and has no column")
  func homelessRow() async throws {
    let matrix = try await Fixtures.matrix(["starter/mug-top.jpg"], for: Self.soundTargets)
    #expect(matrix.shown == [])
    #expect(matrix.passingNowhere == 1)
  }

  @Test("An unreadable file beside others does not show a target that has no slot for them")
  func unreadableBesideOthers() async throws {
    let matrix = try await Fixtures.matrix(
      ["trouble/mug-side.jpg", "starter/mug-top.jpg"], for: ["kling.v3-omni", "kling.voice.*"])
    #expect(matrix.leftOut == ["kling.voice.create"])
  }

  @Test("An unreadable file alone shows all targets, since any of them may have been meant")
  func unreadableAlone() async throws {
    let matrix = try await Fixtures.matrix(
      ["trouble/mug-side.jpg"], for: ["kling.voice.*", "kling.v3.*"])
    #expect(matrix.targets == ["kling.voice.create", "kling.v3.i2v", Self.silent])
    #expect(matrix.shown == Array(matrix.targets.indices))
    #expect(matrix.leftOut == [])
  }

  @Test("A list says which targets check files against which slot if these differ")
  func differentSlots() async throws {
    let matrix = try await Fixtures.matrix(
      ["trouble"],
      for: ["kling-official", "fal.veo-3.1.r2v", "kling.v3.i2v", "kling.v3-turbo.i2v"])
    #expect(matrix.slotsDiffer)
    #expect(
      matrix.list(Array(matrix.targets.indices))
        == "element: kling.v3-omni, kling.v3.i2v; image: fal.veo-3.1.r2v; start: kling.v3-turbo.i2v"
    )
  }

  @Test("A list of targets names no slot if all have the same")
  func equalSlots() async throws {
    let matrix = try await Fixtures.matrix(["trouble"], for: ["kling-official", "kling.v3.i2v"])
    #expect(!matrix.slotsDiffer)
    #expect(matrix.list(Array(matrix.targets.indices)) == "kling.v3-omni, kling.v3.i2v")
  }
}
