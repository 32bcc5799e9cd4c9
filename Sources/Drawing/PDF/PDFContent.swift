internal import Model

/// The drawing instructions of one page.
///
/// PDF measures from the lower left in points. Texts are glyph numbers, so names never appear in
/// the instructions.
struct PDFContent {
  /// The instructions so far.
  private(set) var text = ""
  /// The indices of the pictures that are on the page, in the order of drawing.
  private(set) var pictures: [Int] = []
  /// The height of the page in hundredths of a point.
  private let height: Int
  /// Returns the size at which a picture is shown in a frame, or `nil` if there is none.
  private let size: (Int, Rectangle) -> Rectangle?

  /// Writes the instructions for a page.
  ///
  /// - Parameters:
  ///   - fonts: The fonts of the document, to which the page adds its characters.
  ///   - frame: Returns the part of a frame that a picture fills; `nil` without a picture.
  init(
    _ page: Page, fonts: inout PDFFonts, frame: @escaping (Int, Rectangle) -> Rectangle?
  ) {
    height = page.paper.points.height
    size = frame
    for item in page.items { add(item, &fonts) }
  }

  private mutating func add(_ item: PageItem, _ fonts: inout PDFFonts) {
    switch item {
    case .text(let placed, let original): add(placed, original, &fonts)
    case .fill(let rectangles, let color):
      text += Self.fill(color)
      for rectangle in rectangles where !rectangle.isEmpty {
        text += "\(box(rectangle).joined(separator: " ")) re\n"
      }
      text += "f\n"
    case .picture(let index, let frame):
      guard let shown = size(index, frame) else { return }
      let numbers = box(shown)
      if !pictures.contains(index) { pictures.append(index) }
      text +=
        "q \(numbers[2]) 0 0 \(numbers[3]) \(numbers[0]) \(numbers[1]) cm /P\(index) Do Q\n"
    case .mark(let mark, let square): add(mark, square)
    }
  }

  // MARK: Numbers

  static func decimal(_ hundredths: Int) -> String {
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Returns a vertical position in points.
  private func up(_ y: Int) -> String { Self.decimal(height - 36 * y) }

  /// Returns left, bottom, width and height in points.
  private func box(_ rectangle: Rectangle) -> [String] {
    [
      Self.decimal(36 * rectangle.x), up(rectangle.bottom), Self.decimal(36 * rectangle.width),
      Self.decimal(36 * rectangle.height),
    ]
  }

  private static func fill(_ color: Color) -> String {
    func share(_ value: UInt8) -> String { decimal((Int(value) * 100 + 127) / 255) }
    return color.red == color.green && color.green == color.blue
      ? "\(share(color.red)) g\n"
      : "\(share(color.red)) \(share(color.green)) \(share(color.blue)) rg\n"
  }

  // MARK: Marks

  private mutating func add(_ mark: Mark, _ square: Rectangle) {
    let units = Mark.unitsPerSide
    // In hundredths of a point, from the lower left of the page.
    func position(_ point: Outline.Point) -> (x: Int, y: Int) {
      (
        36 * square.x + 36 * square.width * point.x / units,
        height - 36 * square.bottom + 36 * square.width * point.y / units
      )
    }
    func words(_ point: (x: Int, y: Int)) -> String {
      "\(Self.decimal(point.x)) \(Self.decimal(point.y))"
    }
    text += Self.fill(ContactSheet.Theme.light.color(of: mark))
    for contour in mark.outline.contours {
      let points = Outline.startingOnCurve(contour)
      guard let first = points.first else { continue }
      var from = position(first)
      text += "\(words(from)) m\n"
      var pending: Outline.Point?
      for point in points.dropFirst() + [first] {
        guard let control = pending else {
          if point.isOnCurve {
            from = position(point)
            text += "\(words(from)) l\n"
          } else {
            pending = point
          }
          continue
        }
        let end = position(point.isOnCurve ? point : Outline.middle(control, point))
        let bend = position(control)
        // A quadratic curve as a cubic one.
        let one = ((from.x + 2 * bend.x) / 3, (from.y + 2 * bend.y) / 3)
        let two = ((end.x + 2 * bend.x) / 3, (end.y + 2 * bend.y) / 3)
        text += "\(words(one)) \(words(two)) \(words(end)) c\n"
        from = end
        pending = point.isOnCurve ? nil : point
      }
      text += "h\n"
    }
    text += "f\n"
  }

  // MARK: Text

  /// Adds a line of text, kerned as it was laid out.
  private mutating func add(
    _ placed: PlacedText, _ original: String?, _ fonts: inout PDFFonts
  ) {
    let line = placed.line
    guard !line.glyphs.isEmpty else { return }
    let ink = ContactSheet.Theme.light.ink(placed.ink)
    text += Self.fill(ink)
    if let original { text += "/Span <</ActualText \(PDFText.string(original))>> BDC\n" }
    text += "BT\n"
    var glyphs = line.glyphs[...]
    while let first = glyphs.first {
      let run = glyphs.prefix { $0.glyph.isIdeograph == first.glyph.isIdeograph }
      glyphs = glyphs.dropFirst(run.count)
      let font = fonts.index(of: first.glyph)
      let x = 36 * placed.x + (36 * first.x + 128) >> 8
      text += "/F\(font) \(Self.decimal(36 * line.size)) Tf\n"
      text += "1 0 0 1 \(Self.decimal(x)) \(up(placed.y + placed.baseline)) Tm\n"
      text += "[\(Self.shown(run, size: line.size, &fonts.subsets[font]))] TJ\n"
    }
    text += "ET\n"
    if original != nil { text += "EMC\n" }
  }

  /// Returns glyphs by their numbers, with the corrections between them that place each where it
  /// was laid out.
  private static func shown(
    _ run: ArraySlice<TextLine.Placed>, size: Int, _ font: inout FontSubset
  ) -> String {
    // One unit is 1/256000 of a pixel, in which the widths of glyphs are whole numbers.
    var pen = (run.first?.x ?? 0) * 1000
    var result = "<"
    for placed in run {
      let unit = size * 256
      let correction = (2 * (pen - placed.x * 1000) + unit).dividedRoundingDown(by: 2 * unit)
      if correction != 0 {
        result += ">\(correction)<"
        pen -= correction * unit
      }
      result += PDFText.hex(font.number(of: placed))
      pen += font.width(of: placed.glyph.index) * unit
    }
    return (result + ">").replacing("<>", with: "")
  }
}

/// The fonts of a document, one for each face of the typeface.
struct PDFFonts {
  /// The fonts in the order in which they were first used.
  var subsets: [FontSubset] = []

  mutating func index(of glyph: Typeface.Glyph) -> Int {
    if let index = subsets.firstIndex(where: { $0.face === glyph.face }) { return index }
    // A prefix of six capitals marks a font with some of the glyphs only.
    let name = glyph.isIdeograph ? "CASTBK+DroidSansFallback" : "CASTBK+Roboto-Regular"
    subsets.append(FontSubset(glyph.face, name: name))
    return subsets.count - 1
  }
}

/// Texts in a PDF, written as hexadecimal numbers, which need no escapes whatever they contain.
enum PDFText {
  private static let digits = Array("0123456789ABCDEF".unicodeScalars)

  /// Returns a number as four digits.
  static func hex(_ value: Int) -> String {
    var text = ""
    for shift in [12, 8, 4, 0] { text.unicodeScalars.append(digits[value >> shift & 15]) }
    return text
  }

  /// Returns a text in UTF-16 without a mark of its byte order.
  static func utf16(_ text: String) -> String { text.utf16.map { hex(Int($0)) }.joined() }

  /// Returns a text as a hexadecimal UTF-16 string with a byte order mark.
  static func string(_ text: String) -> String { "<FEFF\(utf16(text))>" }
}
