internal import Decoding
internal import Model

/// Colours of a profile as sRGB has them.
enum ColorLibrary {
  /// The pixels of a picture in sRGB, three values each. Without a profile that can be followed, grey and
  /// red, green and blue are taken as sRGB, and inks are laid over each other.
  static func sRGB(_ small: SmallPicture, profile: [UInt8]?, _ color: ColorSpace) -> [UInt8] {
    let isAsSeen = color.isSRGB && small.colors != .lab
    if !isAsSeen, let converted = convert(small, profile, color) { return converted }
    switch small.colors {
    case .rgb, .lab: return small.pixels
    case .grey: return joined(grey: small.pixels)
    case .inks: return laidOver(small.pixels)
    }
  }

  private static func convert(
    _ small: SmallPicture, _ profile: [UInt8]?, _ color: ColorSpace
  ) -> [UInt8]? {
    func pipeline(_ colors: SmallPicture.Colors) -> ColorPipeline? {
      ColorPipeline.of(ColorPipeline.Kind(profile: profile, color: color, colors: colors))
    }
    var pixels = small.pixels
    var found = pipeline(small.colors)
    if found == nil, small.colors == .grey {
      found = pipeline(.rgb)
      pixels = joined(grey: pixels)
    }
    guard let found else { return nil }
    let count = small.size.pixelCount
    return unsafe [UInt8](unsafeUninitializedCapacity: 3 * count) { rgb, filled in
      unsafe pixels.withUnsafeBytes { pixels in
        guard let from = pixels.baseAddress, let into = rgb.baseAddress else { return }
        unsafe found.convert(from, count: count, into: UnsafeMutableRawPointer(into))
        filled = 3 * count
      }
    }
  }

  /// Red, green and blue that are all equal.
  private static func joined(grey: [UInt8]) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: 3 * grey.count)
    ColorRow.join(grey, grey, grey, into: &rgb)
    return rgb
  }

  /// Inks as light that none of them takes away.
  private static func laidOver(_ inks: [UInt8]) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: inks.count / 4 * 3)
    for pixel in 0..<inks.count / 4 {
      let black = 255 - Int(inks[4 * pixel + 3])
      for channel in 0..<3 {
        rgb[3 * pixel + channel] = UInt8((255 - Int(inks[4 * pixel + channel])) * black / 255)
      }
    }
    return rgb
  }
}
