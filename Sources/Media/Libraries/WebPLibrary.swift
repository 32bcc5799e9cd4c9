internal import CWebP
internal import Decoding
internal import Model

/// libwebp's decoder, for proving one still picture of a WebP file.
enum WebPLibrary {
  enum Outcome: Equatable {
    /// Decoded whole; whether any pixel is see-through.
    case decoded(hasVisibleAlpha: Bool)
    case truncated
    case damaged
    case noMemory
  }

  /// What the header of a still picture says.
  struct Header {
    let width: Int
    let height: Int
    let hasAlpha: Bool
    let isLossless: Bool
  }

  static func header(of bytes: [UInt8]) -> Header? {
    var features = WebPBitstreamFeatures()
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe WebPGetFeatures(buffer.baseAddress, buffer.count, &features)
    }
    guard status == VP8_STATUS_OK else { return nil }
    return Header(
      width: Int(features.width), height: Int(features.height), hasAlpha: features.has_alpha != 0,
      isLossless: features.format == 2)
  }

  /// Where a decoded picture is to be made small: in which, and at which of its places.
  struct Goal {
    let reduction: LumaReduction
    var left = 0
    var top = 0
  }

  /// Decodes a still picture to its last byte and looks at its alpha where it has any; makes it small
  /// where that is asked for.
  static func decode(_ bytes: [UInt8], hasAlpha: Bool, into goal: Goal? = nil) -> Outcome {
    var config = unsafe WebPDecoderConfig()
    guard unsafe WebPInitDecoderConfig(&config) != 0 else { return .damaged }
    // Planes take less memory than pixels, and keep alpha apart.
    unsafe config.output.colorspace = hasAlpha ? MODE_YUVA : MODE_YUV
    defer { unsafe WebPFreeDecBuffer(&config.output) }
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe WebPDecode(buffer.baseAddress, buffer.count, &config)
    }
    switch status {
    case VP8_STATUS_OK:
      if let goal { unsafe reduce(config.output, hasAlpha: hasAlpha, into: goal) }
      return .decoded(hasVisibleAlpha: unsafe hasAlpha && isSeeThrough(config.output))
    case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED: return .truncated
    case VP8_STATUS_OUT_OF_MEMORY: return .noMemory
    default: return .damaged
    }
  }

  /// Adds all rows of a picture to a larger one, or to one of its own size; what is around it is white.
  private static func reduce(_ output: WebPDecBuffer, hasAlpha: Bool, into goal: Goal) {
    let planes = unsafe output.u.YUVA
    let (width, height) = unsafe (Int(output.width), Int(output.height))
    let size = goal.reduction.size
    guard let luma = unsafe planes.y, goal.left >= 0, goal.left + width <= size.width else {
      return
    }
    let blank = [UInt8](repeating: Luma.white, count: size.width)
    for row in 0..<size.height {
      guard row >= goal.top, row < goal.top + height else {
        goal.reduction.add(blank, row: row)
        continue
      }
      let own = row - goal.top
      var lumas = unsafe [UInt8](
        UnsafeBufferPointer(start: luma + own * Int(planes.y_stride), count: width))
      Luma.spread(&lumas)
      if hasAlpha, let alpha = unsafe planes.a {
        let alphas = unsafe [UInt8](
          UnsafeBufferPointer(start: alpha + own * Int(planes.a_stride), count: width))
        Luma.layOverWhite(&lumas, alphas: alphas)
      }
      if width < size.width {
        lumas = blank[..<goal.left] + lumas + blank[(goal.left + width)...]
      }
      goal.reduction.add(lumas, row: row)
    }
  }

  private static func isSeeThrough(_ output: WebPDecBuffer) -> Bool {
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
