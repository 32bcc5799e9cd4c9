internal import CTIFF
internal import Decoding
internal import Model

/// TIFF by libtiff: every page's strips or tiles decoded, one in memory at a time.
enum TIFFDecoder {
  /// Pages beyond this are not looked at: scanned documents have hundreds.
  private static let pageLimit = 10_000

  static func decode(_ bytes: UnsafeRawBufferPointer, wishes: Wishes) -> DecodedPicture {
    let source = unsafe TIFFSource(bytes)
    return withExtendedLifetime(source) {
      guard let file = unsafe source.open() else {
        return DecodedPicture(problem: source.problem ?? .corrupt("its first page can't be found"))
      }
      defer { unsafe TIFFClose(file) }
      return unsafe decode(file, source, wishes)
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
      let page = unsafe Page(file)
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
    return whole ?? DecodedPicture(problem: .corrupt("it holds no page"))
  }
}

/// One page, as its fields describe it.
@safe private struct Page {
  let file: OpaquePointer
  let size: PixelSize
  let depth: Int
  let samples: Int
  let isReduced: Bool

  init(_ file: OpaquePointer) {
    unsafe self.file = file
    size = PixelSize(
      width: unsafe Int(castbook_tiff_long(file, UInt32(TIFFTAG_IMAGEWIDTH), 0)),
      height: unsafe Int(castbook_tiff_long(file, UInt32(TIFFTAG_IMAGELENGTH), 0)))
    depth = unsafe Int(castbook_tiff_short(file, UInt32(TIFFTAG_BITSPERSAMPLE), 1))
    samples = unsafe Int(castbook_tiff_short(file, UInt32(TIFFTAG_SAMPLESPERPIXEL), 1))
    let kind = unsafe castbook_tiff_long(file, UInt32(TIFFTAG_SUBFILETYPE), 0)
    isReduced = kind & UInt32(FILETYPE_REDUCEDIMAGE | FILETYPE_MASK) != 0
  }

  var facts: DecodedPicture {
    var picture = DecodedPicture()
    if size.width > 0, size.height > 0 { picture.size = size }
    picture.depth = depth
    picture.channels = samples
    if hasAlpha { picture.alpha = .unknown }
    return picture
  }

  /// Whether the first sample beside the colours says how much shows.
  private var hasAlpha: Bool {
    let none = UInt16.max
    let kind = unsafe castbook_tiff_extra_sample(file, none)
    return kind == UInt16(EXTRASAMPLE_ASSOCALPHA) || kind == UInt16(EXTRASAMPLE_UNASSALPHA)
  }

  func decode(_ source: TIFFSource, _ seen: TIFFReduction?, into picture: inout DecodedPicture) {
    guard size.width > 0, size.height > 0 else {
      picture.problem = .corrupt("a page without pixels")
      return
    }
    guard size.pixelCount <= Decoder.pixelLimit else {
      picture.problem = .tooManyPixels(size.pixelCount)
      return
    }
    let coding = unsafe castbook_tiff_short(file, UInt32(TIFFTAG_COMPRESSION), 1)
    guard TIFFIsCODECConfigured(coding) == 1 else {
      picture.problem = .unsupported("coding number \(coding)")
      return
    }
    guard (1..<1 << 31).contains(pieceSize) else {
      picture.problem = source.problem ?? .corrupt("a page without data")
      return
    }
    // A tag that makes no sense was passed over; from here on it is the picture that is read.
    source.forgetProblems()
    guard let memory = unsafe Memory.allocate(pieceSize) else {
      picture.problem = .outOfMemory
      return
    }
    defer { unsafe Memory.free(memory) }
    // The file may claim more pieces than it has bytes: the first that is missing ends it.
    let alpha = unsafe TIFFAlpha(file, size)
    for piece in 0..<pieceCount {
      let got = unsafe decode(piece, into: memory)
      guard got >= 0, source.problem == nil else {
        picture.problem = source.problem ?? .corrupt("its data can't be decoded")
        return
      }
      unsafe seen?.add(Int(piece), UnsafeRawBufferPointer(start: memory, count: got))
      if picture.alpha == .unknown, let alpha,
        unsafe alpha.isUsed(
          inPiece: Int(piece), UnsafeRawBufferPointer(start: memory, count: got))
      {
        picture.alpha = .used
      }
    }
    if picture.alpha == .unknown, alpha != nil { picture.alpha = .unused }
  }

  private var isTiled: Bool { unsafe TIFFIsTiled(file) != 0 }

  /// Bytes of a strip or tile, decoded.
  private var pieceSize: Int {
    Int(clamping: isTiled ? unsafe TIFFTileSize64(file) : unsafe TIFFStripSize64(file))
  }

  private var pieceCount: UInt32 {
    isTiled ? unsafe TIFFNumberOfTiles(file) : unsafe TIFFNumberOfStrips(file)
  }

  /// How many bytes a strip or tile came to; less than none when it can't be decoded.
  private func decode(_ piece: UInt32, into memory: UnsafeMutableRawPointer) -> Int {
    let size = tmsize_t(pieceSize)
    return Int(
      isTiled
        ? unsafe TIFFReadEncodedTile(file, piece, memory, size)
        : unsafe TIFFReadEncodedStrip(file, piece, memory, size))
  }
}

extension DecodedPicture.Problem {
  fileprivate var isTruncation: Bool {
    if case .truncated = self { true } else { false }
  }
}
