internal import CHEIF
internal import Decoding
internal import Model

/// Makes a decoded HEIF picture small, from the planes as they are coded.
@safe struct HEIFLuma {
  let plane: LumaPlane?

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
    func read(_ row: Int, into values: inout [UInt8]) {
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
  init?(_ image: OpaquePointer) {
    let isRGB = unsafe heif_image_get_colorspace(image) == heif_colorspace_RGB
    let colors = unsafe Self.colors(image)
    let names: [heif_channel] =
      isRGB
      ? [heif_channel_R, heif_channel_G, heif_channel_B]
      : colors.isRGB ? [heif_channel_Cr, heif_channel_Y, heif_channel_Cb] : [heif_channel_Y]
    let channels = names.compactMap { unsafe Channel(image, $0) }
    guard let size = channels.first?.size, channels.count == names.count,
      channels.allSatisfy({ $0.size == size }), let reduction = LumaReduction(size)
    else { return nil }
    let alpha = unsafe Channel(image, heif_channel_Alpha)
    var values = channels.map { _ in [UInt8](repeating: 0, count: size.width) }
    var alphas = [UInt8](repeating: 255, count: alpha?.size == size ? size.width : 0)
    for row in 0..<size.height {
      for (number, channel) in channels.enumerated() { channel.read(row, into: &values[number]) }
      if values.count == 3 {
        for pixel in 0..<size.width {
          values[0][pixel] = Luma.of(values[0][pixel], values[1][pixel], values[2][pixel])
        }
      }
      if colors.isNarrow { Luma.spread(&values[0]) }
      if !alphas.isEmpty {
        alpha?.read(row, into: &alphas)
        Luma.layOverWhite(&values[0], alphas: alphas)
      }
      reduction.add(values[0], row: row)
    }
    plane = reduction.plane
  }

  /// Whether values lie in the range that films have, and whether the channels of a picture that calls
  /// itself YCbCr are red, green and blue.
  private static func colors(_ image: OpaquePointer) -> (isNarrow: Bool, isRGB: Bool) {
    var numbers: UnsafeMutablePointer<heif_color_profile_nclx>?
    let read = unsafe heif_image_get_nclx_color_profile(image, &numbers)
    guard unsafe read.code == heif_error_Ok, let numbers = unsafe numbers else {
      return (false, false)
    }
    defer { unsafe heif_nclx_color_profile_free(numbers) }
    return unsafe (
      numbers.pointee.full_range_flag == 0,
      numbers.pointee.matrix_coefficients == heif_matrix_coefficients_RGB_GBR
    )
  }
}
