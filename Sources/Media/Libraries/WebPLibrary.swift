internal import CWebP

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

  /// Decodes a still picture to its last byte and looks at its alpha where it has any.
  static func decode(_ bytes: [UInt8], hasAlpha: Bool) -> Outcome {
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
      return .decoded(hasVisibleAlpha: unsafe hasAlpha && isSeeThrough(config.output))
    case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED: return .truncated
    case VP8_STATUS_OUT_OF_MEMORY: return .noMemory
    default: return .damaged
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
