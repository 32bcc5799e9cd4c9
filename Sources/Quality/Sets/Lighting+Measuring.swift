internal import CQuality
internal import Model

extension Lighting {
  /// Measures how a picture is lit, or returns `nil` when it is too dark or too small.
  init?(measuring picture: OpaquePointer) {
    let light = unsafe castbook_quality_lighting(picture)
    guard light.is_measured else { return nil }
    self.init(
      color: PictureMeasuring.rounded(light.color),
      exposure: PictureMeasuring.rounded(light.exposure),
      across: PictureMeasuring.rounded(light.across), down: PictureMeasuring.rounded(light.down),
      swatches: unsafe Self.swatches(of: picture))
  }

  /// Returns the swatches of a picture in their stored form.
  private static func swatches(of picture: OpaquePointer) -> [UInt8] {
    let capacity = Int(CASTBOOK_MAX_SWATCHES) * Int(CASTBOOK_SWATCH_BYTES)
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      let swatches = unsafe castbook_quality_swatches(picture, start)
      count = Int(swatches) * Int(CASTBOOK_SWATCH_BYTES)
    }
  }
}

extension LightShift {
  /// Creates a shift from that of the C code.
  init(_ light: castbook_light_shift_t) {
    self.init(
      exposure: PictureMeasuring.rounded(light.level), color: PictureMeasuring.rounded(light.color),
      across: PictureMeasuring.rounded(light.across), down: PictureMeasuring.rounded(light.down))
  }
}
