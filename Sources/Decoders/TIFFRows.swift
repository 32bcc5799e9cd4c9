internal import CTIFF
internal import Decoding
internal import Model

/// Hands over the rows of a page at their full size.
///
/// One strip is in memory at a time, or one row of tiles; of separate planes, as much of
/// each plane.
struct TIFFRows {
  private let page: TIFFPage
  private let pixels: TIFFPixels
  private let pieces: TIFFPieces
  private let layout: PixelLayout

  /// Checks that the page can be handed over.
  ///
  /// - Parameter isRGB: Whether libtiff converts the page's luma and chroma to red, green
  ///   and blue.
  /// - Throws: A problem when the page's format is not supported.
  init(_ page: TIFFPage, isRGB: Bool) throws(DecodedPicture.Problem) {
    self.page = page
    let reason = unsafe Self.refusal(page.file)
    guard reason == nil, let pixels = unsafe TIFFPixels(page.file, isRGB: isRGB) else {
      throw .unsupported(reason ?? "a rare pixel format")
    }
    if pixels.isPremultiplied, pixels.alpha != nil, !pixels.canUnpremultiply {
      throw .unsupported("premultiplied colours that can't be restored")
    }
    guard PixelLayout.supports(page.size) else {
      throw .unsupported("a side of more than \(PixelLayout.maximumSide) px")
    }
    self.pixels = pixels
    pieces = unsafe TIFFPieces(page.file, page.size)
    let isDeep = pixels.depth > 8
    layout = PixelLayout(
      size: page.size, colors: pixels.colors, hasAlpha: pixels.alpha != nil,
      depth: isDeep ? 16 : 8)
  }

  /// Returns what is unsupported about a page's tags, in words for people; `nil` when
  /// nothing is.
  private static func refusal(_ file: OpaquePointer) -> String? {
    func short(_ tag: Int32, _ otherwise: UInt16) -> Int32 {
      Int32(unsafe castbook_tiff_short(file, UInt32(tag), otherwise))
    }
    let depth = short(TIFFTAG_BITSPERSAMPLE, 1)
    guard (1...16).contains(depth) else { return "values of \(depth) bits" }
    let format = short(TIFFTAG_SAMPLEFORMAT, UInt16(SAMPLEFORMAT_UINT))
    guard format == SAMPLEFORMAT_UINT else { return "values that are not plain integers" }
    let kind = short(TIFFTAG_PHOTOMETRIC, .max)
    if kind == PHOTOMETRIC_SEPARATED,
      short(TIFFTAG_INKSET, UInt16(INKSET_CMYK)) != INKSET_CMYK
    {
      return "inks other than cyan, magenta, yellow and black"
    }
    return nil
  }

  /// Decodes and delivers all rows. Returns what went wrong, or `nil` when all rows were
  /// handed over or the sink declined them.
  func send(_ source: TIFFSource, to sink: any PixelSink) -> DecodedPicture.Problem? {
    let layers = pixels.isPlanar ? pixels.samples : 1
    let slots = layers * pieces.across
    // A meaningless tag was ignored. From here on, problems concern the picture.
    source.clearProblem()
    let (bytes, overflow) = slots.multipliedReportingOverflow(by: page.pieceSize)
    guard !overflow, let memory = unsafe Memory.allocate(bytes) else { return .outOfMemory }
    defer { unsafe Memory.free(memory) }
    let row = PixelRow(layout)
    guard sink.begin(layout) else { return nil }
    for band in 0..<pieces.down {
      var parts: [UnsafeRawBufferPointer] = unsafe []
      for slot in 0..<slots {
        let (layer, column) = slot.quotientAndRemainder(dividingBy: pieces.across)
        let piece = (layer * pieces.down + band) * pieces.across + column
        let start = unsafe memory + slot * page.pieceSize
        guard piece < page.pieceCount else { return .corrupt("some of its parts are missing") }
        let got = unsafe page.decode(UInt32(piece), into: start)
        guard got >= 0, source.problem == nil else {
          return source.problem ?? .corrupt("its data can't be decoded")
        }
        unsafe parts.append(UnsafeRawBufferPointer(start: start, count: got))
      }
      let top = band * pieces.size.height
      for number in 0..<min(pieces.size.height, layout.size.height - top) {
        guard unsafe sendRow(number, of: parts, row, to: sink) else {
          return .truncated("a part has fewer rows than it should")
        }
      }
    }
    return nil
  }

  /// Hands over one row of the strips, tiles and planes in memory. Returns false when one
  /// of them ends before the row.
  private func sendRow(
    _ number: Int, of parts: [UnsafeRawBufferPointer], _ row: PixelRow, to sink: any PixelSink
  ) -> Bool {
    let samples = pixels.isPlanar ? 1 : pixels.samples
    let lineBytes = (pieces.size.width * samples * pixels.depth + 7) / 8
    let isPalette = if case .palette = pixels.kind { true } else { false }
    for unsafe(slot, part) in unsafe parts.enumerated() {
      let (layer, column) = slot.quotientAndRemainder(dividingBy: pieces.across)
      let first = column * pieces.size.width
      let columns = min(pieces.size.width, layout.size.width - first)
      if case .subsampled(let across, let down, let matrix) = pixels.kind {
        let units = TIFFChromaUnits(
          across: across, down: down, width: pieces.size.width, matrix: matrix)
        guard let lumas = unsafe units.lumas(number, columns, part),
          let colors = unsafe units.colors(number, lumas, part)
        else { return false }
        row.put(colors: colors, from: first)
        continue
      }
      guard (number + 1) * lineBytes <= part.count else { return false }
      let line = unsafe UnsafeRawBufferPointer(
        rebasing: part[number * lineBytes..<(number + 1) * lineBytes])
      if isPassedThrough {
        unsafe sink.append(line)
        return true
      }
      if isPalette {
        unsafe lookUp(line, layer, columns, into: row, from: first)
      } else {
        unsafe row.unpack(
          line, columns, samples: samples, kept: pixels.isPlanar ? 1 : layout.channels,
          depth: pixels.depth, isScaled: true, channel: layer, from: first)
      }
    }
    finish(row)
    unsafe row.read { unsafe sink.append($0) }
    return true
  }

  /// Whether the lines of a strip can be handed over unchanged.
  private var isPassedThrough: Bool {
    guard !pieces.isTiled, !pixels.isPlanar, pixels.samples == layout.channels,
      pixels.depth == layout.depth, !(pixels.isPremultiplied && pixels.alpha != nil)
    else { return false }
    switch pixels.kind {
    case .grey(let isInverted): return !isInverted
    case .color, .cmyk: return true
    case .palette, .lab, .subsampled: return false
    }
  }

  /// Puts the colors of palette entries into a row, and alpha scaled to 8 bits.
  private func lookUp(
    _ line: UnsafeRawBufferPointer, _ layer: Int, _ columns: Int, into row: PixelRow,
    from first: Int
  ) {
    guard case .palette(_, let table) = pixels.kind else { return }
    let samples = pixels.isPlanar ? 1 : pixels.samples
    let values = unsafe ColorRow.unpack(
      line, columns * samples, depth: pixels.depth, isScaled: false)
    guard values.count == columns * samples else { return }
    func channel(_ number: Int) -> [UInt8] {
      samples == 1 ? values : (0..<columns).map { values[$0 * samples + number] }
    }
    if layer == 0 {
      var colors = [UInt8](repeating: 0, count: 3 * columns)
      ColorRow.lookUp(channel(0), in: table, into: &colors)
      row.put(colors: colors, from: first)
    }
    guard layout.hasAlpha, pixels.isPlanar ? layer == 1 : true else { return }
    let maximum = (1 << pixels.depth) - 1
    row.put(
      channel(pixels.isPlanar ? 0 : 1).map { UInt8(Int($0) * 255 / maximum) }, channel: 3,
      from: first)
  }

  /// Converts a row whose values are complete: inverts, centers and divides by alpha where
  /// the page requires it.
  private func finish(_ row: PixelRow) {
    switch pixels.kind {
    case .grey(isInverted: true): row.invert(channel: 0)
    case .lab(let isSigned): finishLab(row, isSigned)
    case .grey, .palette, .color, .cmyk, .subsampled: break
    }
    if pixels.isPremultiplied { row.unpremultiply() }
  }

  /// Converts the channels of L\*a\*b\* to unsigned values whose middle is neutral.
  private func finishLab(_ row: PixelRow, _ isSigned: Bool) {
    let middle = layout.depth == 8 ? 0x80 : 0x8000
    // In 16 bits, a unit is 256 in the file for every kind; lightness ends at 65,280 in
    // one of them.
    func widened(_ value: Int) -> Int { layout.depth == 8 ? value : (value * 257 + 128) / 256 }
    if !isSigned { row.mapChannel(0) { widened($0) } }
    for channel in 1...2 { row.mapChannel(channel) { widened(isSigned ? $0 ^ middle : $0) } }
  }
}
