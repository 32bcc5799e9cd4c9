import Castbook
import TestSupport
import Testing

/// The outcome of one file for one target.
@Suite("A cell of the matrix of files and targets")
struct MatrixCells {
  private static let targets = ["kling-official", "fal.wan-2.7.r2v", "kling.v3.t2v"]
  private static let cells: [(file: String, cells: [CheckMatrix.Cell])] = [
    ("trouble/mira-wide.jpg", [.fails(.imageTooWide), .passes, .noSlot]),
    ("trouble/mira-full-length.jpg", [.fails(.imageTooSmall), .passes, .noSlot]),
    ("trouble/mira-side.jpg", [.fails(.imageTruncated), .fails(.imageTruncated), .noSlot]),
    ("starter/mug-top.jpg", [.passes, .passes, .noSlot]),
    ("trouble/mug-cut-out.png", [.passesWithWarning, .passesWithWarning, .noSlot]),
  ]

  @Test("shows the file's status, and the first rule that refuses it")
  func outcomes() async throws {
    let names = Self.cells.map(\.file)
    let matrix = try await Fixtures.matrix(names, for: Self.targets)
    let paths = try names.map(Fixtures.path)
    #expect(matrix.rows.map(\.path) == paths)
    for (found, expected) in zip(matrix.cells, Self.cells) {
      #expect(found == expected.cells, "\(expected.file)")
    }
  }

  @Test("is unknown if no limit for such a file is known, unless the file is broken")
  func unknown() async throws {
    let unlimited = ["odd/tiff-le.tif", "odd/gif-still.gif", "odd/jpeg-1x1.jpg"]
    let matrix = try await Fixtures.matrix(
      unlimited + ["trouble/mira-side.jpg"], for: ["fal.grok-imagine.r2v", "kling-official"])
    #expect(
      matrix.cells.map { $0[0] } == [.unknown, .unknown, .unknown, .fails(.imageTruncated)])
  }

  @Test("shows that the target has ended, whatever its limits")
  func ended() async throws {
    let sora: TargetID = "openai.sora-2"
    let count = try Fixtures.names(in: "starter").count
    var statuses: [Status] = []
    let check = Check(targets: try Fixtures.targets(["kling-o3", "openai.sora-2"]))
    let found = try await check.run(FileList([Fixtures.path("starter")])) {
      statuses.append($0.status(for: sora))
    }
    let refused = CheckMatrix.Cell.fails(.targetEnded)
    #expect(found.matrix.cells.map { $0[1] } == Array(repeating: refused, count: count))
    #expect(statuses == Array(repeating: Status.fail, count: count))
    #expect(found.counts(for: sora).fail == count)
    #expect(found.files == count)
    #expect(!found.isFine(strict: false))
  }

  /// Three pictures that a target accepts if it has not ended.
  private static let pictures = [
    "starter/mug-top.jpg", "starter/mug-front.jpg", "starter/mira-front.jpg",
  ]

  @Test(
    "refuses every file once the target's last day is over",
    arguments: [("2026-09-24", pictures.count), ("2026-09-25", 0)])
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
    let found = try await check.run(FileList(Self.pictures.map(Fixtures.path))) { _ in }
    #expect(found.matrix.total(of: 0).passing == passing)
  }

  @Test("is shared with the files that have the same results, also if a file is listed twice")
  func sharing() async throws {
    let names = try Fixtures.names(in: "trouble")
    let matrix = try await Fixtures.matrix(
      ["trouble", "trouble"], for: ["kling.v3-omni", "kling.v3.i2v", "fal.wan-2.7.r2v", "kling"])
    #expect(matrix.rows.map { $0.path.name.text } == names + names)
    let kinds = matrix.rows.map(\.kind)
    #expect(Array(kinds.prefix(names.count)) == Array(kinds.suffix(names.count)))
    let alike: [[String]] = matrix.kinds.indices.map { kind in
      zip(names, kinds).filter { $0.1 == kind }.map(\.0)
    }
    #expect(
      alike.filter { $0.count > 1 } == [
        ["IMG_2041.HEIC", "Screenshot 2026-03-14 101502.webp"],
        ["mira-print.jpg", "mug-cut-out.png"],
      ])
    #expect(matrix.kinds.map(\.count) == alike.map { 2 * $0.count })
    #expect(Set(matrix.kinds.map(\.cells)).count == matrix.kinds.count)
  }

  @Test("is not made for the files of a folder that are not media")
  func bystanders() async throws {
    let scratch = try TemporaryFolder()
    try scratch.write("side view on Monday\n", to: "notes.txt")
    let check = Check(targets: try Fixtures.targets(["kling", "kling-o3"]))
    let summary = try await check.run(FileList([scratch.path])) { _ in }
    #expect(summary.files == 1)
    #expect(summary.matrix.rows.isEmpty)
  }
}
