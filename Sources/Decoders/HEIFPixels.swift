internal import CHEIF
internal import Decoding
internal import Model

/// Hands over a decoded HEIF picture row by row, with colors converted by its own matrix
/// and range only.
enum HEIFPixels {
  /// Hands over all rows. Returns why that was not possible, or `nil` when the rows were
  /// handed over or the sink declined them.
  static func send(
    _ image: OpaquePointer, isTransparent: Bool, to sink: any PixelSink
  ) -> DecodedPicture.Problem? {
    guard let planes = unsafe HEIFPlanes(image), let colors = planes.colors else {
      return .unsupported("channels of an unknown kind")
    }
    guard PixelLayout.supports(planes.size) else {
      return .unsupported("a side longer than its decoder supports")
    }
    let depth = planes.channels[0].depth
    guard planes.channels.allSatisfy({ $0.depth == depth }), (8...16).contains(depth) else {
      return .unsupported("channels of different depths")
    }
    let hasAlpha = isTransparent
    if hasAlpha, planes.alpha.map({ !(8...16).contains($0.depth) }) ?? true {
      return .unsupported("alpha of a different size than its picture")
    }
    let layout = PixelLayout(
      size: planes.size, colors: colors, hasAlpha: hasAlpha, depth: depth > 8 ? 16 : 8)
    let isPremultiplied = unsafe hasAlpha && heif_image_is_premultiplied_alpha(image) != 0
    let row = PixelRow(layout)
    guard sink.begin(layout) else { return nil }
    for number in 0..<layout.size.height {
      if depth > 8 {
        fillDeep(row, number, planes)
      } else {
        fill(row, number, planes)
      }
      if isPremultiplied { row.unpremultiply() }
      unsafe row.read { unsafe sink.append($0) }
    }
    return nil
  }

  /// Assembles a row of 8-bit values.
  private static func fill(_ row: PixelRow, _ number: Int, _ planes: HEIFPlanes) {
    var first = planes.channels[0].row(number)
    if row.layout.colors == .grey {
      if planes.isNarrow { Luma.expandVideoRange(&first) }
      row.put(first, channel: 0)
    } else {
      var rgb = planes.colorRow(number, first)
      if planes.isRGB, planes.isNarrow { Luma.expandVideoRange(&rgb) }
      row.put(colors: rgb)
    }
    if row.layout.hasAlpha, let alpha = planes.alpha {
      row.put(alpha.row(number), channel: row.layout.channels - 1)
    }
  }

  /// Assembles a row of values of more than 8 bits without losing any of them.
  private static func fillDeep(_ row: PixelRow, _ number: Int, _ planes: HEIFPlanes) {
    let channels = planes.channels
    let depth = channels[0].depth
    let first = channels[0].deepRow(number)
    if planes.isRGB || row.layout.colors == .grey {
      let scale = DeepScale(isNarrow: planes.isNarrow, depth: depth)
      row.put(deep: first, channel: 0, scale)
      for channel in 1..<row.layout.colors.channels where channel < channels.count {
        row.put(deep: channels[channel].deepRow(number), channel: channel, scale)
      }
    } else {
      let coarse = planes.chromaRow(number)
      row.put(
        deep: first, channels[1].deepRow(coarse), channels[2].deepRow(coarse),
        across: planes.across, DeepScale(planes.matrix, depth: depth))
    }
    if row.layout.hasAlpha, let alpha = planes.alpha {
      row.put(
        deep: alpha.deepRow(number), channel: row.layout.channels - 1,
        DeepScale(isNarrow: false, depth: alpha.depth))
    }
  }
}
