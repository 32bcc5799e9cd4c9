internal import CTIFF
internal import Decoding
internal import Model

/// One page of a TIFF as its tags describe it.
@safe struct TIFFPage {
  /// The file, positioned at the page.
  let file: OpaquePointer
  let size: PixelSize
  /// Bits a value.
  let depth: Int
  /// The number of values a pixel has.
  let samples: Int
  /// Whether the page is a reduced version or a mask of another one.
  let isReduced: Bool

  /// Reads the tags of the current page.
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

  /// The facts that the tags state.
  var facts: DecodedPicture {
    var picture = DecodedPicture()
    if size.width > 0, size.height > 0 { picture.size = size }
    picture.depth = depth
    picture.channels = samples
    if hasAlpha { picture.alpha = .unknown }
    return picture
  }

  /// Whether the first extra sample is alpha.
  private var hasAlpha: Bool {
    let none = UInt16.max
    let kind = unsafe castbook_tiff_extra_sample(file, none)
    return kind == UInt16(EXTRASAMPLE_ASSOCALPHA) || kind == UInt16(EXTRASAMPLE_UNASSALPHA)
  }

  /// Returns why the pixels cannot be decoded, as far as the tags tell; `nil` when nothing
  /// is in the way.
  func obstacle(_ source: TIFFSource) -> DecodedPicture.Problem? {
    guard size.width > 0, size.height > 0 else { return .corrupt("a page without pixels") }
    guard size.pixelCount <= Decoder.pixelLimit else { return .tooManyPixels(size.pixelCount) }
    let coding = unsafe castbook_tiff_short(file, UInt32(TIFFTAG_COMPRESSION), 1)
    guard TIFFIsCODECConfigured(coding) == 1 else {
      return .unsupported("encoding number \(coding)")
    }
    guard (1..<1 << 31).contains(pieceSize) else {
      return source.problem ?? .corrupt("a page without data")
    }
    return nil
  }

  /// Decodes all strips or tiles and looks for transparency.
  ///
  /// The problem is put into `picture`.
  func decode(_ source: TIFFSource, _ reduction: TIFFReduction?, into picture: inout DecodedPicture)
  {
    picture.problem = obstacle(source)
    guard picture.problem == nil else { return }
    // A meaningless tag was ignored. From here on, problems concern the picture.
    source.clearProblem()
    guard let memory = unsafe Memory.allocate(pieceSize) else {
      picture.problem = .outOfMemory
      return
    }
    defer { unsafe Memory.free(memory) }
    // The file may claim more pieces than it has bytes. Decoding stops at the first that
    // is missing.
    let alpha = unsafe TIFFAlpha(file, size)
    for piece in 0..<pieceCount {
      let got = unsafe decode(piece, into: memory)
      guard got >= 0, source.problem == nil else {
        picture.problem = source.problem ?? .corrupt("its data can't be decoded")
        return
      }
      unsafe reduction?.add(Int(piece), UnsafeRawBufferPointer(start: memory, count: got))
      if picture.alpha == .unknown, let alpha,
        unsafe alpha.isUsed(inPiece: Int(piece), UnsafeRawBufferPointer(start: memory, count: got))
      {
        picture.alpha = .used
      }
    }
    if picture.alpha == .unknown, alpha != nil { picture.alpha = .unused }
  }

  /// Whether the page consists of tiles instead of strips.
  private var isTiled: Bool { unsafe TIFFIsTiled(file) != 0 }

  /// The size of a decoded strip or tile in bytes.
  var pieceSize: Int {
    Int(clamping: isTiled ? unsafe TIFFTileSize64(file) : unsafe TIFFStripSize64(file))
  }

  /// The number of strips or tiles of all planes.
  var pieceCount: UInt32 {
    isTiled ? unsafe TIFFNumberOfTiles(file) : unsafe TIFFNumberOfStrips(file)
  }

  /// Decodes a strip or tile and returns its number of bytes, or a negative number when it
  /// cannot be decoded.
  func decode(_ piece: UInt32, into memory: UnsafeMutableRawPointer) -> Int {
    let size = tmsize_t(pieceSize)
    return Int(
      isTiled
        ? unsafe TIFFReadEncodedTile(file, piece, memory, size)
        : unsafe TIFFReadEncodedStrip(file, piece, memory, size))
  }
}
