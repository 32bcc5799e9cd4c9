internal import CWebP
internal import Decoding

extension WebPLibrary {
  /// Decodes a still picture into red, green and blue, and alpha if `hasAlpha` is true.
  ///
  /// `use` receives a function that returns the bytes of a row.
  static func withPixels(
    of bytes: [UInt8], hasAlpha: Bool, _ use: (_ row: (Int) -> [UInt8]) -> Void
  ) -> PixelOutcome {
    var config = unsafe WebPDecoderConfig()
    guard unsafe WebPInitDecoderConfig(&config) != 0 else {
      return .failed("libwebp has another version than it states")
    }
    // Alpha is kept apart: the colours are not premultiplied by it.
    unsafe config.output.colorspace = hasAlpha ? MODE_RGBA : MODE_RGB
    defer { unsafe WebPFreeDecBuffer(&config.output) }
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe WebPDecode(buffer.baseAddress, buffer.count, &config)
    }
    switch status {
    case VP8_STATUS_OK: break
    case VP8_STATUS_OUT_OF_MEMORY: return .outOfMemory
    case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED:
      return .failed("the encoded data end too early")
    default: return .failed("its encoded data are damaged")
    }
    let pixels = unsafe config.output.u.RGBA
    let rowBytes = unsafe Int(config.output.width) * (hasAlpha ? 4 : 3)
    use { row in
      guard let start = unsafe pixels.rgba else { return [] }
      return unsafe [UInt8](
        UnsafeBufferPointer(start: start + row * Int(pixels.stride), count: rowBytes))
    }
    return .complete
  }
}
