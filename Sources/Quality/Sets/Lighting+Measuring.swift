internal import CQuality
internal import Model

extension Lighting {
  /// Measures how a picture is lit, or returns `nil` when it is too dark or too small.
  init?(measuring picture: OpaquePointer) {
    let light = unsafe castbook_quality_lighting(picture)
    guard light.is_measured else { return nil }
    self.init(
      color: PictureMeasurement.rounded(light.color),
      exposure: PictureMeasurement.rounded(light.exposure),
      across: PictureMeasurement.rounded(light.across),
      down: PictureMeasurement.rounded(light.down),
      swatches: unsafe Self.swatches(of: picture))
  }

  /// Returns the swatches of a picture in their stored form.
  private static func swatches(of picture: OpaquePointer) -> [UInt8] {
    let capacity = Int(CASTBOOK_MAXIMUM_SWATCHES) * Int(CASTBOOK_SWATCH_BYTES)
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
      exposure: PictureMeasurement.rounded(light.level),
      color: PictureMeasurement.rounded(light.color),
      across: PictureMeasurement.rounded(light.across), down: PictureMeasurement.rounded(light.down)
    )
  }
}
