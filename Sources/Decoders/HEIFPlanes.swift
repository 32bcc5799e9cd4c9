internal import CHEIF
internal import Decoding
internal import Model

/// The planes of a decoded HEIF picture as they are encoded, and how they become colors.
struct HEIFPlanes {
  /// Red, green and blue; luma alone; or luma and two planes of chroma, which may be
  /// smaller.
  let channels: [Channel]
  /// The plane of alpha, when it has the size of the picture.
  let alpha: Channel?
  let size: PixelSize
  /// The colors of the picture; `nil` when only its luma is understood.
  let colors: SmallPicture.Colors?
  /// Whether the channels are red, green and blue.
  let isRGB: Bool
  /// Whether values use the range of video instead of the full one.
  let isNarrow: Bool
  /// The matrix from luma and chroma to colors.
  let matrix: ColorMatrix
  /// The number of columns that share a sample of chroma.
  let across: Int
  /// The number of rows that share a sample of chroma.
  let down: Int

  /// The values of one channel, row after row, in libheif's memory.
  @safe struct Channel {
    private let start: UnsafePointer<UInt8>
    /// The distance between rows in bytes.
    private let stride: Int
    /// The number of significant bits of each value.
    let depth: Int
    let size: PixelSize

    /// Returns `nil` when the picture has no such channel or its memory does not match its
    /// size.
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

    /// Returns the high 8 bits of a row's values.
    func row(_ row: Int) -> [UInt8] {
      var values = [UInt8](repeating: 0, count: size.width)
      let line = unsafe line(row)
      if depth > 8 {
        unsafe Luma.convert(line, depth, valueBytes: &values)
      } else {
        unsafe values.withUnsafeMutableBytes { unsafe $0.copyMemory(from: line) }
      }
      return values
    }

    /// Returns all bits of a row's values.
    func deepRow(_ row: Int) -> [UInt16] {
      guard depth > 8 else { return self.row(row).map(UInt16.init) }
      var values = [UInt16](repeating: 0, count: size.width)
      unsafe values.withUnsafeMutableBytes { unsafe $0.copyMemory(from: line(row)) }
      return values
    }

    private func line(_ row: Int) -> UnsafeRawBufferPointer {
      let bytes = depth > 8 ? 2 * size.width : size.width
      return unsafe UnsafeRawBufferPointer(start: start + row * stride, count: bytes)
    }
  }

  /// Returns `nil` for a picture whose channels are not understood here.
  init?(_ image: OpaquePointer) {
    let numbers = unsafe HEIFColors(image)
    let isNamedRGB = unsafe heif_image_get_colorspace(image) == heif_colorspace_RGB
    isRGB = isNamedRGB || numbers.isRGB
    isNarrow = numbers.isNarrow
    matrix = numbers.matrix
    let names: [heif_channel] =
      isNamedRGB
      ? [heif_channel_R, heif_channel_G, heif_channel_B]
      : numbers.isRGB
        ? [heif_channel_Cr, heif_channel_Y, heif_channel_Cb]
        : [heif_channel_Y, heif_channel_Cb, heif_channel_Cr]
    channels = names.compactMap { unsafe Channel(image, $0) }
    guard let size = channels.first?.size, isRGB ? channels.count == 3 : true else { return nil }
    self.size = size
    let opacity = unsafe Channel(image, heif_channel_Alpha)
    alpha = opacity?.size == size ? opacity : nil
    if isRGB {
      guard channels.allSatisfy({ $0.size == size }) else { return nil }
      (across, down, colors) = (1, 1, .rgb)
    } else if channels.count == 3 {
      across = (size.width - 1) / channels[1].size.width + 1
      down = (size.height - 1) / channels[1].size.height + 1
      let isSupported = [1, 2, 4].contains(across) && [1, 2, 4].contains(down)
      colors = isSupported && channels[1].size == channels[2].size ? .rgb : nil
    } else {
      (across, down) = (1, 1)
      colors = unsafe heif_image_get_colorspace(image) == heif_colorspace_monochrome ? .grey : nil
    }
  }

  /// Returns the row of chroma that belongs to a row of luma.
  func chromaRow(_ row: Int) -> Int { min(row / down, channels[1].size.height - 1) }

  /// Returns the colors of a row in 8 bits, given the values of its first channel. Red, green and
  /// blue keep the range of video.
  func colorRow(_ row: Int, _ first: [UInt8]) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: 3 * first.count)
    let (second, third) = (channels[1].row(chromaRow(row)), channels[2].row(chromaRow(row)))
    if isRGB {
      ColorRow.interleave(first, second, third, into: &rgb)
    } else {
      ColorRow.convert(first, second, third, across: across, matrix, into: &rgb)
    }
    return rgb
  }
}
