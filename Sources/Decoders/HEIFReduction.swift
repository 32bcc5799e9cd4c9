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
        guard planes.channels.count == 3 else { return lumas }
        var rgb = planes.colorRow(row, first)
        if let alphas { ColorRow.compositeOverWhite(&rgb, alphas: alphas) }
        return rgb
      }
      return
    }
    var rgb = planes.colorRow(row, first)
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
}
