internal import CLCMS
internal import Decoding
internal import Model

/// Little CMS: colours of a profile as sRGB has them.
enum ColorLibrary {
  /// The pixels of a picture in sRGB, three values each. Without a profile that can be followed, grey and
  /// red, green and blue are taken as sRGB, and inks are laid over each other.
  static func sRGB(_ small: SmallPicture, profile: [UInt8]?, _ color: ColorSpace) -> [UInt8] {
    let isAsSeen = color.isSRGB && small.colors != .lab
    if !isAsSeen, let source = unsafe open(profile, color, of: small.colors) {
      defer { unsafe cmsCloseProfile(source) }
      if let converted = unsafe convert(small, source) { return converted }
    }
    switch small.colors {
    case .rgb, .lab: return small.pixels
    case .grey: return joined(grey: small.pixels)
    case .inks: return laidOver(small.pixels)
    }
  }

  /// Those of printers have some hundreds of kilobytes.
  private static let longestProfile = 8 << 20

  /// A profile that is embedded, or one of the spaces that are named without.
  private static func open(
    _ profile: [UInt8]?, _ color: ColorSpace, of colors: SmallPicture.Colors
  ) -> cmsHPROFILE? {
    // These are colours by themselves; what a profile beside them says is for others.
    if colors == .lab { return unsafe cmsCreateLab4Profile(nil) }
    if let profile {
      guard profile.count <= longestProfile else { return nil }
      return unsafe profile.withUnsafeBytes {
        unsafe cmsOpenProfileFromMem($0.baseAddress, cmsUInt32Number($0.count))
      }
    }
    switch color {
    case .named("Adobe RGB"):
      return unsafe space(red: (0.64, 0.33), green: (0.21, 0.71), gamma: 563.0 / 256)
    case .named("Display P3"):
      return unsafe space(red: (0.68, 0.32), green: (0.265, 0.69), gamma: nil)
    default: return nil
    }
  }

  /// A space with white and blue as sRGB has them; without a gamma, with its curve too.
  private static func space(
    red: (Double, Double), green: (Double, Double), gamma: Double?
  ) -> cmsHPROFILE? {
    // The curve of IEC 61966-2-1, as Little CMS has its parameters.
    let parameters = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]
    let built =
      if let gamma { unsafe cmsBuildGamma(nil, gamma) } else {
        unsafe cmsBuildParametricToneCurve(nil, 4, parameters)
      }
    guard let curve = unsafe built else { return nil }
    defer { unsafe cmsFreeToneCurve(curve) }
    var white = cmsCIExyY(x: 0.3127, y: 0.329, Y: 1)
    var primaries = cmsCIExyYTRIPLE(
      Red: cmsCIExyY(x: red.0, y: red.1, Y: 1), Green: cmsCIExyY(x: green.0, y: green.1, Y: 1),
      Blue: cmsCIExyY(x: 0.15, y: 0.06, Y: 1))
    var curves: [OpaquePointer?] = unsafe [curve, curve, curve]
    return unsafe curves.withUnsafeMutableBufferPointer {
      unsafe cmsCreateRGBProfile(&white, &primaries, $0.baseAddress)
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
