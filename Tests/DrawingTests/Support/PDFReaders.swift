import Foundation
import Model
import TestSupport
import Testing

@testable import Drawing

/// A PDF as real readers see it.
struct ReadPDF {
  private let scratch: TemporaryFolder
  private var path: String { scratch.path("sheet.pdf").text }

  /// Writes the file into a folder of its own.
  init(_ bytes: [UInt8]) throws {
    scratch = try TemporaryFolder()
    try scratch.write(Data(bytes), to: "sheet.pdf")
  }

  /// Writes a document of pages.
  init(_ pages: [Page], _ pictures: [Int: PDFPicture] = [:], title: String = "Cast") throws {
    var document = PDFDocument(title: title, day: try #require(Day("2026-08-02")))
    var bytes = pages.flatMap { document.append($0, pictures: pictures) }
    bytes += document.end()
    try self.init(bytes)
  }

  /// What qpdf finds wrong with the file; empty if it is sound.
  var faults: String {
    get throws {
      let result = try Program.run("qpdf", ["--check", path])
      return result.status == 0 ? "" : result.output + result.errors
    }
  }

  /// The words of all pages in the order in which they were drawn.
  var text: String {
    get throws { try Program.run("pdftotext", ["-raw", "-enc", "UTF-8", path, "-"]).output }
  }

  /// What the file states about itself.
  var information: String { get throws { try Program.run("pdfinfo", [path]).output } }

  /// A page as poppler draws it, with a pixel for each of the page's.
  func picture(ofPage page: Int) throws -> Bitmap {
    let result = try Program.run(
      "pdftoppm", ["-r", "200", "-f", "\(page)", "-l", "\(page)", path])
    let bytes = result.outputBytes
    let lines = bytes.prefix(40).split(separator: 10, maxSplits: 3).prefix(3)
    let sides = String(decoding: lines[lines.startIndex + 1], as: UTF8.self).split(separator: " ")
    let size = PixelSize(width: try #require(Int(sides[0])), height: try #require(Int(sides[1])))
    return try #require(Bitmap(size: size, rgb: Array(bytes.suffix(3 * size.pixelCount))))
  }
}

extension PDFPicture {
  /// A picture of the fixtures, as it is in the file.
  static func fixture(_ name: String, _ size: PixelSize) throws -> PDFPicture {
    let bytes = try Data(contentsOf: Fixtures.folder.appending(path: name))
    return PDFPicture(bytes: Array(bytes), size: size, name: name)
  }
}
