import Foundation
import Model
import TestSupport
import Testing

@testable import Drawing

@Suite("A PDF")
struct PDFDocumentTests {
  private static let style = TextStyle(size: 40, lineHeight: 60, baseline: 45)

  /// A page with a line for each text.
  private static func page(_ texts: [String], paper: Paper = .a4) -> Page {
    var page = Page(paper: paper)
    for (index, text) in texts.enumerated() {
      let line = style.place(
        TextLine(text, size: style.size), x: 100, y: 100 + 80 * index, .primary)
      page.items.append(.text(line))
    }
    return page
  }

  @Test("has its text as it was written, in every script that can be drawn")
  func scripts() throws {
    let texts = [
      "Mira Okafor · @mira", "Zoë, Łukasz, Việt", "Мира Окафор", "Μίρα Ὀδυσσεύς", "米拉与健司",
      "미라", "ミラ", "AVAVAV To We 11:11", "(x) \\ <</Evil (1 0 R)>> endstream endobj %",
    ]
    let read = try ReadPDF([Self.page(texts)])
    #expect(try read.faults == "")
    #expect(try read.text.split(separator: "\n").map(String.init).prefix(texts.count) == texts[...])
  }

  @Test("has a text that could not be drawn behind the words in its place")
  func replaced() throws {
    var page = Page(paper: .a4)
    let line = TextLine("not drawn", size: 40)
    page.items = [
      .text(Self.style.place(line, x: 100, y: 100, .primary), original: "🙂 (ok) \u{1F3AC}")
    ]
    let read = try ReadPDF([page])
    #expect(try read.faults == "")
    #expect(try read.text.contains("🙂 (ok) 🎬"))
    #expect(try !read.text.contains("not drawn"))
  }

  @Test("shows the pixels of the drawn page", arguments: Paper.allCases)
  func pixels(paper: Paper) throws {
    var page = Self.page(["Mira Okafor, Кэндзи 健司", "three-quarter-left 0.71 …"], paper: paper)
    page.items.append(.fill([Rectangle(x: 100, y: 400, width: 300, height: 50)], .grey(68)))
    for (index, mark) in Mark.allCases.enumerated() {
      page.items.append(
        .mark(mark, Rectangle(x: 100 + 200 * index, y: 600, width: 150, height: 150)))
    }
    let read = try ReadPDF([page])
    #expect(try read.faults == "")
    let (seen, drawn) = (try read.picture(ofPage: 1), page.canvas { _ in nil })
    #expect(abs(seen.size.width - drawn.size.width) <= 1)
    #expect(abs(seen.size.height - drawn.size.height) <= 1)
    // Renderers differ in how they mix edges, so means of blocks are compared.
    let side = 20
    var largest = 0
    for y in stride(from: 80, to: 800, by: side) {
      for x in stride(from: 80, to: 900, by: side) {
        func mean(_ values: [UInt8], _ width: Int) -> Int {
          var sum = 0
          for row in y..<y + side {
            for column in x..<x + side { sum += Int(values[3 * (row * width + column)]) }
          }
          return sum / (side * side)
        }
        let difference = abs(mean(seen.rgb, seen.size.width) - mean(drawn.rgb, drawn.size.width))
        largest = max(largest, difference)
      }
    }
    #expect(largest < 40, "a block differs by \(largest) of 255")
  }

  @Test("has each picture once, in its frame")
  func pictures() throws {
    let picture = try PDFPicture.fixture(
      "starter/mug-top.jpg", PixelSize(width: 1024, height: 1024))
    var (first, second) = (Page(paper: .a4), Page(paper: .a4))
    let frame = Rectangle(x: 200, y: 200, width: 400, height: 400)
    first.items = [.picture(7, frame)]
    second.items = [.picture(7, frame), .picture(8, frame)]
    let read = try ReadPDF([first, second], [7: picture])
    #expect(try read.faults == "")
    let one = try ReadPDF([first], [7: picture])
    let both = try read.picture(ofPage: 2)
    #expect(both == (try one.picture(ofPage: 1)))
    func red(_ x: Int, _ y: Int) -> UInt8 { both.rgb[3 * (y * both.size.width + x)] }
    #expect(red(190, 400) == 255 && red(210, 400) < 255 && red(590, 400) < 255)
    #expect(red(610, 400) == 255)
  }

  @Test("is the same each time, and states its title and the day that it was given")
  func deterministic() throws {
    let pages = [Self.page(["one"]), Self.page(["two"])]
    func bytes() throws -> [UInt8] {
      var document = PDFDocument(title: "Фильм (\\)", day: try #require(Day("2026-08-02")))
      return pages.flatMap { document.append($0, pictures: [:], marks: [("Mira", 100)]) }
        + document.end()
    }
    #expect(try bytes() == bytes())
    let read = try ReadPDF(try bytes())
    #expect(try read.faults == "")
    let information = try read.information
    #expect(information.contains("Фильм (\\)") && information.contains("Aug  2"))
    #expect(information.contains("Pages:") && information.contains("595.28 x 841.89"))
  }

  @Test("without pages or texts is still sound")
  func empty() throws {
    #expect(try ReadPDF([Page(paper: .letter)]).faults == "")
    #expect(try ReadPDF([Self.page([""])], title: "").faults == "")
  }

  @Test(
    "writes numbers with at most two decimals",
    arguments: [
      (0, "0"), (5, "0.05"), (50, "0.50"), (1200, "12"), (-36, "-0.36"), (-1234, "-12.34"),
    ])
  func numbers(hundredths: Int, text: String) {
    #expect(PDFContent.decimal(hundredths) == text)
  }
}
