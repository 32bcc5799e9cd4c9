import Castbook
import Foundation
import Preparing
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Sheets that are split", .timeLimit(.minutes(30)))
struct SplitSheets {
  /// A sheet of figures, each on its own backdrop, with white between them: `views` side by side.
  private static func sheet(views: Int, side: Int = 400) throws -> [UInt8] {
    let gap = 24
    let size = PixelSize(width: views * (side + gap) + gap, height: side + 2 * gap)
    var values = [UInt8](repeating: 255, count: 3 * size.pixelCount)
    for view in 0..<views {
      let left = gap + view * (side + gap)
      for y in 0..<side {
        for x in 0..<side {
          let (dx, dy) = (2 * x - side, (2 * y - side) * 3 / 4)
          let isInside = dx * dx * (view + 2) + dy * dy * 2 < side * side * 7 / 8
          let grain = UInt8((x &* 31 &+ y &* 17 &+ view) & 7)
          let color: [UInt8] =
            isInside
            ? [UInt8(60 + 30 * view) + grain, 40 + UInt8(y * 120 / side), 30 + grain]
            : [150 + grain, 152 + grain, 158 + grain]
          let offset = 3 * ((gap + y) * size.width + left + x)
          values.replaceSubrange(offset..<offset + 3, with: color)
        }
      }
    }
    let buffer = try #require(PixelBuffer(size: size, channels: 3, values: values))
    return try #require(try PNGWriter.bytes(of: buffer))
  }

  private static func place(_ scratch: TemporaryFolder, views: Int) throws -> FilePath {
    let url = scratch.url.appending(path: "turnaround.png")
    try Data(try sheet(views: views)).write(to: url)
    return scratch.path("turnaround.png")
  }

  @Test("are cut into their views, each with its probable role in the file name")
  func cut() async throws {
    let scratch = try TemporaryFolder()
    let path = try Self.place(scratch, views: 4)
    let splitting = Split(targets: try Fixtures.targets(["kling"]))
    let outcome = try await splitting.run(
      FileList([path]), into: PreparedFolder(at: scratch.path("views"), replacing: false))
    let names = try #require(outcome.written.first).map(\.name)
    #expect(
      names == [
        "turnaround-1-front.png", "turnaround-2-three-quarter.png", "turnaround-3-side.png",
        "turnaround-4-back.png",
      ])
    let sheet = try #require(outcome.sheets.first)
    for (index, view) in sheet.views.enumerated() {
      // Nearly all of this view, and no part of its neighbors.
      let left = 24 + index * 424
      #expect(view.box.x >= left - 2 && view.box.x + view.box.width <= left + 402)
      #expect(view.box.width > 360 && view.box.height > 360)
      #expect(view.copy.after.status == .pass)
    }
    let proof = try JSONParser.parse(
      Array(Data(contentsOf: scratch.url.appending(path: "views/split.json"))))
    #expect(proof["sheets"]?.array?.first?["views"]?.array?.count == 4)
  }

  @Test("are all in the folder's record, from which the roles are known to be assumed")
  func recorded() async throws {
    let scratch = try TemporaryFolder()
    let folder = scratch.path("views")
    let splitting = Split(targets: try Fixtures.targets(["kling"]))
    for views in [4, 3] {
      let name = "sheet-\(views).png"
      try Data(try Self.sheet(views: views)).write(to: scratch.url.appending(path: name))
      _ = try await splitting.run(
        FileList([scratch.path(name)]), into: PreparedFolder(at: folder, replacing: false))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.text)
      .filter { $0 != "split.json" }
    #expect(names.count == 7)
    var folders = SplitFolders()
    for name in names {
      let isAssumed = folders.hasAssumedRole(scratch.path("views/\(name)"))
      #expect(isAssumed, "\(name)")
    }
  }

  @Test("A picture that is not a sheet is not cut, unless a grid is requested")
  func single() async throws {
    let path = try Fixtures.path("scenes/mira-000-studio.jpg")
    var splitting = Split(targets: try Fixtures.targets(["kling"]))
    let outcome = try await splitting.plan(FileList([path]))
    #expect(outcome.sheets.first?.refusals.map(\.rule) == [.imageNoViews])
    #expect(!outcome.isFine)
    splitting.grid = try #require(PanelGrid("1x2"))
    let asked = try await splitting.plan(FileList([path]))
    #expect(asked.sheets.first?.views.count == 2)
    // One half of a 480-pixel sheet is smaller than required, and that is reported.
    #expect(
      asked.sheets.first?.views.contains { view in
        view.copy.after.allFindings.contains { $0.rule == .imageTooSmall }
      } == true)
  }

  @Test("add keeps the views, each derived from the sheet, which stays in the library")
  func added() async throws {
    let cast = try await Cast()
    let path = try Self.place(cast.scratch, views: 3)
    var draft = ElementDraft(.product, try Handle("@cup"), files: [ElementDraft.File(path)])
    draft.texts.name = "Cup"
    let outcome = try await Add([draft], splitting: .auto).run(in: cast.library)
    let element = try #require(outcome.elements.first)
    #expect(element.files.map(\.reference.role) == [.front, .side, .back])
    let details = try Show(HandleReference("@cup")).run(in: cast.library)
    let origins = details.files.map { $0.origins.map(\.from) }
    let sheet = try #require(origins.first?.first)
    #expect(origins.allSatisfy { $0 == [sheet] })
    let blob = URL(filePath: cast.library.folder.text)
      .appending(path: "blobs/\(sheet.hex.prefix(2))/\(sheet.hex)")
    #expect(try Data(contentsOf: blob) == Data(contentsOf: URL(filePath: path.text)))
    // Adding the sheet again changes nothing.
    let again = try await Add([draft], splitting: .auto).run(in: cast.library)
    #expect(again.elements.first?.isChanged == false)
    try await cast.losingTheIndex()
    let rebuilt = try Show(HandleReference("@cup")).run(in: cast.library)
    #expect(rebuilt.files.map { $0.origins.map(\.from) } == origins)
  }

  @Test(
    "A grid is read as rows and columns, within bounds",
    arguments: [
      ("auto", true), ("1x4", true), ("2X3", true), ("0x2", false), ("11x1", false), ("4", false),
      ("", false), ("2x", false),
    ])
  func grids(text: String, isGrid: Bool) {
    #expect((PanelGrid(text) != nil) == isGrid)
  }
}
