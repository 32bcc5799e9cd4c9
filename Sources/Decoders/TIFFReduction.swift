internal import CTIFF
internal import Decoding
internal import Model

/// Makes a page small while its strips or tiles come by.
final class TIFFReduction {
  private let size: PixelSize
  private let pixels: TIFFPixels
  private let pieces: TIFFPieces
  private var piece: PixelSize { pieces.size }
  private var isTiled: Bool { pieces.isTiled }
  /// One for all, or one for each plane of a page that keeps colours apart.
  private let planes: [LumaReduction]
  private let raster: Raster?
  /// A row of tiles until it is whole, or all planes.
  private let held: HeldRows?
  private let isTooLarge: Bool

  /// `isRGB` when the page's luma and chroma are handed over as red, green and blue.
  init?(_ file: OpaquePointer, _ size: PixelSize, isRGB: Bool, _ wishes: Wishes) {
    guard !wishes.isEmpty, let pixels = unsafe TIFFPixels(file, isRGB: isRGB) else { return nil }
    self.size = size
    self.pixels = pixels
    let pieces = unsafe TIFFPieces(file, size)
    let (piece, isTiled) = (pieces.size, pieces.isTiled)
    self.pieces = pieces
    let layers = pixels.isPlanar ? pixels.colorCount : 1
    let planes = (0..<(wishes.contains(.luma) ? layers : 0)).compactMap { _ in LumaReduction(size) }
    self.planes = planes.count == layers ? planes : []
    let isPictured = wishes.contains(.picture) && Raster.takes(size)
    raster = isPictured ? Raster(size, pixels.colors) : nil
    let isHeld = raster != nil && (isTiled || pixels.isPlanar)
    held =
      isHeld
      ? HeldRows(
        width: size.width, rows: pixels.isPlanar ? size.height : min(piece.height, size.height),
        channels: pixels.isPlanar ? pixels.samples : pixels.colors.channels) : nil
    isTooLarge = isPictured && (raster == nil || isHeld && held == nil)
  }

  /// Puts all that was seen into the picture, where all of its pieces have come by.
  func end(_ picture: inout DecodedPicture) {
    if pixels.isPlanar, let held {
      for row in 0..<size.height {
        let values = held[row]
        raster?.add(pixels.colors(values, lumas: pixels.lumas(values)))
      }
    }
    picture.luma = plane
    picture.small = raster?.picture
    picture.isTooLargeToHold = isTooLarge
  }

  private var plane: LumaPlane? {
    guard pixels.isPlanar else { return planes.first?.plane }
    guard !planes.isEmpty else { return nil }
    return LumaPlane(
      width: LumaPlane.side, height: LumaPlane.side,
      samples: pixels.lumas(ofPlanes: planes.map(\.means)))
  }

  /// Adds a strip or tile, decoded.
  func add(_ index: Int, _ bytes: UnsafeRawBufferPointer) {
    let across = pieces.across
    let (layer, inside) = index.quotientAndRemainder(dividingBy: across * pieces.down)
    let first = inside % across * piece.width
    let top = inside / across * piece.height
    let columns = min(piece.width, size.width - first)
    let rows = min(piece.height, size.height - top)
    guard columns > 0, rows > 0 else { return }
    for row in 0..<rows {
      guard let (values, lumas) = unsafe read(row, columns, bytes) else { return }
      let place = top + row
      if pixels.isPlanar {
        if layer < planes.count { planes[layer].add(values, row: place, first: first, step: 1) }
        held?.put(channel: layer, values, row: place, first: first)
        continue
      }
      guard layer == 0 else { return }
      planes.first?.add(lumas, row: place, first: first, step: 1)
      guard let raster else { continue }
      let isUnits = if case .units = pixels.kind { true } else { false }
      let colors = isUnits ? values : pixels.colors(values, lumas: lumas)
      if isTiled {
        held?.put(colors, row: row, first: first)
      } else {
        raster.add(colors, lumas: lumas)
      }
    }
    guard isTiled, !pixels.isPlanar, inside % across == across - 1, let held else { return }
    for row in 0..<rows { raster?.add(held[row]) }
  }

  /// The values of a row of a piece, and its lumas; nothing where the piece ends before it.
  private func read(
    _ row: Int, _ columns: Int, _ bytes: UnsafeRawBufferPointer
  ) -> (values: [UInt8], lumas: [UInt8])? {
    if case .units(let across, let down, let matrix) = pixels.kind {
      let units = TIFFUnits(across: across, down: down, width: piece.width, matrix: matrix)
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
