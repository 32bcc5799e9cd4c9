internal import CTIFF
internal import Decoding
internal import Model

/// Decodes TIFF with libtiff: all strips or tiles of every page, one in memory at a time.
enum TIFFDecoder {
  /// The number of pages that are examined. Scanned documents have hundreds.
  private static let pageLimit = 10_000

  /// Decodes every page and reduces the first one as requested.
  static func decode(_ bytes: UnsafeRawBufferPointer, options: DecodingOptions) -> DecodedPicture {
    unsafe open(bytes) { unsafe decode($0, $1, options) }
  }

  /// Hands over the first page as it is stored. The caller rotates it by its orientation.
  static func pixels(
    _ bytes: UnsafeRawBufferPointer, into sink: any PixelSink
  ) -> DecodedPicture {
    unsafe open(bytes) { file, source in
      let isRGB = unsafe castbook_tiff_decode_to_rgb(file) != 0
      let page = unsafe TIFFPage(file)
      var picture = page.facts
      picture.problem = page.obstacle(source)
      guard picture.problem == nil else { return picture }
      do throws(DecodedPicture.Problem) {
        let rows = try TIFFRows(page, isRGB: isRGB)
        picture.problem = rows.send(source, to: sink)
      } catch {
        picture.problem = error
      }
      return picture
    }
  }

  /// Opens a file and closes it after `body`.
  private static func open(
    _ bytes: UnsafeRawBufferPointer, _ body: (OpaquePointer, TIFFSource) -> DecodedPicture
  ) -> DecodedPicture {
    let source = unsafe TIFFSource(bytes)
    return withExtendedLifetime(source) {
      guard let file = unsafe source.open() else {
        return DecodedPicture(problem: source.problem ?? .corrupt("its first page can't be found"))
      }
      defer { unsafe TIFFClose(file) }
      return unsafe body(file, source)
    }
  }

  /// Decodes page after page until the first problem.
  private static func decode(
    _ file: OpaquePointer, _ source: TIFFSource, _ options: DecodingOptions
  ) -> DecodedPicture {
    var first: DecodedPicture?
    var pages = 0
    var hasNextPage = true
    while hasNextPage, pages < pageLimit {
      let isRGB = unsafe castbook_tiff_decode_to_rgb(file) != 0
      let page = unsafe TIFFPage(file)
      var picture = page.facts
      let isReduced = first == nil && page.size.width > 0 && page.size.height > 0
      let reduction =
        isReduced ? unsafe TIFFReduction(file, page.size, isRGB: isRGB, options) : nil
      page.decode(source, reduction, into: &picture)
      if picture.problem == nil { reduction?.end(&picture) }
      // Reduced versions of a page are stored as pages of their own.
      if !page.isReduced { pages += 1 }
      if first == nil { first = picture }
      if let problem = picture.problem {
        first?.problem = problem
        break
      }
      hasNextPage = unsafe TIFFReadDirectory(file) == 1
      // libtiff could not read the next page. A page whose tags lie outside the file is
      // ignored, since no reader displays it.
      if !hasNextPage, let problem = source.problem, !problem.isTruncation {
        first?.problem = problem
      }
    }
    first?.pages = max(1, pages)
    return first ?? DecodedPicture(problem: .corrupt("it contains no page"))
  }
}

extension DecodedPicture.Problem {
  /// Whether the file ended too early.
  fileprivate var isTruncation: Bool { if case .truncated = self { true } else { false } }
}
