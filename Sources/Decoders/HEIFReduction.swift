internal import CHEIF
internal import Decoding
internal import Model

/// Reduces a decoded HEIF picture, from its planes as they are encoded.
struct HEIFReduction {
  /// The plane of lumas, when it was requested.
  private(set) var plane: LumaPlane?
  /// The small picture that is measured, when it was requested.
  private(set) var small: SmallPicture?
  /// Whether memory was not available for the small picture.
  private(set) var ranOutOfMemory = false

  private let planes: HEIFPlanes

  /// Reduces the whole picture. Returns `nil` when its channels are not understood here or
  /// no rows are needed.
  init?(_ image: OpaquePointer, _ options: DecodingOptions) {
    guard let planes = unsafe HEIFPlanes(image) else { return nil }
    self.planes = planes
    let reduction = PictureReduction(planes.size, planes.colors, options)
    guard reduction.needsRows else { return nil }
    for row in 0..<planes.size.height { add(row, to: reduction) }
    plane = reduction.plane
    small = reduction.small
    ranOutOfMemory = reduction.ranOutOfMemory
  }

  /// Adds one row, composited over white.
  private func add(_ row: Int, to reduction: PictureReduction) {
    let alphas = planes.alpha?.row(row)
    let first = planes.channels[0].row(row)
    guard planes.isRGB else {
      var lumas = first
      if planes.isNarrow { Luma.expandVideoRange(&lumas) }
      if let alphas { Luma.compositeOverWhite(&lumas, alphas: alphas) }
      reduction.add(lumas, row: row) {
        planes.channels.count < 3 ? lumas : colors(of: first, row, alphas)
      }
      return
    }
    var rgb = [UInt8](repeating: 0, count: 3 * first.count)
    ColorRow.interleave(
      first, planes.channels[1].row(row), planes.channels[2].row(row), into: &rgb)
    var lumas = first
    unsafe rgb.withUnsafeBytes { unsafe Luma.convert($0, .color, into: &lumas) }
    if planes.isNarrow { Luma.expandVideoRange(&lumas) }
    if let alphas { Luma.compositeOverWhite(&lumas, alphas: alphas) }
    reduction.add(lumas, row: row) {
      if planes.isNarrow { Luma.expandVideoRange(&rgb) }
      if let alphas { ColorRow.compositeOverWhite(&rgb, alphas: alphas) }
      return rgb
    }
  }

  /// Returns the colors of a row of lumas with its chroma.
  private func colors(of lumas: [UInt8], _ row: Int, _ alphas: [UInt8]?) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
    let coarse = planes.chromaRow(row)
    ColorRow.convert(
      lumas, planes.channels[1].row(coarse), planes.channels[2].row(coarse),
      across: planes.across, planes.matrix, into: &rgb)
    if let alphas { ColorRow.compositeOverWhite(&rgb, alphas: alphas) }
    return rgb
  }
}
