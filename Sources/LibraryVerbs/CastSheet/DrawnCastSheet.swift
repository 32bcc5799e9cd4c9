internal import Drawing
internal import Files
internal import Media

/// A cast sheet that is laid out. Its pages are made one after another while they are written, so
/// that only one is in memory.
public struct DrawnCastSheet: Sendable {
  /// The number of elements on the sheet.
  public let elementCount: Int
  /// The number of pictures and recordings that are missing from the library or unreadable, as far
  /// as is known before their pages are made.
  public let missingCount: Int
  private let pages: CastSheetPages
  private let pictures: [CastPicture]
  private let previews: Previews
  private let workers: Int

  /// The memory for decoding one preview, in bytes.
  private static let decodingMemory = 64 << 20

  init(
    pages: CastSheetPages, pictures: [CastPicture], elementCount: Int, missingCount: Int,
    in library: ElementLibrary
  ) {
    self.pages = pages
    self.missingCount = missingCount
    self.pictures = pictures
    self.elementCount = elementCount
    previews = Previews(of: library)
    workers = library.workers
  }

  /// The number of pages.
  public var pageCount: Int { pages.count }

  /// Writes the sheet as a PDF.
  ///
  /// - Parameter each: Called with the number of each page, from 1, before it is made.
  /// - Returns: The number of pictures that could not be read, besides those in `missingCount`.
  /// - Throws: `OutputFileError` if the file can't be written, or if a different one is there and
  ///   must not be replaced.
  public func writePDF(
    to path: FilePath, replacing: Bool, each: (Int) -> Void = { _ in }
  ) async throws -> Int {
    var unreadable = 0
    try await OutputFile.write(to: path, replacing: replacing) { write in
      var document = CastSheetDocument(pages)
      for page in 0..<pages.count {
        each(page + 1)
        let found = try await load(page)
        unreadable += pages.pictures(onPage: page).count - found.count
        try write(document.page(page, found))
      }
      try write(document.end())
    }
    return unreadable
  }

  /// Makes a page as a PNG. The first page is 0.
  ///
  /// - Returns: The file, and the number of its pictures that could not be read.
  public func png(_ page: Int) async throws -> (bytes: [UInt8], unreadable: Int) {
    let found = try await load(page).compactMapValues(Self.bitmap)
    return (pages.png(page, found), pages.pictures(onPage: page).count - found.count)
  }

  /// Reads the pictures of a page. Those that can't be read are left out.
  private func load(_ page: Int) async throws -> [Int: PDFPicture] {
    let indices = pages.pictures(onPage: page)
    let previews = previews
    var found: [Int: PDFPicture] = [:]
    var position = 0
    try await InOrder(workers: workers, ahead: 2).run(indices.map { pictures[$0] }) { picture in
      guard let jpeg = await previews.preview(of: picture.blob, picture.side),
        let size = PixelReading(jpeg, .jpeg)?.size
      else { return nil }
      return PDFPicture(
        bytes: jpeg, size: size, name: "\(picture.blob.hex) \(picture.side.rawValue)")
    } each: { (picture: PDFPicture?) in
      found[indices[position]] = picture
      position += 1
    }
    return found
  }

  /// Decodes a preview; returns `nil` if it is damaged.
  private static func bitmap(_ picture: PDFPicture) -> Bitmap? {
    guard
      let pixels = PixelReading(picture.bytes, .jpeg)?.buffered(
        byteLimit: 3 * picture.size.pixelCount, memoryLimit: decodingMemory)
    else { return nil }
    return Bitmap(size: picture.size, rgb: pixels.values)
  }
}

/// Returns a written cast sheet as JSON.
public enum CastSheetJSON {
  /// Returns `cast-sheet/1`.
  ///
  /// - Parameters:
  ///   - files: The names of the files, in the order of the pages.
  ///   - unreadable: The number of pictures that could not be read while the pages were made.
  ///   - downloads: Where the page finds the files, in the same order; `nil` for the command.
  public static func written(
    _ sheet: DrawnCastSheet, files: [String], unreadable: Int, downloads: [String]? = nil
  ) -> JSONValue {
    [
      "castbook": "cast-sheet/1", "elementCount": sheet.elementCount,
      "pageCount": sheet.pageCount, "unreadableCount": sheet.missingCount + unreadable,
      "files": files,
      "downloads": downloads,
    ]
  }
}
