internal import CTIFF
internal import Decoding
internal import Model

/// Reduces a page while its strips or tiles arrive.
final class TIFFReduction {
  private let size: PixelSize
  /// The interpretation of the page's values.
  private let pixels: TIFFPixels
  /// The strips or tiles of the page.
  private let pieces: TIFFPieces
  /// The size of a strip or tile.
  private var piece: PixelSize { pieces.size }
  private var isTiled: Bool { pieces.isTiled }
  /// The reductions to lumas: one, or one for each plane when colors are stored
  /// separately.
  private let planes: [LumaReduction]
  /// The reduction to the small picture; `nil` when it was not requested or is not
  /// possible.
  private let raster: AnalysisReduction?
  /// A row of tiles until it is complete, or all planes.
  private let buffer: RowBuffer?
  /// Whether memory was not available for the small picture.
  private let isTooLarge: Bool

  /// Prepares the requested reductions. Returns `nil` when none is requested or the page's
  /// values are not understood here.
  ///
  /// - Parameter isRGB: Whether libtiff converts the page's luma and chroma to red, green
  ///   and blue.
  init?(_ file: OpaquePointer, _ size: PixelSize, isRGB: Bool, _ options: DecodingOptions) {
    guard !options.isEmpty, let pixels = unsafe TIFFPixels(file, isRGB: isRGB) else { return nil }
    self.size = size
    self.pixels = pixels
    let pieces = unsafe TIFFPieces(file, size)
    let (piece, isTiled) = (pieces.size, pieces.isTiled)
    self.pieces = pieces
    let layers = pixels.isPlanar ? pixels.colorCount : 1
    let lumaCount = options.contains(.luma) ? layers : 0
    let planes = (0..<lumaCount).compactMap { _ in LumaReduction(size) }
    self.planes = planes.count == layers ? planes : []
    let isMeasured = options.contains(.picture) && AnalysisReduction.supports(size)
    raster = isMeasured ? AnalysisReduction(size, pixels.colors) : nil
    let isBuffered = raster != nil && (isTiled || pixels.isPlanar)
    buffer =
      isBuffered
      ? RowBuffer(
        width: size.width, rows: pixels.isPlanar ? size.height : min(piece.height, size.height),
        channels: pixels.isPlanar ? pixels.samples : pixels.colors.channels) : nil
    isTooLarge = isMeasured && (raster == nil || isBuffered && buffer == nil)
  }

  /// Finishes the reductions and puts them into the picture, after all strips or tiles
  /// were added.
  func end(_ picture: inout DecodedPicture) {
    if pixels.isPlanar, let buffer {
      for row in 0..<size.height {
        let values = buffer[row]
        raster?.add(pixels.colors(values, lumas: pixels.lumas(values)))
      }
    }
    picture.luma = plane
    picture.small = raster?.picture
    picture.exceedsMemory = isTooLarge
  }

  /// The plane of lumas, joined from the planes of colors when they are separate.
  private var plane: LumaPlane? {
    guard pixels.isPlanar else { return planes.first?.plane }
    guard !planes.isEmpty else { return nil }
    return LumaPlane(
      width: LumaPlane.side, height: LumaPlane.side,
      samples: pixels.lumas(ofPlanes: planes.map(\.means)))
  }

  /// Adds a decoded strip or tile by its index in the file.
  func add(_ index: Int, _ bytes: UnsafeRawBufferPointer) {
    let across = pieces.across
    let (layer, position) = index.quotientAndRemainder(dividingBy: across * pieces.down)
    let first = position % across * piece.width
    let top = position / across * piece.height
    let columns = min(piece.width, size.width - first)
    let rows = min(piece.height, size.height - top)
    guard columns > 0, rows > 0 else { return }
    for row in 0..<rows {
      guard let (values, lumas) = unsafe read(row, columns, bytes) else { return }
      let pageRow = top + row
      if pixels.isPlanar {
        if layer < planes.count { planes[layer].add(values, row: pageRow, first: first, step: 1) }
        buffer?.put(channel: layer, values, row: pageRow, first: first)
        continue
      }
      guard layer == 0 else { return }
      planes.first?.add(lumas, row: pageRow, first: first, step: 1)
      guard let raster else { continue }
      let isUnits = if case .subsampled = pixels.kind { true } else { false }
      let colors = isUnits ? values : pixels.colors(values, lumas: lumas)
      if isTiled {
        buffer?.put(colors, row: row, first: first)
      } else {
        raster.add(colors, lumas: lumas)
      }
    }
    guard isTiled, !pixels.isPlanar, position % across == across - 1, let buffer else { return }
    for row in 0..<rows { raster?.add(buffer[row]) }
  }

  /// Returns the values and lumas of a row of a strip or tile, or `nil` when it ends
  /// before the row.
  private func read(
    _ row: Int, _ columns: Int, _ bytes: UnsafeRawBufferPointer
  ) -> (values: [UInt8], lumas: [UInt8])? {
    if case .subsampled(let across, let down, let matrix) = pixels.kind {
      let units = TIFFChromaUnits(across: across, down: down, width: piece.width, matrix: matrix)
      guard let lumas = unsafe units.lumas(row, columns, bytes) else { return nil }
      return (raster == nil ? [] : unsafe units.colors(row, lumas, bytes) ?? [], lumas)
    }
    let samples = pixels.isPlanar ? 1 : pixels.samples
    let rowBytes = (piece.width * samples * pixels.depth + 7) / 8
    guard (row + 1) * rowBytes <= bytes.count else { return nil }
    let line = unsafe UnsafeRawBufferPointer(rebasing: bytes[row * rowBytes..<(row + 1) * rowBytes])
    let values = unsafe pixels.values(columns * samples, line)
    return (values, pixels.isPlanar ? [] : pixels.lumas(values))
  }
}
