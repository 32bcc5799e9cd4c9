import Model
import Testing

@testable import Drawing

@Suite("A cast sheet")
struct CastSheetTests {
  private static func sheet(_ entries: [CastSheet.Entry], _ paper: Paper = .a4) throws -> CastSheet
  {
    CastSheet(
      title: "Lobby", lines: ["\(entries.count) elements · 2 Aug 2026", "Rights: all stated"],
      day: try #require(Day("2026-08-02")), entries: entries, paper: paper)
  }

  private static func entry(
    _ handle: String = "@mira", cover: PixelSize? = PixelSize(width: 900, height: 1200),
    views: [PixelSize] = [], rows: Int = 2
  ) -> CastSheet.Entry {
    var entry = CastSheet.Entry(
      name: "Mira Okafor", handle: handle, facts: "character · version 3")
    entry.summary = "A young courier with a copper bob."
    entry.cover = cover.map { .init(.picture(0, $0), label: "front") }
    entry.views = views.enumerated().map {
      .init(.picture($0.offset + 1, $0.element), label: "back")
    }
    entry.rows = (0..<rows).map { CastSheet.Row("Rights", "licensed, Studio \($0)", .pass) }
    return entry
  }

  /// An entry in which everything is as long as it can be.
  private static var longest: CastSheet.Entry {
    let words = String(repeating: "extraordinarily long words, ", count: 60)
    var entry = CastSheet.Entry(
      name: words, handle: "@" + String(repeating: "m", count: 20), facts: words)
    entry.summary = words
    entry.rows = (0..<8).map { .init("Label that is long", words, $0 < 4 ? .fail : nil) }
    entry.rows[2].waveform = [0, 255, 128]
    entry.cover = .init(.picture(0, PixelSize(width: 3, height: 4000)), label: words)
    entry.views = (1...8).map {
      .init(.picture($0, PixelSize(width: 3000, height: 4000)), label: words)
    }
    entry.omittedCount = 1000
    return entry
  }

  /// Expects that all texts, pictures and marks of each page are within its margins and apart.
  private func expectApart(_ pages: CastSheetPages, _ paper: Paper) {
    for number in 0..<pages.count {
      let frames = pages.page(number).items.compactMap { item -> Rectangle? in
        switch item {
        case .text(let text, _): text.frame
        case .picture(_, let frame): frame
        case .mark(_, let square): square
        case .fill: nil
        }
      }
      let size = paper.size
      DrawingTests.expectApart(
        frames, within: Rectangle(x: 100, y: 80, width: size.width - 200, height: size.height - 130)
      )
    }
  }

  @Test(
    "has everything on the page, and nothing on top of anything else", arguments: Paper.allCases)
  func apart(paper: Paper) throws {
    let (portrait, wide) = (
      PixelSize(width: 900, height: 1200), PixelSize(width: 1920, height: 1080)
    )
    var look = Self.entry("@mira_coat", views: [portrait])
    look.isLook = true
    var many = Self.entry(views: Array(repeating: portrait, count: 8))
    many.omittedCount = 12
    let entries = [
      Self.entry(views: [portrait, portrait, portrait]), look, many, Self.entry(cover: nil),
      Self.entry(cover: wide, views: [wide, wide]),
      Self.entry(views: [PixelSize(width: 1, height: 9000)]),
      Self.longest, Self.entry(cover: PixelSize(width: 9000, height: 1)), look,
      Self.entry(rows: 6),
    ]
    let pages = try Self.sheet(entries, paper).pages()
    #expect(pages.count > 3)
    expectApart(pages, paper)
    #expect((0..<pages.count).flatMap { pages.marks(onPage: $0) }.count == entries.count)
  }

  @Test("has a row of views of one height that fills no more than the page")
  func row() throws {
    let sizes = [(900, 1200), (1200, 900), (1920, 1080), (500, 500)].map(
      PixelSize.init(width:height:))
    let layout = CastEntryLayout(Self.entry(views: sizes), width: 1414)
    let frames = layout.items.compactMap { item -> Rectangle? in
      if case .picture(let index, let frame) = item, index > 0 { frame } else { nil }
    }
    #expect(
      frames.count == 4 && Set(frames.map(\.height)).count == 1 && Set(frames.map(\.y)).count == 1)
    for (frame, size) in zip(frames, sizes) {
      #expect(abs(frame.width * size.height - frame.height * size.width) <= size.height)
    }
  }

  @Test("shows no picture larger than it is")
  func small() throws {
    let layout = CastEntryLayout(
      Self.entry(cover: PixelSize(width: 60, height: 80)), width: 1414)
    let frame = layout.items.compactMap { item -> Rectangle? in
      if case .picture(0, let frame) = item { frame } else { nil }
    }.first
    #expect(frame.map { [$0.width, $0.height] } == [60, 80])
  }

  /// The texts of an entry.
  private static func texts(_ entry: CastSheet.Entry, isReadable: Bool = true) -> [String] {
    CastEntryLayout(entry, width: 1414) { _ in isReadable }.items.compactMap { item in
      if case .text(let text, _) = item { text.line.text } else { nil }
    }
  }

  /// The large text of an entry.
  private static func heading(_ entry: CastSheet.Entry) -> String? {
    let style = CastSheetMetrics().name
    return CastEntryLayout(entry, width: 1414).items.compactMap { item in
      if case .text(let text, _) = item, text.line.size == style.size {
        text.line.text
      } else {
        nil
      }
    }.first
  }

  @Test("says in its place that a picture can't be read, and that there is none")
  func unreadable() {
    let entry = Self.entry(views: [PixelSize(width: 900, height: 1200)])
    #expect(!Self.texts(entry).contains("can't be read"))
    #expect(Self.texts(entry, isReadable: false).count { $0.hasPrefix("can't") } == 2)
    #expect(Self.texts(Self.entry(cover: nil)).contains("no pictures"))
  }

  @Test("shows the handle of an element whose name can't be drawn, and keeps the name for copying")
  func names() {
    var entry = Self.entry()
    entry.name = "מירה"
    let layout = CastEntryLayout(entry, width: 1414)
    let originals = layout.items.compactMap { item in
      if case .text(_, let original) = item { original } else { nil }
    }
    #expect(originals == ["מירה"])
    for (name, heading) in [("מירה", "@mira"), ("Zoë 🙂", "Zoë (not shown)"), ("", "@mira")] {
      entry.name = name
      #expect(Self.heading(entry) == heading)
    }
  }

  @Test("has room for the longest entry on a page of its own", arguments: Paper.allCases)
  func longestEntry(paper: Paper) {
    let height = CastEntryLayout(Self.longest, width: paper.size.width - 240).height
    #expect(height <= paper.size.height - 240)
  }

  @Test("without elements has a page with its title")
  func empty() throws {
    let pages = try Self.sheet([]).pages()
    #expect(pages.count == 1 && !pages.png(0, [:]).isEmpty)
  }

  @Test("draws the same bytes each time, and an empty frame for a missing picture")
  func drawn() throws {
    let pages = try Self.sheet([Self.entry()]).pages()
    let picture = try #require(Bitmap.noise(width: 450, height: 600, seed: 1))
    #expect(pages.png(0, [0: picture]) == pages.png(0, [0: picture]))
    #expect(pages.png(0, [0: picture]) != pages.png(0, [:]))
    #expect(pages.pictures(onPage: 0) == [0])
  }
}
