package import Model

/// A PDF that is made page after page, so only one page has to be in memory.
///
/// ```swift
/// var document = PDFDocument(title: "Cast", day: day)
/// for page in pages { try file.write(document.append(page, pictures: pictures)) }
/// try file.write(document.end())
/// ```
///
/// Texts are real text in embedded fonts, so they can be searched and copied. Equal pages give
/// equal bytes: the file contains no clock and no random number.
struct PDFDocument {
  private let title: String
  private let day: Day
  private var fonts = PDFFonts()
  /// The offset of each object by its number, counted from 1; 0 for one that is not written yet.
  private var offsets: [Int]
  /// The number of bytes so far.
  private var byteCount = 0
  private var pages: [Int] = []
  /// The objects of the pictures by their names.
  private var pictures: [String: Int] = [:]
  /// The entries of the table of contents.
  private var contents: [(title: String, page: Int, top: Int)] = []

  /// The objects that others refer to before they are written.
  private enum Known {
    static let catalog = 1
    static let pages = 2
    /// The object with the fonts of all pages.
    static let fonts = 3
    static let information = 4
    static let count = 4
  }

  /// Begins a document.
  ///
  /// - Parameters:
  ///   - title: The title that viewers show.
  ///   - day: The day of making that the document states.
  init(title: String, day: Day) {
    self.title = title
    self.day = day
    offsets = [Int](repeating: 0, count: Known.count)
  }

  /// Returns the bytes of the next page.
  ///
  /// - Parameters:
  ///   - pictures: The pictures of the page by their indices.
  ///   - marks: What the table of contents lists of the page, with its upper edge in pixels.
  mutating func append(
    _ page: Page, pictures jpegs: [Int: PDFPicture], marks: [(title: String, y: Int)] = []
  ) -> [UInt8] {
    var bytes = beginning
    let content = PDFContent(page, fonts: &fonts) { index, frame in
      jpegs[index].map { frame.centering($0.size) }
    }
    var named: [String] = []
    for index in content.pictures {
      guard let jpeg = jpegs[index] else { continue }
      named.append("/P\(index) \(add(jpeg, to: &bytes)) 0 R")
    }
    let stream = addStream("", Array(content.text.utf8), to: &bytes)
    let size = page.paper.points
    let number = add(
      "<</Type /Page /Parent \(Known.pages) 0 R /MediaBox [0 0 \(PDFContent.decimal(size.width)) "
        + "\(PDFContent.decimal(size.height))] /Resources <</Font \(Known.fonts) 0 R /XObject "
        + "<<\(named.joined(separator: " "))>>>> /Contents \(stream) 0 R>>", to: &bytes)
    pages.append(number)
    contents += marks.map { ($0.title, number, size.height - 36 * $0.y) }
    byteCount += bytes.count
    return bytes
  }

  /// Returns the bytes after the last page.
  mutating func end() -> [UInt8] {
    var bytes = beginning
    let fontNumbers = fonts.subsets.map { add($0, to: &bytes) }
    let names = fontNumbers.enumerated().map { "/F\($0.offset) \($0.element) 0 R" }
    write(Known.fonts, "<<\(names.joined(separator: " "))>>", to: &bytes)
    let kids = pages.map { "\($0) 0 R" }.joined(separator: " ")
    write(
      Known.pages, "<</Type /Pages /Count \(pages.count) /Kids [\(kids)]>>", to: &bytes)
    let outline = addContents(to: &bytes)
    let date = day.description.filter { $0 != "-" }
    write(
      Known.information,
      "<</Title \(PDFText.string(title)) /Creator (Castbook) /CreationDate (D:\(date))>>",
      to: &bytes)
    write(
      Known.catalog,
      "<</Type /Catalog /Pages \(Known.pages) 0 R /Lang (en)"
        + (outline.map { " /Outlines \($0) 0 R" } ?? "")
        + " /ViewerPreferences <</DisplayDocTitle true>>>>", to: &bytes)
    let table = byteCount + bytes.count
    var lines = "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n"
    for offset in offsets { lines += Self.padded(offset) + " 00000 n \n" }
    lines +=
      "trailer\n<</Size \(offsets.count + 1) /Root \(Known.catalog) 0 R /Info "
      + "\(Known.information) 0 R>>\nstartxref\n\(table)\n%%EOF\n"
    bytes += Array(lines.utf8)
    byteCount += bytes.count
    return bytes
  }

  // MARK: Objects

  /// The first line of the file; later on, no bytes.
  private var beginning: [UInt8] {
    // Bytes above 127 in the second line say that the file is not text.
    byteCount == 0 ? Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A] : []
  }

  /// Returns an offset with ten digits.
  private static func padded(_ offset: Int) -> String {
    let digits = String(offset)
    return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
  }

  /// Writes an object whose number is known.
  private mutating func write(_ number: Int, _ body: String, to bytes: inout [UInt8]) {
    offsets[number - 1] = byteCount + bytes.count
    bytes += Array("\(number) 0 obj\n\(body)\nendobj\n".utf8)
  }

  /// Reserves the number of an object that is written later.
  private mutating func reserve() -> Int {
    offsets.append(0)
    return offsets.count
  }

  /// Writes an object and returns its number.
  private mutating func add(_ body: String, to bytes: inout [UInt8]) -> Int {
    let number = reserve()
    write(number, body, to: &bytes)
    return number
  }

  /// Writes a stream of bytes, deflated unless its entries name a filter, and returns its number.
  private mutating func addStream(
    _ entries: String, _ content: [UInt8], isEncoded: Bool = false, to bytes: inout [UInt8]
  ) -> Int {
    let packed = isEncoded ? nil : deflated(content)
    let stream = packed ?? content
    let filter = packed == nil ? "" : " /Filter /FlateDecode"
    let number = reserve()
    offsets[number - 1] = byteCount + bytes.count
    bytes += Array(
      "\(number) 0 obj\n<<\(entries)\(filter) /Length \(stream.count)>>\nstream\n".utf8)
    bytes += stream
    bytes += Array("\nendstream\nendobj\n".utf8)
    return number
  }

  /// Writes a picture unless it is in the file, and returns its number.
  private mutating func add(_ jpeg: PDFPicture, to bytes: inout [UInt8]) -> Int {
    if let number = pictures[jpeg.name] { return number }
    let number = addStream(
      "/Type /XObject /Subtype /Image /Width \(jpeg.size.width) /Height \(jpeg.size.height) "
        + "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", jpeg.bytes,
      isEncoded: true, to: &bytes)
    pictures[jpeg.name] = number
    return number
  }

  // MARK: Fonts

  /// Writes a font with the glyphs that the pages use, and returns its number.
  private mutating func add(_ font: FontSubset, to bytes: inout [UInt8]) -> Int {
    let file = font.file
    let embedded = addStream("/Length1 \(file.count)", file, to: &bytes)
    let metrics = font.metrics
    let box = metrics.box.map(String.init).joined(separator: " ")
    // Flag 4 (Symbolic): the font uses its own character set.
    let descriptor = add(
      "<</Type /FontDescriptor /FontName /\(font.name) /Flags 4 /FontBBox [\(box)] /ItalicAngle 0 "
        + "/Ascent \(metrics.ascent) /Descent \(metrics.descent) /CapHeight 711 /StemV 80 /FontFile2 "
        + "\(embedded) 0 R>>", to: &bytes)
    let widths = font.glyphs.map { String(font.width(of: $0)) }.joined(separator: " ")
    let part = add(
      "<</Type /Font /Subtype /CIDFontType2 /BaseFont /\(font.name) /CIDSystemInfo <</Registry "
        + "(Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor \(descriptor) 0 R /DW 0 "
        + "/W [1 [\(widths)]] /CIDToGIDMap /Identity>>", to: &bytes)
    let characters = addStream("", Array(Self.characterMap(font).utf8), to: &bytes)
    return add(
      "<</Type /Font /Subtype /Type0 /BaseFont /\(font.name) /Encoding /Identity-H "
        + "/DescendantFonts [\(part) 0 R] /ToUnicode \(characters) 0 R>>", to: &bytes)
  }

  /// Returns the map from the numbers of glyphs to characters, for copying and searching.
  private static func characterMap(_ font: FontSubset) -> String {
    var map = """
      /CIDInit /ProcSet findresource begin
      12 dict begin
      begincmap
      /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
      /CMapName /Adobe-Identity-UCS def
      /CMapType 2 def
      1 begincodespacerange
      <0000> <FFFF>
      endcodespacerange

      """
    var number = 1
    var characters = font.characters[...]
    while !characters.isEmpty {
      // A list has at most 100 lines.
      let part = characters.prefix(100)
      characters = characters.dropFirst(part.count)
      map += "\(part.count) beginbfchar\n"
      for character in part {
        map += "<\(PDFText.hex(number))> <\(PDFText.utf16(String(character)))>\n"
        number += 1
      }
      map += "endbfchar\n"
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
  }

  // MARK: The table of contents

  /// Writes the table of contents that viewers show beside the pages, and returns its number.
  private mutating func addContents(to bytes: inout [UInt8]) -> Int? {
    guard !contents.isEmpty else { return nil }
    let root = reserve()
    let entries = contents.map { _ in reserve() }
    for (index, entry) in contents.enumerated() {
      let near = [
        index > 0 ? " /Prev \(entries[index - 1]) 0 R" : "",
        index + 1 < entries.count ? " /Next \(entries[index + 1]) 0 R" : "",
      ]
      write(
        entries[index],
        "<</Title \(PDFText.string(entry.title)) /Parent \(root) 0 R\(near.joined()) /Dest "
          + "[\(entry.page) 0 R /XYZ 0 \(PDFContent.decimal(entry.top)) null]>>", to: &bytes)
    }
    write(
      root,
      "<</Type /Outlines /First \(entries[0]) 0 R /Last \(entries[entries.count - 1]) 0 R /Count "
        + "\(entries.count)>>", to: &bytes)
    return root
  }
}

extension Rectangle {
  /// Returns the part in the middle that a picture fills: all of the rectangle, or less when the
  /// picture has fewer pixels.
  func centering(_ picture: PixelSize) -> Rectangle {
    let size = Bitmap.size(of: picture, within: PixelSize(width: width, height: height))
    return Rectangle(
      x: x + (width - size.width) / 2, y: y + (height - size.height) / 2, width: size.width,
      height: size.height)
  }
}

/// A picture of a PDF: a JPEG with three channels.
package struct PDFPicture: Sendable {
  package let bytes: [UInt8]
  package let size: PixelSize
  /// The unique name of the picture, such as a digest. A picture that appears several times is
  /// written once.
  package let name: String

  package init(bytes: [UInt8], size: PixelSize, name: String) {
    self.bytes = bytes
    self.size = size
    self.name = name
  }
}
