internal import CWebP
internal import Decoding
internal import Model

/// Proves and reduces the still pictures of a WebP file, by libwebp.
enum WebPLibrary {
  /// A reason why a still picture can't be decoded.
  enum Failure: Error {
    /// The coded data end too early.
    case truncated
    /// The coded data are malformed.
    case damaged
    case noMemory
    /// libwebp has another version than it states.
    case otherVersion
  }

  /// The facts in the header of a still picture.
  struct Header {
    let width: Int
    let height: Int
    let hasAlpha: Bool
    let isLossless: Bool
  }

  /// Returns the header of a picture, or `nil` if libwebp can't read it.
  static func header(of bytes: UnsafeRawBufferPointer) -> Header? {
    var features = WebPBitstreamFeatures()
    let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let status = unsafe WebPGetFeatures(start, bytes.count, &features)
    guard status == VP8_STATUS_OK else { return nil }
    return Header(
      width: Int(features.width), height: Int(features.height), hasAlpha: features.has_alpha != 0,
      isLossless: features.format == 2)
  }

  /// The reduction that receives a decoded picture, and the position of the picture in it.
  ///
  /// The first frame of an animation may cover only a part of the canvas.
  struct Goal {
    let reduction: PictureReduction
    var left = 0
    var top = 0
  }

  /// Decodes a still picture to its last byte, and returns whether it has `hasAlpha` and any pixel
  /// is transparent.
  ///
  /// With a `goal` it also adds the rows to a reduction.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, hasAlpha: Bool, into goal: Goal? = nil
  ) throws(Failure) -> Bool {
    // Planes take less memory than pixels, and keep alpha apart.
    try unsafe withDecoded(bytes, as: hasAlpha ? MODE_YUVA : MODE_YUV) { output in
      if let goal { unsafe reduce(output, hasAlpha: hasAlpha, into: goal) }
      return unsafe hasAlpha && hasTransparency(output)
    }
  }

  /// Decodes a still picture into red, green and blue, and alpha if `hasAlpha` is true.
  ///
  /// `use` receives a function that returns the bytes of a row.
  static func withPixels(
    of bytes: UnsafeRawBufferPointer, hasAlpha: Bool, _ use: (_ row: (Int) -> [UInt8]) -> Void
  ) throws(Failure) {
    // Alpha is kept apart: the colours are not premultiplied by it.
    try unsafe withDecoded(bytes, as: hasAlpha ? MODE_RGBA : MODE_RGB) { output in
      let pixels = unsafe output.u.RGBA
      let rowBytes = unsafe Int(output.width) * (hasAlpha ? 4 : 3)
      use { row in
        guard let start = unsafe pixels.rgba else { return [] }
        return unsafe [UInt8](
          UnsafeBufferPointer(start: start + row * Int(pixels.stride), count: rowBytes))
      }
    }
  }

  /// Decodes a still picture, gives it to `use`, and frees it.
  private static func withDecoded<Value>(
    _ bytes: UnsafeRawBufferPointer, as colors: WEBP_CSP_MODE, _ use: (WebPDecBuffer) -> Value
  ) throws(Failure) -> Value {
    var config = unsafe WebPDecoderConfig()
    guard unsafe WebPInitDecoderConfig(&config) != 0 else { throw .otherVersion }
    unsafe config.output.colorspace = colors
    defer { unsafe WebPFreeDecBuffer(&config.output) }
    let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let status = unsafe WebPDecode(start, bytes.count, &config)
    switch status {
    case VP8_STATUS_OK: return unsafe use(config.output)
    case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED: throw .truncated
    case VP8_STATUS_OUT_OF_MEMORY: throw .noMemory
    default: throw .damaged
    }
  }

  /// Adds the rows of a picture to a reduction of the same or a larger size, with white
  /// around them.
  private static func reduce(_ output: WebPDecBuffer, hasAlpha: Bool, into goal: Goal) {
    guard let planes = unsafe Planes(output, hasAlpha: hasAlpha) else { return }
    let size = goal.reduction.size
    guard goal.left >= 0, goal.left + planes.width <= size.width else { return }
    let blank = [UInt8](repeating: Luma.white, count: size.width)
    let blankColors = [UInt8](repeating: Luma.white, count: 3 * size.width)
    let isWhole = planes.width == size.width
    for row in 0..<size.height {
      let sourceRow = row - goal.top
      guard sourceRow >= 0, sourceRow < planes.height else {
        goal.reduction.add(blank, row: row) { blankColors }
        continue
      }
      let lumas = planes.lumas(sourceRow)
      let right = goal.left + planes.width
      goal.reduction.add(
        isWhole ? lumas : blank[..<goal.left] + lumas + blank[right...], row: row
      ) {
        let colors = planes.colors(sourceRow)
        return isWhole
          ? colors : blankColors[..<(3 * goal.left)] + colors + blankColors[(3 * right)...]
      }
    }
  }

  /// The planes of a decoded picture: luma, chroma at half the size, and alpha.
  @safe private struct Planes {
    let width: Int
    let height: Int
    private let planes: WebPYUVABuffer
    private let hasAlpha: Bool
    private static let matrix = ColorMatrix.standard(isNarrow: true)

    init?(_ output: WebPDecBuffer, hasAlpha: Bool) {
      unsafe planes = output.u.YUVA
      unsafe (width, height) = (Int(output.width), Int(output.height))
      guard unsafe planes.y != nil, unsafe planes.u != nil, unsafe planes.v != nil else {
        return nil
      }
      self.hasAlpha = unsafe hasAlpha && planes.a != nil
    }

    private static func row(
      _ start: UnsafeMutablePointer<UInt8>?, _ stride: Int32, _ row: Int, _ count: Int
    ) -> [UInt8] {
      guard let start = unsafe start else { return [] }
      return unsafe [UInt8](UnsafeBufferPointer(start: start + row * Int(stride), count: count))
    }

    private func alphas(_ row: Int) -> [UInt8] {
      unsafe Self.row(planes.a, planes.a_stride, row, width)
    }

    /// Returns the luma of a row, over white where it is transparent.
    func lumas(_ row: Int) -> [UInt8] {
      var lumas = unsafe Self.row(planes.y, planes.y_stride, row, width)
      Luma.expandVideoRange(&lumas)
      if hasAlpha { Luma.compositeOverWhite(&lumas, alphas: alphas(row)) }
      return lumas
    }

    /// Returns red, green and blue of a row, over white where it is transparent.
    func colors(_ row: Int) -> [UInt8] {
      var rgb = [UInt8](repeating: 0, count: 3 * width)
      let half = (width + 1) / 2
      ColorRow.convert(
        unsafe Self.row(planes.y, planes.y_stride, row, width),
        unsafe Self.row(planes.u, planes.u_stride, row / 2, half),
        unsafe Self.row(planes.v, planes.v_stride, row / 2, half), across: 2, Self.matrix,
        into: &rgb)
      if hasAlpha { ColorRow.compositeOverWhite(&rgb, alphas: alphas(row)) }
      return rgb
    }
  }

  /// Returns whether any pixel is transparent.
  private static func hasTransparency(_ output: WebPDecBuffer) -> Bool {
    let planes = unsafe output.u.YUVA
    guard let alpha = unsafe planes.a else { return false }
    let height = unsafe Int(output.height)
    for row in 0..<height {
      let line = unsafe UnsafeBufferPointer(
        start: alpha + row * Int(planes.a_stride), count: Int(output.width))
      if unsafe line.contains(where: { $0 != 255 }) { return true }
    }
    return false
  }
}
