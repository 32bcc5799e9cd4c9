internal import Colors
internal import Decoding
internal import Model

/// Converts small pictures into sRGB.
enum ColorLibrary {
  /// Returns the pixels of a picture in sRGB, three values each.
  ///
  /// Without a usable profile, grey and RGB values are taken as sRGB, and inks are
  /// composited.
  ///
  /// - Throws: An error if no process can convert them, since other colours would be wrong.
  static func sRGB(
    _ small: SmallPicture, profile: [UInt8]?, _ color: ColorSpace, in boxes: ColorBoxes = .shared
  ) throws(ColorFailure) -> [UInt8] {
    let isAlreadySRGB = color.isSRGB && small.colors != .lab
    if !isAlreadySRGB, let converted = try convert(small, profile, color, boxes) {
      return converted
    }
    switch small.colors {
    case .rgb, .lab: return small.pixels
    case .grey: return expanded(grey: small.pixels)
    case .cmyk: return composited(small.pixels)
    }
  }

  /// Converts by the profile or the named space, or returns `nil` if that is not possible.
  ///
  /// A grey picture may have an RGB profile, so that is the second attempt.
  private static func convert(
    _ small: SmallPicture, _ profile: [UInt8]?, _ color: ColorSpace, _ boxes: ColorBoxes
  ) throws(ColorFailure) -> [UInt8]? {
    func conversion(_ colors: SmallPicture.Colors) throws(ColorFailure) -> ColorConversion? {
      do {
        return try ColorConversion.of(
          ColorConversion.Kind(profile: profile, color: color, colors: colors), in: boxes)
      } catch .unusable {
        return nil
      }
    }
    var pixels = small.pixels
    var found = try conversion(small.colors)
    if found == nil, small.colors == .grey {
      found = try conversion(.rgb)
      pixels = expanded(grey: pixels)
    }
    guard let found else { return nil }
    let count = small.size.pixelCount
    var failure: ColorFailure?
    let converted = unsafe [UInt8](unsafeUninitializedCapacity: 3 * count) { rgb, filled in
      unsafe pixels.withUnsafeBytes { pixels in
        guard let from = pixels.baseAddress, let into = rgb.baseAddress else { return }
        do throws(ColorFailure) {
          try unsafe found.convert(from, count: count, into: UnsafeMutableRawPointer(into))
          filled = 3 * count
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
    return converted
  }

  /// Returns grey as equal values of red, green and blue.
  private static func expanded(grey: [UInt8]) -> [UInt8] {
    var rgb = [UInt8](repeating: 0, count: 3 * grey.count)
    ColorRow.interleave(grey, grey, grey, into: &rgb)
    return rgb
  }

  /// Returns inks as the light that they leave, without regard to their real colours.
  private static func composited(_ inks: [UInt8]) -> [UInt8] {
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
