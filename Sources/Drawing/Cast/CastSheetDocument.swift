/// A cast sheet as a PDF, made page after page.
///
/// ```swift
/// var document = CastSheetDocument(pages)
/// for page in 0..<pages.count { try file.write(document.page(page, pictures)) }
/// try file.write(document.end())
/// ```
package struct CastSheetDocument: Sendable {
  private let pages: CastSheetPages
  private var document: PDFDocument

  /// Begins the PDF of a sheet.
  package init(_ pages: CastSheetPages) {
    self.pages = pages
    document = PDFDocument(title: pages.title, day: pages.day)
  }

  /// Returns the bytes of the next page.
  ///
  /// - Parameter pictures: The pictures of the page by their indices. One that is missing leaves an
  ///   empty frame that says so.
  package mutating func page(_ number: Int, _ pictures: [Int: PDFPicture]) -> [UInt8] {
    document.append(
      pages.page(number) { pictures[$0] != nil },
      pictures: pictures, marks: pages.marks(onPage: number))
  }

  /// Returns the bytes after the last page.
  package mutating func end() -> [UInt8] { document.end() }
}
