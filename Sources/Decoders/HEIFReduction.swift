internal import CHEIF
internal import Decoding
internal import Model

/// Makes a decoded HEIF picture small, from the planes as they are coded.
struct HEIFReduction {
  private(set) var plane: LumaPlane?
  /// The picture as it is measured.
  private(set) var small: SmallPicture?
  private(set) var lacksMemory = false

  private let planes: HEIFPlanes

  /// Nothing for a picture of channels that are not understood here.
  init?(_ image: OpaquePointer, _ wishes: Wishes) {
    guard let planes = unsafe HEIFPlanes(image) else { return nil }
    self.planes = planes
    let reduction = PictureReduction(planes.size, planes.colors, wishes)
    guard reduction.takesRows else { return nil }
    for row in 0..<planes.size.height { add(row, to: reduction) }
    plane = reduction.plane
    small = reduction.small
    lacksMemory = reduction.lacksMemory
  }

  private func add(_ row: Int, to reduction: PictureReduction) {
    let alphas = planes.alpha?.row(row)
    let first = planes.channels[0].row(row)
    guard planes.isRGB else {
      var lumas = first
      if planes.isNarrow { Luma.spread(&lumas) }
      if let alphas { Luma.layOverWhite(&lumas, alphas: alphas) }
      reduction.add(lumas, row: row) {
        planes.channels.count < 3 ? lumas : colors(of: first, row, alphas)
      }
      return
    }
    var rgb = [UInt8](repeating: 0, count: 3 * first.count)
    ColorRow.join(
      first, planes.channels[1].row(row), planes.channels[2].row(row), into: &rgb)
    var lumas = first
    unsafe rgb.withUnsafeBytes { unsafe Luma.convert($0, .color, into: &lumas) }
    if planes.isNarrow { Luma.spread(&lumas) }
    if let alphas { Luma.layOverWhite(&lumas, alphas: alphas) }
    reduction.add(lumas, row: row) {
      if planes.isNarrow { Luma.spread(&rgb) }
      if let alphas { ColorRow.layOverWhite(&rgb, alphas: alphas) }
      return rgb
    }
  }

  /// The colours of a row of lumas with chroma.
  private func colors(of lumas: [UInt8], _ row: Int, _ alphas: [UInt8]?) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
    let coarse = planes.coarse(row)
    ColorRow.convert(
      lumas, planes.channels[1].row(coarse), planes.channels[2].row(coarse),
      across: planes.across, planes.matrix, into: &rgb)
    if let alphas { ColorRow.layOverWhite(&rgb, alphas: alphas) }
    return rgb
  }
}
