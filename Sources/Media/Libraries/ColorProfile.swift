internal import CLCMS
internal import Decoding
internal import Model

/// The profiles that colours are read by: embedded ones, and those of spaces that are named without one.
enum ColorProfile {
  /// Those of printers have some hundreds of kilobytes.
  private static let longestProfile = 8 << 20

  /// A profile that is embedded, or one of the spaces that are named without; the caller closes it.
  static func open(
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
    guard case .named(let name) = color, let space = NamedSpace(name) else { return nil }
    return unsafe space.profile
  }

  /// A profile of colors that are stated by numbers: the x and y of white, red, green and blue in 100,000ths,
  /// and a power, or sRGB's curve where there is none. The same numbers give the same bytes.
  static func bytes(points: [Int], gamma: Double?) -> [UInt8]? {
    guard points.count == 8 else { return nil }
    func point(_ place: Int) -> (Double, Double) {
      (Double(points[2 * place]) / 100_000, Double(points[2 * place + 1]) / 100_000)
    }
    let space = NamedSpace(
      white: point(0), red: point(1), green: point(2), blue: point(3), gamma: gamma)
    guard let profile = unsafe space.profile else { return nil }
    defer { unsafe cmsCloseProfile(profile) }
    var count: cmsUInt32Number = 0
    guard unsafe cmsSaveProfileToMem(profile, nil, &count) != 0, count > 128 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    guard unsafe cmsSaveProfileToMem(profile, &bytes, &count) != 0 else { return nil }
    // Its header says when it was made: that is left out.
    for place in 24..<36 { bytes[place] = 0 }
    return bytes
  }
}

/// A space that files name without a profile.
private struct NamedSpace {
  private struct Chromaticities {
    var white = (0.3127, 0.329)
    var red = (0.64, 0.33)
    var green = (0.3, 0.6)
    var blue = (0.15, 0.06)

    static let sRGB = Chromaticities()
    static let adobe = Chromaticities(green: (0.21, 0.71))
    static let p3 = Chromaticities(red: (0.68, 0.32), green: (0.265, 0.69))
    /// P3 as cinemas have it, under a greener white.
    static let cinema = Chromaticities(
      white: (0.314, 0.351), red: (0.68, 0.32), green: (0.265, 0.69))
    static let bt2020 = Chromaticities(
      red: (0.708, 0.292), green: (0.17, 0.797), blue: (0.131, 0.046))
    static let bt601 = Chromaticities(red: (0.63, 0.34), green: (0.31, 0.595), blue: (0.155, 0.07))
  }

  private enum Curve {
    case sRGB
    case gamma(Double)
    case brightness(HighRange)
  }

  private let chromaticities: Chromaticities
  private let curve: Curve

  init(
    white: (Double, Double), red: (Double, Double), green: (Double, Double),
    blue: (Double, Double), gamma: Double?
  ) {
    chromaticities = Chromaticities(white: white, red: red, green: green, blue: blue)
    curve = gamma.map { .gamma($0) } ?? .sRGB
  }

  init?(_ name: String) {
    switch name {
    case "Adobe RGB": (chromaticities, curve) = (.adobe, .gamma(563.0 / 256))
    case "Display P3": (chromaticities, curve) = (.p3, .sRGB)
    case "Display P3 PQ": (chromaticities, curve) = (.p3, .brightness(.pq))
    case "Display P3 HLG": (chromaticities, curve) = (.p3, .brightness(.hlg))
    case "DCI-P3": (chromaticities, curve) = (.cinema, .gamma(2.6))
    case "BT.2020": (chromaticities, curve) = (.bt2020, .sRGB)
    case "BT.2100 PQ": (chromaticities, curve) = (.bt2020, .brightness(.pq))
    case "BT.2100 HLG": (chromaticities, curve) = (.bt2020, .brightness(.hlg))
    case "BT.601": (chromaticities, curve) = (.bt601, .sRGB)
    default:
      guard name.hasPrefix("gamma "), let gamma = Double(name.dropFirst(6)),
        (0.2...5).contains(gamma)
      else { return nil }
      (chromaticities, curve) = (.sRGB, .gamma(gamma))
    }
  }

  var profile: cmsHPROFILE? {
    guard let curve = unsafe builtCurve else { return nil }
    defer { unsafe cmsFreeToneCurve(curve) }
    func point(_ place: (Double, Double)) -> cmsCIExyY { cmsCIExyY(x: place.0, y: place.1, Y: 1) }
    var white = point(chromaticities.white)
    var primaries = cmsCIExyYTRIPLE(
      Red: point(chromaticities.red), Green: point(chromaticities.green),
      Blue: point(chromaticities.blue))
    var curves: [OpaquePointer?] = unsafe [curve, curve, curve]
    return unsafe curves.withUnsafeMutableBufferPointer {
      unsafe cmsCreateRGBProfile(&white, &primaries, $0.baseAddress)
    }
  }

  private var builtCurve: OpaquePointer? {
    switch curve {
    case .sRGB:
      // The curve of IEC 61966-2-1, as Little CMS has its parameters.
      return unsafe cmsBuildParametricToneCurve(
        nil, 4, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
    case .gamma(let gamma): return unsafe cmsBuildGamma(nil, gamma)
    case .brightness(let range):
      let table = range.table
      return unsafe cmsBuildTabulatedToneCurve16(nil, cmsUInt32Number(table.count), table)
    }
  }
}

/// Curves of pictures that are brighter than a screen of sRGB can be, each value by itself: what is as
/// bright as white paper becomes nearly white, and what is brighter is drawn together above it.
private enum HighRange {
  /// SMPTE ST 2084, and hybrid log-gamma of ITU-R BT.2100.
  case pq, hlg

  /// How bright a screen shows the values of a picture, 0 to 65535 for black to white.
  var table: [UInt16] {
    (0..<4096).map { index in
      UInt16((65535 * Self.shown(light(Double(index) / 4095))).rounded())
    }
  }

  /// Light by a value, where 1 is that of white paper: 203 cd/m² by ITU-R BT.2408.
  private func light(_ value: Double) -> Double {
    switch self {
    case .pq:
      let power = castbook_lcms_power(value, 1 / 78.84375)
      let linear = max(0, power - 0.8359375) / (18.8515625 - 18.6875 * power)
      return 10_000 * castbook_lcms_power(linear, 1 / 0.1593017578125) / 203
    case .hlg:
      let scene =
        value <= 0.5
        ? value * value / 3
        : (castbook_lcms_exponential((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
      // The system's gamma of 1.2 on a screen of 1,000 cd/m².
      return 1000 * castbook_lcms_power(scene, 1.2) / 203
    }
  }

  /// Up to four fifths light stays as it is.
  private static func shown(_ light: Double) -> Double {
    let knee = 0.8
    if light <= knee { return light }
    let above = (light - knee) / (1 - knee)
    return knee + (1 - knee) * above / (1 + above)
  }
}
