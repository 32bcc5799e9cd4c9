import Castbook
import TestSupport
import Testing

/// What the matrix says of many files in a line.
@Suite("The verdict of the matrix of files and targets")
struct MatrixVerdicts {
  @Test("counts the files that pass everywhere and nowhere, and names the target for most of them")
  func counts() async throws {
    let files = [
      "trouble/mira-wide.jpg", "trouble/mira-full-length.jpg", "trouble/mira-side.jpg",
      "starter/mug-top.jpg", "trouble/mug-cut-out.png",
    ]
    let matrix = try await Fixtures.matrix(
      files, for: ["kling-official", "fal.wan-2.7.r2v", "kling.v3.t2v"])
    #expect(matrix.passingEverywhere == 0)
    #expect(matrix.passingNowhere == 1)
    #expect(matrix.bestTargets == ["fal.wan-2.7.r2v"])
    #expect(matrix.total(of: 1).words == "4 of 5")
    #expect(matrix.total(of: 2).withoutSlot == files.count)
    #expect(
      matrix.verdict == "passes everywhere: 0 of 5; nowhere: 1; best: fal.wan-2.7.r2v (4 of 5)")
  }

  @Test("names no target if all are alike")
  func noBest() async throws {
    let matrix = try await Fixtures.matrix(["trouble"], for: ["kling.v3-omni", "kling.v3.i2v"])
    #expect(matrix.best == [])
    #expect(matrix.verdict == "passes everywhere: 2 of 10; nowhere: 8")
  }

  @Test("counts a file neither as passing nor as refused where its limits are unknown")
  func unknownLimits() async throws {
    let unlimited = ["odd/tiff-le.tif", "odd/gif-still.gif", "odd/jpeg-1x1.jpg"]
    let found = try await Fixtures.check(
      unlimited + ["trouble/mira-side.jpg"], for: ["fal.grok-imagine.r2v", "kling-official"])
    let matrix = found.matrix
    #expect(matrix.total(of: 0).words == "0 of 4")
    #expect(matrix.total(of: 0).unknown == unlimited.count)
    #expect(matrix.best == [])
    #expect(matrix.passingNowhere == 1)
    let counts = found.counts(for: "fal.grok-imagine.r2v")
    #expect(counts.fail == 1)
    #expect(counts.unknown == unlimited.count)
  }

  @Test("explains the sign for unknown limits, only if there are any")
  func explanation() async throws {
    let unknown = try await Fixtures.matrix(
      ["odd/tiff-le.tif"], for: ["fal.grok-imagine.r2v", "kling-official"])
    #expect(unknown.explanation == "? this target's limits for such a file are unknown")
    let known = try await Fixtures.matrix(["trouble"], for: ["kling", "kling-o3"])
    #expect(known.explanation == nil)
  }

  @Test(
    "says where limits are unknown",
    arguments: [
      (["mug-top"], "passes at 1 of 2 targets, unknown at 1"),
      (
        ["mug-top", "mug-front"],
        "passes everywhere: 2 of 2 where limits are known; nowhere: 0; best: kling (2 of 2)"
      ),
    ])
  func unknownInWords(pictures: [String], verdict: String) async throws {
    let names = pictures.map { "starter/\($0).jpg" }
    let matrix = try await Fixtures.matrix(names, for: ["fal.grok-imagine.r2v", "kling"])
    #expect(matrix.verdict == verdict)
  }

  @Test("lets no file pass at a target that has ended, which is never best")
  func ended() async throws {
    let matrix = try await Fixtures.matrix(["starter"], for: ["kling-o3", "openai.sora-2"])
    #expect(matrix.passingEverywhere == 0)
    #expect(matrix.bestTargets == ["fal.kling-o3.r2v"])
  }

  @Test("names a target that was never seen answering only if no other accepts anything")
  func unverified() async throws {
    let matrix = try await Fixtures.matrix(
      ["trouble"], for: ["kie.kling-3.0-omni", "kling-official", "replicate.kling-v3-omni"])
    #expect(matrix.total(of: 0).passing > matrix.total(of: 2).passing)
    #expect(matrix.bestTargets == ["replicate.kling-v3-omni"])
    let alone = try await Fixtures.matrix(
      ["trouble/mira-wide.jpg", "trouble/IMG_2041.HEIC"],
      for: ["kie.kling-3.0-omni", "kling-official"])
    #expect(alone.verdict.hasSuffix("; best: kie.kling-3.0-omni (not confirmed) (2 of 2)"))
  }

  /// Three targets: the first two refuse a format, the third a size.
  private static let choosy = ["kling.v3-omni", "kie.kling-3.0", "fal.kling-o1.r2v", "kling-o3"]
  private static let refused: [(file: String, reason: String)] = [
    ("trouble/mira-wide.jpg", "too wide"),
    ("odd/webp-alpha-full.webp", "format (1, 2), too small (3)"),
    ("starter/mug-top.jpg", ""),
  ]

  @Test("gives the reasons for a file, with the numbers of their columns if these differ")
  func reasons() async throws {
    let matrix = try await Fixtures.matrix(Self.refused.map(\.file), for: Self.choosy)
    let columns = matrix.targets.indices.map { [$0] }
    let found = matrix.rows.map { matrix.reasons(in: $0.kind, for: columns) }
    #expect(found == Self.refused.map(\.reason))
  }

  @Test("gives the files that a target refuses but another accepts, each with the reason")
  func refusals() async throws {
    let matrix = try await Fixtures.matrix(Self.refused.map(\.file), for: Self.choosy)
    #expect(
      matrix.refusals(of: 0) == "\(try Fixtures.path("trouble/mira-wide.jpg")) (too wide), "
        + "\(try Fixtures.path("odd/webp-alpha-full.webp")) (format)")
  }
}
