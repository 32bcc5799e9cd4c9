import Model
import Testing

@testable import Drawing

@Suite("A contact sheet")
struct SheetTests {
  /// A cell with everything that can be reported of a picture.
  static func cell(_ number: Int, _ width: Int = 60, _ height: Int = 80) -> ContactSheet.Cell {
    var cell = ContactSheet.Cell(
      picture: Bitmap.noise(width: width, height: height, seed: number), number: number,
      file: "mira-\(number).jpg")
    cell.role = "three-quarter-left"
    cell.original = PixelSize(width: 10 * width, height: 10 * height)
    cell.status = Mark.allCases[number % 3]
    cell.bars = [.init(name: "sharpness", score: 0.31), .init(name: "exposure", score: 0.5)]
    cell.findings = ["a little soft: 0.31", "shorter side under 300 px: use a larger original"]
    cell.distinction = number == 2 ? "warmer light than 1" : nil
    return cell
  }

  static func sheet(_ count: Int, _ theme: ContactSheet.Theme = .dark) -> ContactSheet {
    ContactSheet(
      name: "Mira 米拉", handle: "@mira", subtitle: "\(count) pictures · 2 to watch",
      cells: (0..<count).map { cell($0 + 1) }, theme: theme)
  }

  @Test(
    "keeps its pages within 4096 pixels and has each cell once",
    arguments: [0, 1, 2, 3, 4, 8, 40, 200])
  func pages(count: Int) {
    let pages = Self.sheet(count).pages()
    var seen: [Int] = []
    for page in 0..<pages.count {
      let size = pages.size(ofPage: page)
      #expect(size.width <= 4096 && size.height <= 4096)
      let cells = pages.cells(onPage: page)
      #expect(!cells.isEmpty || count == 0)
      #expect(cells.count <= 200)
      seen += cells
    }
    #expect(seen == Array(0..<count))
  }

  @Test("takes any number of columns", arguments: [-1, 1, 2, 5, 8, 99])
  func columns(count: Int) {
    var sheet = Self.sheet(20)
    sheet.columns = count
    let pages = sheet.pages()
    #expect(pages.size(ofPage: 0).width <= 4096)
    #expect(pages.layout.columns == min(max(count, 1), 8))
    for index in 0..<pages.cells(onPage: 0).count {
      let frame = pages.layout.cellFrame(index)
      #expect(frame.x >= 0 && frame.right <= pages.size(ofPage: 0).width)
      #expect(frame.bottom <= pages.size(ofPage: 0).height)
    }
  }

  @Test("is equal each time")
  func fixed() {
    let sheet = Self.sheet(3)
    #expect(sheet.pages().png(0) == sheet.pages().png(0))
  }

  @Test("draws no part of a cell outside of it", arguments: [1, 4, 5])
  func apart(count: Int) {
    let sheet = Self.sheet(count)
    var other = sheet
    let changed = count / 2
    other.cells[changed].picture = Bitmap.flat(.white, width: 300, height: 400)
    other.cells[changed].role = String(repeating: "W", count: 500)
    other.cells[changed].file = String(repeating: "米", count: 500)
    other.cells[changed].choice = .chosen
    other.cells[changed].boxes = [PixelBox(x: -900, y: -900, width: 99_000, height: 99_000)]
    // Equal heights, so that nothing moves.
    var rest = sheet
    rest.cells[changed].picture = Bitmap.flat(.black, width: 300, height: 400)
    rest.cells[changed].choice = .notChosen
    let (one, two) = (rest.pages().canvas(0), other.pages().canvas(0))
    let frame = rest.pages().layout.cellFrame(changed)
    #expect(one != two)
    #expect(one.size == two.size)
    for y in 0..<one.size.height {
      let start = 3 * y * one.size.width
      for x in 0..<one.size.width {
        let isInside = (frame.x..<frame.right).contains(x) && (frame.y..<frame.bottom).contains(y)
        if isInside { continue }
        let offset = start + 3 * x
        if one.rgb[offset] != two.rgb[offset] {
          Issue.record("differs at \(x), \(y)")
          return
        }
      }
    }
  }

  @Test("has cells that don't share a pixel", arguments: [2, 8])
  func frames(count: Int) {
    let layout = Self.sheet(count).pages().layout
    let frames = (0..<count).map(layout.cellFrame)
    for (index, frame) in frames.enumerated() {
      for other in frames[(index + 1)...] { #expect(frame.intersection(with: other).isEmpty) }
    }
  }

  @Test("is drawn without cells, without pictures, with long ones and with endless names")
  func hostile() throws {
    var cells = [ContactSheet.Cell(picture: nil, number: 0, file: "")]
    cells.append(
      ContactSheet.Cell(
        picture: Bitmap.flat(.white, width: 1, height: 100_000), number: Int.max, file: "\0"))
    cells.append(
      ContactSheet.Cell(
        picture: Bitmap.flat(.white, width: 100_000, height: 1), number: Int.min,
        file: String(repeating: "👨‍👩‍👧‍👦", count: 300)))
    for index in cells.indices {
      cells[index].role = String(repeating: "r ", count: 900)
      cells[index].distinction = String(repeating: "o", count: 900)
      cells[index].findings = [String](repeating: "x\n\u{202E}", count: 100)
      cells[index].bars = [.nan, -.infinity, .infinity, 7, -1, 0, 1].map {
        .init(name: String(repeating: "b", count: 99), score: $0)
      }
      cells[index].original = PixelSize(width: 0, height: -4)
      cells[index].boxes = [
        PixelBox(x: -5, y: -5, width: -5, height: -5), PixelBox(x: 0, y: 0, width: 0, height: 0),
        PixelBox(x: Int.max, y: Int.min, width: Int.max, height: Int.max),
      ]
    }
    for count in 0...3 {
      var sheet = ContactSheet(cells: Array(cells.prefix(count)))
      #expect(sheet.pages().canvas(0).size.width == 1440)
      sheet.name = String(repeating: "n", count: 9000)
      sheet.handle = String(repeating: "@", count: 9000)
      sheet.subtitle = String(repeating: "s ", count: 9000)
      for index in sheet.cells.indices {
        sheet.cells[index].original = PixelSize(width: 3, height: 3)
      }
      #expect(sheet.pages().canvas(0).size.height <= 4096)
    }
  }

  @Test("shows the number if a name can't be drawn, and the handle if the element's name can't")
  func names() {
    var cell = ContactSheet.Cell(picture: nil, number: 7, file: "מירה.jpg")
    #expect(cell.drawnName == "file 7 (name not shown)")
    cell.file = "a\u{1b}[31m.jpg"
    #expect(cell.drawnName == "a\\u{1b}[31m.jpg")
    cell.file = "米拉.jpg"
    #expect(cell.drawnName == "米拉.jpg")
    var sheet = ContactSheet(name: "מירה", handle: "@mira", cells: [])
    #expect(SheetHead(sheet, width: 900).name == nil)
    #expect(SheetHead(sheet, width: 900).handle?.text == "@mira")
    sheet.handle = nil
    #expect(SheetHead(sheet, width: 900).name?.text == "(not shown)")
  }

  @Test("has rows as high as their own pictures and texts")
  func rows() {
    var sheet = Self.sheet(6)
    for index in 0..<3 { sheet.cells[index] = Self.cell(index + 1, 400, 100) }
    for index in 3..<6 { sheet.cells[index] = Self.cell(index + 1, 300, 400) }
    let layout = sheet.pages().layout
    #expect(layout.box(0).height == 100)
    #expect(layout.box(3).height == 400)
    #expect(layout.box(3).y > layout.captionBox(0).bottom)
    sheet.cells[0].findings = []
    sheet.cells[1].findings = []
    sheet.cells[2].findings = []
    #expect(sheet.pages().layout.captionBox(0).height < layout.captionBox(0).height)
  }

  @Test("has texts that stay within their frames, however long", arguments: [1, 2, 9, 40])
  func words(count: Int) {
    var sheet = Self.sheet(count)
    for index in sheet.cells.indices {
      sheet.cells[index].file = String(repeating: "a-long-name-", count: 12) + "米拉.jpg"
      sheet.cells[index].findings = (0..<5).map {
        "finding \($0) " + String(repeating: "x ", count: 80)
      }
      sheet.cells[index].choice = index % 2 == 0 ? .chosen : .notChosen
    }
    let layout = sheet.pages().layout
    for (index, caption) in layout.captions.enumerated() {
      let box = layout.captionBox(index)
      #expect(caption.height <= box.height)
      let start = layout.measures.verdictStart(sheet.cells[index])
      #expect(caption.verdict.allSatisfy { start + $0.width <= box.width })
      #expect((caption.name?.width ?? 0) <= box.width)
      #expect(caption.name?.text.contains("…") == true)
      #expect(caption.name?.text.hasSuffix("米拉.jpg") == true)
      #expect(caption.findings.flatMap(\.self).allSatisfy { $0.width <= box.width })
      #expect(caption.findings.last?.map(\.text) == ["and 3 more"])
    }
  }
}
