internal import CTIFF
internal import Decoding
internal import Model

/// TIFF by libtiff: every page's strips or tiles decoded, one in memory at a time.
enum TIFFDecoder {
  /// Pages beyond this are not looked at: scanned documents have hundreds.
  private static let pageLimit = 10_000

  static func decode(_ bytes: UnsafeRawBufferPointer, wishes: Wishes) -> DecodedPicture {
    unsafe open(bytes) { unsafe decode($0, $1, wishes) }
  }

  /// Hands over the first page as it is stored; it is turned by whoever knows how it is to be seen.
  static func pixels(
    _ bytes: UnsafeRawBufferPointer, into sink: any PixelSink
  ) -> DecodedPicture {
    unsafe open(bytes) { file, source in
      let isRGB = unsafe castbook_tiff_decode_to_rgb(file) != 0
      let page = unsafe TIFFPage(file)
      var picture = page.facts
      picture.problem = page.obstacle(source)
      guard picture.problem == nil else { return picture }
      do throws(TIFFRows.Refusal) {
        let rows = try TIFFRows(page, isRGB: isRGB)
        picture.problem = rows.hand(source, to: sink)
      } catch {
        picture.problem = error.problem
      }
      return picture
    }
  }

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

  private static func decode(
    _ file: OpaquePointer, _ source: TIFFSource, _ wishes: Wishes
  ) -> DecodedPicture {
    var whole: DecodedPicture?
    var pages = 0
    var goesOn = true
    while goesOn, pages < pageLimit {
      let isRGB = unsafe castbook_tiff_decode_to_rgb(file) != 0
      let page = unsafe TIFFPage(file)
      var picture = page.facts
      let isSeen = whole == nil && page.size.width > 0 && page.size.height > 0
      let seen =
        isSeen ? unsafe TIFFReduction(file, page.size, isRGB: isRGB, wishes) : nil
      page.decode(source, seen, into: &picture)
      if picture.problem == nil { seen?.end(&picture) }
      // Small views of a page stand beside it as pages of their own.
      if !page.isReduced { pages += 1 }
      if whole == nil { whole = picture }
      if let problem = picture.problem {
        whole?.problem = problem
        break
      }
      goesOn = unsafe TIFFReadDirectory(file) == 1
      // A page that libtiff won't read. One whose tags lie outside of the file is nothing that any
      // reader shows.
      if !goesOn, let problem = source.problem, !problem.isTruncation { whole?.problem = problem }
    }
    whole?.pages = max(1, pages)
    return whole ?? DecodedPicture(problem: .corrupt("it contains no page"))
  }
}

extension DecodedPicture.Problem {
  fileprivate var isTruncation: Bool {
    if case .truncated = self { true } else { false }
  }
}
