internal import CHEIF
internal import Decoding
internal import Model

/// Makes a decoded HEIF picture small, from the planes as they are coded.
@safe struct HEIFReduction {
  private(set) var plane: LumaPlane?
  /// The picture as it is measured.
  private(set) var small: SmallPicture?
  private(set) var lacksMemory = false

  /// Red, green and blue, luma alone, or luma with chroma that may be coarser.
  private let channels: [Channel]
  private let alpha: Channel?
  private let isRGB: Bool
  private let isNarrow: Bool
  private let matrix: ColorMatrix
  /// How many pixels a sample of chroma covers.
  private var across = 1
  private var down = 1

  /// Values of a channel, one row after the other.
  @safe private struct Channel {
    private let start: UnsafePointer<UInt8>
    private let stride: Int
    private let depth: Int
    let size: PixelSize

    init?(_ image: OpaquePointer, _ channel: heif_channel) {
      var stride: Int32 = 0
      guard let start = unsafe heif_image_get_plane_readonly(image, channel, &stride) else {
        return nil
      }
      unsafe self.start = start
      self.stride = Int(stride)
      depth = unsafe Int(heif_image_get_bits_per_pixel_range(image, channel))
      size = unsafe PixelSize(
        width: Int(heif_image_get_width(image, channel)),
        height: Int(heif_image_get_height(image, channel)))
      let bytes = depth > 8 ? 2 * size.width : size.width
      guard size.width > 0, size.height > 0, self.stride >= bytes else { return nil }
    }

    /// The high eight bits of a row's values.
    func row(_ row: Int) -> [UInt8] {
      var values = [UInt8](repeating: 0, count: size.width)
      read(row, into: &values)
      return values
    }

    private func read(_ row: Int, into values: inout [UInt8]) {
      let bytes = depth > 8 ? 2 * size.width : size.width
      let line = unsafe UnsafeRawBufferPointer(start: start + row * stride, count: bytes)
      if depth > 8 {
        unsafe Luma.convert(deep: line, depth: depth, into: &values)
      } else {
        unsafe values.withUnsafeMutableBytes { unsafe $0.copyMemory(from: line) }
      }
    }
  }

  /// Nothing for a picture of channels that are not understood here.
  init?(_ image: OpaquePointer, _ wishes: Wishes) {
    let colors = unsafe HEIFColors(image)
    let isNamedRGB = unsafe heif_image_get_colorspace(image) == heif_colorspace_RGB
    isRGB = isNamedRGB || colors.isRGB
    isNarrow = colors.isNarrow
    matrix = colors.matrix
    let names: [heif_channel] =
      isNamedRGB
      ? [heif_channel_R, heif_channel_G, heif_channel_B]
      : colors.isRGB
        ? [heif_channel_Cr, heif_channel_Y, heif_channel_Cb]
        : [heif_channel_Y, heif_channel_Cb, heif_channel_Cr]
    channels = names.compactMap { unsafe Channel(image, $0) }
    guard let size = channels.first?.size, isRGB ? channels.count == 3 : true else { return nil }
    let opacity = unsafe Channel(image, heif_channel_Alpha)
    alpha = opacity?.size == size ? opacity : nil
    var kind: SmallPicture.Colors? = .rgb
    if isRGB {
      guard channels.allSatisfy({ $0.size == size }) else { return nil }
    } else if channels.count == 3 {
      across = (size.width - 1) / channels[1].size.width + 1
      down = (size.height - 1) / channels[1].size.height + 1
      let isUsual = [1, 2, 4].contains(across) && [1, 2, 4].contains(down)
      if !isUsual || channels[1].size != channels[2].size { kind = nil }
    } else {
      kind = unsafe heif_image_get_colorspace(image) == heif_colorspace_monochrome ? .grey : nil
    }
    let reduction = PictureReduction(size, kind, wishes)
    guard reduction.takesRows else { return nil }
    for row in 0..<size.height { add(row, to: reduction) }
    plane = reduction.plane
    small = reduction.small
    lacksMemory = reduction.lacksMemory
  }

  private func add(_ row: Int, to reduction: PictureReduction) {
    let alphas = alpha?.row(row)
    let first = channels[0].row(row)
    guard isRGB else {
      var lumas = first
      if isNarrow { Luma.spread(&lumas) }
      if let alphas { Luma.layOverWhite(&lumas, alphas: alphas) }
      reduction.add(lumas, row: row) {
        channels.count < 3 ? lumas : colors(of: first, row, alphas)
      }
      return
    }
    var rgb = [UInt8](repeating: 0, count: 3 * first.count)
    ColorRow.join(first, channels[1].row(row), channels[2].row(row), into: &rgb)
    var lumas = first
    unsafe rgb.withUnsafeBytes { unsafe Luma.convert($0, .color, into: &lumas) }
    if isNarrow { Luma.spread(&lumas) }
    if let alphas { Luma.layOverWhite(&lumas, alphas: alphas) }
    reduction.add(lumas, row: row) {
      if isNarrow { Luma.spread(&rgb) }
      if let alphas { ColorRow.layOverWhite(&rgb, alphas: alphas) }
      return rgb
    }
  }

  /// The colours of a row of lumas with chroma.
  private func colors(of lumas: [UInt8], _ row: Int, _ alphas: [UInt8]?) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: 3 * lumas.count)
    let coarse = min(row / down, channels[1].size.height - 1)
    ColorRow.convert(
      lumas, channels[1].row(coarse), channels[2].row(coarse), across: across, matrix, into: &rgb)
    if let alphas { ColorRow.layOverWhite(&rgb, alphas: alphas) }
    return rgb
  }
}

/// What a decoded picture says of how its channels make colours.
private struct HEIFColors {
  /// Whether values lie in the range that films have.
  var isNarrow = false
  /// Whether the channels of a picture that calls itself YCbCr are red, green and blue.
  var isRGB = false
  private(set) var matrix = ColorMatrix.standard(isNarrow: false)

  init(_ image: OpaquePointer) {
    var numbers: UnsafeMutablePointer<heif_color_profile_nclx>?
    let read = unsafe heif_image_get_nclx_color_profile(image, &numbers)
    guard unsafe read.code == heif_error_Ok, let numbers = unsafe numbers else { return }
    defer { unsafe heif_nclx_color_profile_free(numbers) }
    isNarrow = unsafe numbers.pointee.full_range_flag == 0
    isRGB = unsafe numbers.pointee.matrix_coefficients == heif_matrix_coefficients_RGB_GBR
    matrix = unsafe Self.matrix(
      Int(numbers.pointee.matrix_coefficients.rawValue),
      primaries: Int(numbers.pointee.color_primaries.rawValue), isNarrow: isNarrow)
  }

  /// The matrix of a number, as ITU-T H.273 counts them; that of BT.601 for those that say nothing.
  private static func matrix(_ number: Int, primaries: Int, isNarrow: Bool) -> ColorMatrix {
    switch number {
    case 1: ColorMatrix(red: 0.2126, blue: 0.0722, isNarrow: isNarrow)
    case 4: ColorMatrix(red: 0.3, blue: 0.11, isNarrow: isNarrow)
    case 7: ColorMatrix(red: 0.212, blue: 0.087, isNarrow: isNarrow)
    case 9, 10: ColorMatrix(red: 0.2627, blue: 0.0593, isNarrow: isNarrow)
    // It follows from the primaries.
    case 12 where primaries == 12:
      ColorMatrix(red: 0.228975, blue: 0.079287, isNarrow: isNarrow)
    case 12 where primaries == 1 || primaries == 9:
      matrix(primaries, primaries: 2, isNarrow: isNarrow)
    default: .standard(isNarrow: isNarrow)
    }
  }
}
