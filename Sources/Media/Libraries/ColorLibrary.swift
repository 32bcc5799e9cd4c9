internal import CLCMS
internal import Decoding
internal import Model

/// Little CMS: colours of a profile as sRGB has them.
enum ColorLibrary {
  /// The pixels of a picture in sRGB, three values each. Without a profile that can be followed, grey and
  /// red, green and blue are taken as sRGB, and inks are laid over each other.
  static func sRGB(_ small: SmallPicture, profile: [UInt8]?, _ color: ColorSpace) -> [UInt8] {
    let isAsSeen = color.isSRGB && small.colors != .lab
    if !isAsSeen, let source = unsafe ColorProfile.open(profile, color, of: small.colors) {
      defer { unsafe cmsCloseProfile(source) }
      if let converted = unsafe convert(small, source) { return converted }
    }
    switch small.colors {
    case .rgb, .lab: return small.pixels
    case .grey: return joined(grey: small.pixels)
    case .inks: return laidOver(small.pixels)
    }
  }

  private static func convert(_ small: SmallPicture, _ source: cmsHPROFILE) -> [UInt8]? {
    var pixels = small.pixels
    let format: cmsUInt32Number
    switch (small.colors, unsafe cmsGetColorSpace(source)) {
    case (.rgb, cmsSigRgbData): format = castbook_lcms_rgb()
    case (.grey, cmsSigGrayData): format = castbook_lcms_grey()
    case (.grey, cmsSigRgbData):
      pixels = joined(grey: pixels)
      format = castbook_lcms_rgb()
    case (.inks, cmsSigCmykData): format = castbook_lcms_inks()
    case (.lab, cmsSigLabData): format = castbook_lcms_lab()
    default: return nil
    }
    guard let target = unsafe cmsCreate_sRGBProfile() else { return nil }
    defer { unsafe cmsCloseProfile(target) }
    // Relative colours, so that white stays white.
    guard
      let transform = unsafe cmsCreateTransform(
        source, format, target, castbook_lcms_rgb(),
        cmsUInt32Number(INTENT_RELATIVE_COLORIMETRIC),
        cmsUInt32Number(cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE))
    else { return nil }
    defer { unsafe cmsDeleteTransform(transform) }
    let count = small.size.pixelCount
    return unsafe [UInt8](unsafeUninitializedCapacity: 3 * count) { rgb, filled in
      unsafe pixels.withUnsafeBytes {
        unsafe cmsDoTransform(
          transform, $0.baseAddress, rgb.baseAddress, cmsUInt32Number(count))
      }
      filled = 3 * count
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
